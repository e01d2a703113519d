"""The page of a municipality."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.finding import addresses, keeping
from weekplanner.finding.answering import edition_of, in_its_language, moved, not_indexed_with_a_query
from weekplanner.finding.municipality_page import municipality_page
from weekplanner.geo import queries as geo
from weekplanner.listing.selection import Scope
from weekplanner.web.pages import render


@in_its_language
async def municipality(request: Request) -> Response:
    """What a municipality writes and what there is to do; under another word for it, the way to its page."""
    asked = addresses.read(request.query_params)
    found = await geo.municipality(request.path_params["slug"])
    if found.slug != request.path_params["slug"]:
        return moved(request, "municipality", found.slug, asked)
    page = await municipality_page(found, await edition_of(asked))
    await keeping.keep(request, keeping.of_one(Scope.MUNICIPALITY, found.code))
    return await render(
        request,
        "finding/municipality.html",
        page=page,
        canonical=page.url,
        **not_indexed_with_a_query(request),
    )


ROUTES = (Route("/gemeente/{slug}", municipality, name="municipality"),)
