"""Who comes in numbers: a page of tables, each of them a file too."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.congress.pages import statistics as pages
from weekplanner.congress.queries import statistics as queries
from weekplanner.congress.queries.congresses import at_desk
from weekplanner.congress.queries.statistics import Group
from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.formats import tables
from weekplanner.web.asking import one_of
from weekplanner.web.pages import PRIVATE, render

WHAT_KEY = "wat"


async def congress_statistics(request: Request) -> Response:
    """By audience, organisation, municipality, province and workshop."""
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    congress = programme.congress
    groups = [
        (group, words, pages.named(group, await queries.counted_by(group, congress.id, actor=person)))
        for group, words in pages.GROUPS.items()
    ]
    return await render(
        request,
        "congress/statistics.html",
        congress=congress,
        seats=programme.seats,
        groups=groups,
        columns=pages.COLUMNS,
        workshops=await queries.workshops_counted(congress.id, actor=person),
        workshop_columns=pages.WORKSHOP_COLUMNS,
    )


async def congress_statistics_table(request: Request) -> Response:
    """One of those tables for a spreadsheet."""
    person: Person = request.state.person
    congress = (await at_desk(request.path_params["slug"], actor=person)).congress
    what = request.query_params.get(WHAT_KEY, "")
    if what == pages.WORKSHOPS:
        rows = pages.workshop_cells(await queries.workshops_counted(congress.id, actor=person))
        lines = tables.csv_lines([_(each) for each in pages.WORKSHOP_COLUMNS], rows)
    else:
        group = one_of(Group, {WHAT_KEY: what}, WHAT_KEY)
        if group is None:
            raise UnknownValue
        found = pages.named(group, await queries.counted_by(group, congress.id, actor=person))
        lines = tables.csv_lines([_(pages.GROUPS[group]), *map(_, pages.COLUMNS)], pages.cells(found))
    return StreamingResponse(
        lines,
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="cijfers-{congress.slug}-{what}.csv"',
            "Cache-Control": PRIVATE,
        },
    )


ROUTES = (
    Route("/team/congres/{slug}/cijfers", congress_statistics, name="congress_statistics"),
    Route("/team/congres/{slug}/cijfers.csv", congress_statistics_table, name="congress_statistics_table"),
)
