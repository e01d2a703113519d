"""The list of a municipality that other sites show in a frame, and the page where one chooses its looks."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import links, texts
from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.finding import keeping, widget, widget_choices
from weekplanner.finding.answering import in_its_language, not_indexed_with_a_query
from weekplanner.geo import queries as geo
from weekplanner.listing.selection import Scope
from weekplanner.web import security
from weekplanner.web.pages import redirect_to, render

FRAMED = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "form-action 'none'; base-uri 'none'; " + security.FRAMED_ANYWHERE,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
"""Any site may show this page in a frame; it has no form and no script that such a site could make use of.

The resource policy lets it into pages that ask for one (HTML §7.1.4, Cross-Origin-Embedder-Policy).
"""


@in_its_language
async def widget_municipality(request: Request) -> Response:
    """What there is to do in a municipality, for a frame in a page of another site.

    What is wrong with its address is told in the frame too, where any other page would be refused.
    """
    try:
        answer = await _list(request)
    except NotFound:
        answer = await _problem(request, 404, _("Deze gemeente kennen wij niet."))
    except UnknownValue as unknown:
        answer = await _problem(request, 400, unknown.message)
    answer.headers.update(FRAMED)
    return answer


async def _list(request: Request) -> Response:
    municipality = await geo.municipality(request.path_params["slug"])
    wanted = widget.read(request.query_params)
    if municipality.slug != request.path_params["slug"]:
        return redirect_to(widget.path_of(municipality.slug, wanted), status=301)
    shown = await widget.widget(municipality, wanted, await editions.current())
    await keeping.keep(request, keeping.of_one(Scope.MUNICIPALITY, municipality.code))
    return await render(request, "finding/widget.html", widget=shown, title=widget.title_of(municipality))


async def _problem(request: Request, status: int, message: str) -> Response:
    return await render(request, "finding/widget_problem.html", status=status, message=message)


@in_its_language
async def widget_options(request: Request) -> Response:
    """Where who keeps a website chooses what the list looks like, sees it, and copies the code."""
    shown = await widget_choices.options(request.query_params)
    await keeping.keep(request)
    answer = await render(
        request,
        "finding/widget_options.html",
        options=shown,
        canonical=links.url("widget_options", language=texts.language()),
        **not_indexed_with_a_query(request),
    )
    answer.headers["Content-Security-Policy"] = security.content_policy("frame-src 'self'")
    return answer


ROUTES = (
    Route("/widget", widget_options, name="widget_options"),
    Route("/widget/gemeente/{slug}", widget_municipality, name="widget_municipality"),
)
