"""The map, and what stands on a piece of it."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.finding import addresses, choices, keeping
from weekplanner.finding.answering import (
    edition_of,
    in_its_language,
    looked_at,
    url,
    without_letters,
)
from weekplanner.finding.areas import area_of
from weekplanner.finding.map import map_of
from weekplanner.finding.map_points import points, read_piece
from weekplanner.web.pages import render

KEPT = "public, max-age=60"
"""Who moves the map to and fro asks once; an edit may be seen on it a minute later."""


@in_its_language
@without_letters("agenda_map")
async def agenda_map(request: Request) -> Response:
    """What there is to do near a place, on the map."""
    looked = await looked_at(request, "agenda_map")
    if isinstance(looked, Response):
        return looked
    asked, area, edition = looked.asked.at_page(1), looked.area, looked.edition
    shown = await map_of(asked, area, edition)
    await keeping.keep(request, *keeping.of_selection(area.selection(edition.year, asked.filters)))
    return await render(
        request,
        "finding/map.html",
        map=shown,
        panel=choices.panel(asked, shown.choices, route="agenda_map"),
        kept_with_place=choices.kept_with_place(asked),
        radii=choices.radii() if area.circle else None,
        canonical=url("agenda", asked.just_the_place()),
        is_indexed=False,
    )


@in_its_language
async def agenda_map_points(request: Request) -> Response:
    """What stands on a piece of the map, for its script."""
    piece = read_piece(request.query_params)
    asked = addresses.read(request.query_params)
    edition = await edition_of(asked)
    if edition is None or asked.typed:
        raise UnknownValue(_("Dit stuk van de kaart kunnen wij niet laten zien."))
    area = await area_of(asked)
    selection = area.selection(edition.year, asked.filters)
    answer = await points(selection.in_the_area(), asked.search, piece)
    await keeping.keep(request, *keeping.of_selection(selection))
    return JSONResponse(answer, headers={"Cache-Control": KEPT})


ROUTES = (
    Route("/agenda/kaart", agenda_map, name="agenda_map"),
    Route("/agenda/kaart.json", agenda_map_points, name="agenda_map_points"),
)
