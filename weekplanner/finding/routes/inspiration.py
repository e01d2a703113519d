"""What others did before, to begin with."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import links, texts
from weekplanner.finding import inspiration as ideas
from weekplanner.finding import keeping
from weekplanner.finding.answering import in_its_language, not_indexed_with_a_query
from weekplanner.web.pages import render


@in_its_language
async def inspiration(request: Request) -> Response:
    """What others did before, to choose from."""
    shown = ideas.inspiration(ideas.read(request.query_params))
    await keeping.keep(request)
    return await render(
        request,
        "finding/inspiration.html",
        inspiration=shown,
        canonical=links.url("inspiration", language=texts.language()),
        **not_indexed_with_a_query(request),
    )


@in_its_language
async def example(request: Request) -> Response:
    """One example, with a way to begin with it."""
    page = await ideas.example_page(request.path_params["slug"])
    await keeping.keep(request, *keeping.EVERYTHING)
    here = links.url("example", language=texts.language(), slug=page.example.slug)
    return await render(request, "finding/example.html", page=page, canonical=here)


ROUTES = (
    Route("/inspiratie", inspiration, name="inspiration"),
    Route("/inspiratie/{slug}", example, name="example"),
)
