"""The list of all activities, for coordinators and the team, and the same as a table."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events import rights
from weekplanner.events.models import State
from weekplanner.events.pages import all_activities as pages
from weekplanner.events.queries import all_activities as queries
from weekplanner.events.queries.all_activities import ListFilter, Order
from weekplanner.events.routes.review import LONGEST_TEXT
from weekplanner.formats import tables
from weekplanner.geo import queries as geo
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.asking import one_of
from weekplanner.web.pages import PRIVATE, render
from weekplanner.web.paging import Paging, page_number

KEYS = ("jaar", "status", "provincie", "gemeente", "categorie", "q", "volgorde")
PAGE_KEY = "pagina"


async def all_activities(request: Request) -> Response:
    """A page of the list."""
    person: Person = request.state.person
    every = await editions.all_editions()
    query, number = _query(request), page_number(request.query_params.get(PAGE_KEY))
    edition = editions.edition_of(query.get("jaar"), every)
    wanted = await _asked(query, edition)
    found = await queries.activity_list(wanted, actor=person, offset=(number - 1) * queries.LIST_PAGE)
    return await render(
        request,
        "events/all_activities.html",
        rows=[pages.list_row(row) for row in found.rows],
        paging=Paging(number, queries.LIST_PAGE, found.total),
        edition=edition,
        filters=pages.choices(
            {**query, "jaar": str(edition.year), "volgorde": wanted.order.value},
            years=[str(each.year) for each in every],
            provinces=await geo.provinces() if rights.reviews_everywhere(person) else [],
            municipalities=await queries.listed_areas(edition, actor=person),
        ),
        query=query,
        text=wanted.text,
    )


async def all_activities_table(request: Request) -> Response:
    """The whole list as a file for a spreadsheet."""
    query = _query(request)
    edition = editions.edition_of(query.get("jaar"), await editions.all_editions())
    wanted = await _asked(query, edition)
    rows = pages.cells(queries.whole_activity_list(wanted, actor=request.state.person))
    name = f"activiteiten-{edition.year}.csv"
    return StreamingResponse(
        tables.csv_lines(pages.COLUMNS, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE},
    )


async def _asked(query: Mapping[str, str], edition: Edition) -> ListFilter:
    """What the address asks for; raises UnknownValue and NotFound."""
    category = query.get("categorie")
    if category is not None and category not in vocabulary().categories:
        raise UnknownValue
    province, municipality = query.get("provincie"), query.get("gemeente")
    return ListFilter(
        edition,
        state=one_of(State, query, "status"),
        province_code=(await geo.province(province)).code if province else None,
        municipality_code=(await geo.municipality(municipality)).code if municipality else None,
        category=category,
        text=one_line(query.get("q", ""))[:LONGEST_TEXT],
        order=one_of(Order, query, "volgorde") or Order.FIRST_MOMENT,
    )


def _query(request: Request) -> dict[str, str]:
    return {key: value for key in KEYS if (value := request.query_params.get(key))}


ROUTES = (
    Route("/team/activiteiten/alle", all_activities, name="all_activities"),
    Route("/team/activiteiten/alle.csv", all_activities_table, name="all_activities_table"),
)
