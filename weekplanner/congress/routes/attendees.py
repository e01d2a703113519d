"""The list of who signed up: found by filters, decided about many at once, and taken along as a file."""

from collections.abc import AsyncIterator, Mapping, Sequence

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.congress.forms.desk import DecideForm
from weekplanner.congress.models.registrations import RegistrationState
from weekplanner.congress.operations import deciding, taking_along
from weekplanner.congress.operations.taking_along import Taken
from weekplanner.congress.pages import attendees as pages
from weekplanner.congress.pages.shown import PARTIES, audience_in_words
from weekplanner.congress.queries import attendees as queries
from weekplanner.congress.queries import tables as people
from weekplanner.congress.queries.attendees import ListFilter, Presence
from weekplanner.congress.queries.congresses import Programme, at_desk
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.formats import tables, workbooks
from weekplanner.formats.tables import Cell
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.asking import number_of, one_of
from weekplanner.web.pages import PRIVATE, redirect, render, render_form
from weekplanner.web.paging import Paging, page_number

KEYS = ("stand", "doelgroep", "workshop", "wacht", "deur", "behoefte", "q")
PAGE_KEY, LET_IN_KEY, REFUSED_KEY = "pagina", "toegelaten", "geweigerd"
LONGEST_TEXT = 100
LET_IN, WORKBOOK = "let_in", "xlsx"
"""Buttons: the other lets nobody in, or makes lines with semicolons."""


async def attendees(request: Request) -> Response:
    """A page of the list, with what can be done with it."""
    return await _page(request, DecideForm())


async def decide_requests(request: Request) -> Response:
    """Let in who was ticked, or do not."""
    programme = await _programme(request)
    posted, person = await request.form(), request.state.person
    form = DecideForm(posted)
    if form.validate():
        congress_id = programme.congress.id
        with form.refusals():
            if LET_IN in posted:
                done = await deciding.let_in_many(congress_id, form.ids, form.words, actor=person)
                return _to_list(request, {LET_IN_KEY: done})
            done = await deciding.refuse_many(congress_id, form.ids, form.words, actor=person)
            return _to_list(request, {REFUSED_KEY: done})
    return await _page(request, form)


async def attendees_file(request: Request) -> Response:
    """All that the filter finds, a row for each person, for a spreadsheet; that it was taken is noted."""
    programme = await _programme(request)
    wanted = _asked(_query(request), programme)
    congress = await taking_along.note_taken(programme.congress.id, Taken.LIST, actor=request.state.person)
    rows = pages.people_cells(people.people_of(wanted))
    name = f"deelnemers-{congress.slug}"
    return await _file(pages.PEOPLE_COLUMNS, rows, name, is_workbook=WORKBOOK in await request.form())


async def congress_needs(request: Request) -> Response:
    """What who has a seat needs: numbers, and who it is."""
    programme = await _programme(request)
    found = await people.needs_at(programme.congress.id, actor=request.state.person)
    return await render(
        request,
        "congress/needs.html",
        congress=programme.congress,
        needs=found,
        diets=pages.diets(found),
        access=pages.access(found),
        in_words=pages.in_words,
    )


async def congress_needs_file(request: Request) -> Response:
    """The numbers for who cooks and who prepares the rooms, or the names for who looks after people."""
    programme, person = await _programme(request), request.state.person
    with_names = "names" in await request.form()
    found = await people.needs_at(programme.congress.id, actor=person)
    taken = Taken.NEEDS if with_names else Taken.COUNTS
    congress = await taking_along.note_taken(programme.congress.id, taken, actor=person)
    if with_names:
        rows = pages.needs_cells(found)
        return await _file(pages.NEEDS_COLUMNS, rows, f"behoeften-{congress.slug}", is_workbook=False)
    rows = pages.count_cells(found)
    return await _file(pages.COUNT_COLUMNS, rows, f"aantallen-{congress.slug}", is_workbook=False)


async def _page(request: Request, form: DecideForm) -> Response:
    person: Person = request.state.person
    programme = await _programme(request)
    query, number = _query(request), page_number(request.query_params.get(PAGE_KEY))
    wanted = _asked(query, programme)
    found = await queries.attendee_list(wanted, actor=person, offset=(number - 1) * queries.LIST_PAGE)
    states = await queries.states(programme.congress.id, actor=person)
    return await render_form(
        request,
        "congress/attendees.html",
        form,
        congress=programme.congress,
        seats=programme.seats,
        rows=found.rows,
        people=found.people,
        paging=Paging(number, queries.LIST_PAGE, found.total),
        queues=[(state, PARTIES[state], states[state]) for state in QUEUES],
        is_deciding=wanted.state is RegistrationState.REQUESTED,
        states=PARTIES,
        audience_in_words=audience_in_words,
        filters=pages.choices(query, programme=programme, states=states),
        query=query,
        text=wanted.text,
        said=_said(request),
    )


QUEUES = (
    RegistrationState.CONFIRMED,
    RegistrationState.REQUESTED,
    RegistrationState.WAITING,
    RegistrationState.OFFERED,
)


async def _programme(request: Request) -> Programme:
    return await at_desk(request.path_params["slug"], actor=request.state.person)


def _asked(query: Mapping[str, str], programme: Programme) -> ListFilter:
    """What the address asks for; raises UnknownValue."""
    audience = query.get("doelgroep")
    if audience is not None and audience not in vocabulary().congress_audiences:
        raise UnknownValue
    if query.get("behoefte", "ja") != "ja":
        raise UnknownValue
    return ListFilter(
        programme.congress.id,
        state=one_of(RegistrationState, query, "stand"),
        audience=audience,
        workshop_id=number_of(query, "workshop"),
        line_of_id=number_of(query, "wacht"),
        has_needs="behoefte" in query,
        presence=one_of(Presence, query, "deur"),
        text=one_line(query.get("q", ""))[:LONGEST_TEXT],
    )


def _said(request: Request) -> str:
    """What a button did, when one leads here."""
    for key, lets_in in ((LET_IN_KEY, True), (REFUSED_KEY, False)):
        text = request.query_params.get(key, "")
        if text.isascii() and text.isdigit() and len(text) <= 4:
            return pages.decided_in_words(int(text), lets_in=lets_in)
    return ""


def _to_list(request: Request, more: Mapping[str, object]) -> Response:
    query = {**_query(request), **more}
    return redirect(request, "attendees", slug=request.path_params["slug"], query=query)


def _query(request: Request) -> dict[str, str]:
    return {key: value for key in KEYS if (value := request.query_params.get(key))}


async def _file(
    columns: Sequence[str], rows: AsyncIterator[Sequence[Cell]], name: str, *, is_workbook: bool
) -> Response:
    headers = {"Cache-Control": PRIVATE}
    if is_workbook:
        headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
        content = await workbooks.workbook(columns, rows, name=name)
        return Response(content, media_type=workbooks.MEDIA_TYPE, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    lines = tables.csv_lines(columns, rows)
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


_LIST = "/team/congres/{slug}/deelnemers"
ROUTES = (
    Route(_LIST, attendees, name="attendees"),
    Route(f"{_LIST}/tegelijk", decide_requests, name="decide_requests", methods=["POST"]),
    Route(f"{_LIST}/bestand", attendees_file, name="attendees_file", methods=["POST"]),
    Route("/team/congres/{slug}/behoeften", congress_needs, name="congress_needs"),
    Route(
        "/team/congres/{slug}/behoeften/bestand",
        congress_needs_file,
        name="congress_needs_file",
        methods=["POST"],
    ),
)
