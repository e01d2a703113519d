"""Where an organiser begins: all own activities, and what to do next."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import organisations
from weekplanner.core import clock
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition, Phase
from weekplanner.events.forms import parsing
from weekplanner.events.models import Activity, State
from weekplanner.events.operations import copying
from weekplanner.events.pages import desk as pages
from weekplanner.events.queries import copies, desk
from weekplanner.events.queries.desk import Asked, Desk, DeskSort
from weekplanner.kits.words import STATES
from weekplanner.organiser.kits import KitsNow, kits_of_organisation
from weekplanner.signups.queries.places import counts_of_activities
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render_form
from weekplanner.web.paging import Paging, page_number

STATE_KEY, TEXT_KEY, SORT_KEY, PAGE_KEY, COPIED_KEY = "status", "zoek", "volgorde", "pagina", "overgenomen"
KEPT = (STATE_KEY, TEXT_KEY, SORT_KEY)
LONGEST_TEXT = 100
FEW = 5
"""With so many activities one sees at a glance what there is."""


@access.for_organisation
async def my_start(request: Request) -> Response:
    """The own activities, and what to do next."""
    return await _start_page(request, Form())


@access.for_organisation
async def copy_edition_before(request: Request) -> Response:
    """Copy everything of the edition before that has no copy yet."""
    person: Person = request.state.person
    form = Form(await request.form())
    if person.organisation_id is None:  # nothing was done before by nobody
        return redirect(request, "my_start")
    with form.refusals():
        number = await copying.copy_edition_before(person.organisation_id, actor=person)
        return redirect(request, "my_start", query={STATE_KEY: State.DRAFT.value, COPIED_KEY: number})
    return await _start_page(request, form)


async def _start_page(request: Request, form: Form) -> Response:
    person: Person = request.state.person
    asked = _asked(request.query_params)
    edition = await editions.current()
    number = page_number(request.query_params.get(PAGE_KEY))
    mine, kits = Desk(), KitsNow()
    if edition and person.organisation_id:
        offset = (number - 1) * desk.DESK_PAGE
        mine = await desk.own_desk(
            person.organisation_id, asked, edition=edition, actor=person, offset=offset
        )
        kits = await kits_of_organisation(person.organisation_id, edition=edition, actor=person)
    return await render_form(
        request,
        "organiser/my_start.html",
        form,
        desk=mine,
        rows=[pages.desk_row(whole) for whole in mine.found],
        counts=await counts_of_activities(whole.activity.id for whole in mine.found),
        in_words=pages.number_in_words(mine.counts),
        states=pages.state_choices(mine.counts, asked.state),
        sorts=pages.sort_choices(asked.sort),
        asked=asked,
        is_long=sum(mine.counts.values()) > FEW,
        paging=Paging(number, desk.DESK_PAGE, mine.total),
        query={key: request.query_params[key] for key in KEPT if request.query_params.get(key)},
        more_questions=mine.counts.get(State.RETURNED, 0) - len(mine.questions),
        before=await _before(edition, person),
        namesakes=await _namesakes(person),
        copied=parsing.whole_number(request.query_params.get(COPIED_KEY, "")),
        steps=pages.steps_to_the_week(has_activity=bool(mine.counts), first=mine.first_on_site),
        kits=kits,
        kit_states=STATES,
        days_left=(edition.starts_on - clock.today()).days if edition else 0,
    )


async def _namesakes(person: Person) -> list[Organisation]:
    """Organisations that may be the one that is acted for."""
    if person.organisation_id is None:
        return []
    return await organisations.namesakes(await organisations.organisation(person.organisation_id))


async def _before(edition: Edition | None, person: Person) -> tuple[int, list[Activity]] | None:
    """The year before, and what was done then that is not copied yet; None when there is nothing."""
    if edition is None or person.organisation_id is None or edition.phase(clock.today()) is Phase.AFTER:
        return None
    before = await editions.previous()
    if before is None:
        return None
    found = await copies.not_copied_yet(person.organisation_id, before=before, edition=edition, actor=person)
    return (before.year, found) if found else None


def _asked(query: Mapping[str, str]) -> Asked:
    """What the address asks for; raises UnknownValue."""
    try:
        state = State(query[STATE_KEY]) if query.get(STATE_KEY) else None
        sort = DeskSort(query[SORT_KEY]) if query.get(SORT_KEY) else DeskSort.STATUS
    except ValueError:
        raise UnknownValue(_("Deze keuze kennen wij niet. Kies opnieuw.")) from None
    return Asked(state, one_line(query.get(TEXT_KEY, ""))[:LONGEST_TEXT], sort)


ROUTES = (
    Route("/mijn", my_start, name="my_start"),
    Route("/mijn/vorig-jaar/overnemen", copy_edition_before, name="copy_edition_before", methods=["POST"]),
)
