"""The page of a province."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.finding import addresses, keeping
from weekplanner.finding.answering import edition_of, in_its_language, moved, not_indexed_with_a_query
from weekplanner.finding.province_page import province_page
from weekplanner.geo import queries as geo
from weekplanner.listing.selection import Scope
from weekplanner.web.pages import render


@in_its_language
async def province(request: Request) -> Response:
    """How much there is to do in a province; under another word for it, the way to its page."""
    asked = addresses.read(request.query_params)
    found = await geo.province(request.path_params["slug"])
    if found.slug != request.path_params["slug"]:
        return moved(request, "province", found.slug, asked)
    page = await province_page(found, await edition_of(asked), chosen=asked.search.days)
    await keeping.keep(request, keeping.of_one(Scope.PROVINCE, found.code))
    return await render(
        request,
        "finding/province.html",
        page=page,
        canonical=page.url,
        **not_indexed_with_a_query(request),
    )


ROUTES = (Route("/provincie/{slug}", province, name="province"),)
