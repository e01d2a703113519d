"""Who did not answer "Klopt dit nog?", to be called by coordinators and the team."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core import clock, texts
from weekplanner.core.text_cleaning import one_line
from weekplanner.events.pages import call_list as pages
from weekplanner.events.queries import call_list as queries
from weekplanner.events.queries.call_list import CallFilter
from weekplanner.events.routes.review import LONGEST_TEXT, MUNICIPALITY_KEY, PAGE_KEY, PROVINCE_KEY, TEXT_KEY
from weekplanner.formats import tables
from weekplanner.geo import queries as geo
from weekplanner.web.pages import PRIVATE, render
from weekplanner.web.paging import Paging, page_number

KEPT = (PROVINCE_KEY, MUNICIPALITY_KEY, TEXT_KEY)


async def call_list(request: Request) -> Response:
    """A page of the list, the soonest first."""
    person: Person = request.state.person
    wanted, number = await _wanted(request.query_params), page_number(request.query_params.get(PAGE_KEY))
    paging = Paging(number, queries.CALLS_PAGE, await queries.call_count(wanted, actor=person))
    found = await queries.calls(wanted, actor=person, offset=paging.offset)
    areas = await queries.call_areas(actor=person)
    asked = {key: request.query_params.get(key, "") for key in KEPT}
    return await render(
        request,
        "events/call_list.html",
        rows=[pages.call_row(call) for call in found],
        paging=paging,
        areas=areas,
        provinces=sorted({(area.province, area.province_slug) for area in areas}),
        is_narrowed=wanted != CallFilter(),
        asked=asked,
        query={key: value for key, value in asked.items() if value},
    )


async def call_list_print(request: Request) -> Response:
    """The whole list on paper, with room to write."""
    wanted = await _wanted(request.query_params)
    calls = queries.every_call(wanted, actor=request.state.person)
    return await render(
        request,
        "events/call_list_print.html",
        rows=[pages.call_row(call) async for call in calls],
        query={key: value for key in KEPT if (value := request.query_params.get(key))},
        printed_at=texts.moment_with_year(clock.now()),
    )


async def call_list_table(request: Request) -> Response:
    """The whole list as a file for a spreadsheet."""
    wanted = await _wanted(request.query_params)
    rows = pages.cells(queries.every_call(wanted, actor=request.state.person))
    return StreamingResponse(
        tables.csv_lines(pages.COLUMNS, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="bellijst.csv"', "Cache-Control": PRIVATE},
    )


async def _wanted(asked: Mapping[str, str]) -> CallFilter:
    """What the address asks for; raises NotFound for an unknown area."""
    province, municipality = asked.get(PROVINCE_KEY), asked.get(MUNICIPALITY_KEY)
    return CallFilter(
        province_code=(await geo.province(province)).code if province else None,
        municipality_code=(await geo.municipality(municipality)).code if municipality else None,
        text=one_line(asked.get(TEXT_KEY, ""))[:LONGEST_TEXT],
    )


ROUTES = (
    Route("/team/bellijst", call_list, name="call_list"),
    Route("/team/bellijst.csv", call_list_table, name="call_list_table"),
    Route("/team/bellijst/afdrukken", call_list_print, name="call_list_print"),
)
