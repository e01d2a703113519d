"""The page of a congress: when, where, for whom, and what is on."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.congress.queries import congresses
from weekplanner.core import links
from weekplanner.finding.answering import in_its_language
from weekplanner.web.pages import render


@in_its_language
async def congress(request: Request) -> Response:
    """What one wants to know before signing up."""
    programme = await congresses.on_site(request.path_params["slug"])
    canonical = links.url("congress", slug=programme.congress.slug)
    return await render(request, "finding/congress.html", programme=programme, canonical=canonical)


ROUTES = (Route("/congres/{slug}", congress, name="congress"),)
