"""The page of an organisation."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.queries import organisations
from weekplanner.finding import addresses, keeping
from weekplanner.finding.answering import edition_of, in_its_language, moved, not_indexed_with_a_query
from weekplanner.finding.organisation_page import organisation_page
from weekplanner.listing.selection import Scope
from weekplanner.web.pages import render


@in_its_language
async def organisation(request: Request) -> Response:
    """Who an organisation is and what it does; under a slug it had, the way to its page."""
    asked = addresses.read(request.query_params)
    found = await organisations.organisation_by_slug(request.path_params["slug"])
    page = await organisation_page(found, await edition_of(asked), page=asked.page)
    if found.slug != request.path_params["slug"]:
        return moved(request, "organisation", found.slug, asked)
    await keeping.keep(request, keeping.of_one(Scope.ORGANISATION, found.id))
    return await render(
        request,
        "finding/organisation.html",
        page=page,
        canonical=page.url,
        **not_indexed_with_a_query(request),
    )


ROUTES = (Route("/organisaties/{slug}", organisation, name="organisation"),)
