"""One party for the team: all that is known of it, and what can be done for who telephoned."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.audit import audit_records
from weekplanner.congress import rights
from weekplanner.congress.forms.desk import ReasonForm
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.registrations import RegistrationState
from weekplanner.congress.operations import changing, deciding
from weekplanner.congress.pages.attendees import in_words
from weekplanner.congress.pages.shown import PARTIES, SOURCES, audience_in_words
from weekplanner.congress.queries.congresses import at_desk
from weekplanner.congress.queries.parties import WholeParty, party_at
from weekplanner.congress.words import DECISIONS
from weekplanner.core import clock
from weekplanner.core.errors import NotFound, require
from weekplanner.core.texts import gettext as _
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render_form


async def attendee(request: Request) -> Response:
    """One party: its people, its workshops, and everything that happened."""
    return await _page(request, Form())


async def let_in_attendee(request: Request) -> Response:
    """Let a party come that asked to."""
    _congress, whole = await _whole(request)
    form = Form()
    with form.refusals():
        await deciding.let_in(whole.registration.id, actor=request.state.person)
        return _back(request)
    return await _page(request, form)


async def refuse_attendee(request: Request) -> Response:
    """Do not let a party come, and say why."""
    congress, whole = await _whole(request)
    form = ReasonForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await deciding.refuse(whole.registration.id, form.reason.data, actor=request.state.person)
            return _back(request)
    return await render_form(request, "congress/refuse.html", form, congress=congress, whole=whole)


async def cancel_attendee(request: Request) -> Response:
    """Let a party not come after all, and say why."""
    congress, whole = await _whole(request)
    if not whole.registration.is_live:
        raise NotFound
    form = ReasonForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await changing.cancel_for(whole.registration.id, form.reason.data, actor=request.state.person)
            return _back(request)
    return await render_form(request, "congress/cancel.html", form, congress=congress, whole=whole)


async def new_tickets(request: Request) -> Response:
    """Let the tickets of a party be worth nothing, and mail new ones."""
    _congress, whole = await _whole(request)
    form = Form()
    with form.refusals():
        await changing.new_tickets(whole.registration.id, actor=request.state.person)
        return _back(request)
    return await _page(request, form)


async def _page(request: Request, form: Form) -> Response:
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    whole = await party_at(programme.congress, request.path_params["party_id"], actor=person)
    registration = whole.registration
    return await render_form(
        request,
        "congress/attendee.html",
        form,
        congress=programme.congress,
        whole=whole,
        rounds={each.part.id: each.number for each in programme.rounds},
        has_begun=clock.now() >= programme.congress.starts_at,
        is_requested=registration.state is RegistrationState.REQUESTED,
        has_seat=registration.state is RegistrationState.CONFIRMED,
        audience=audience_in_words(registration.audience),
        source=_(SOURCES[registration.source]),
        states=PARTIES,
        decisions=DECISIONS,
        in_words=in_words,
        rights=rights,
        history=await audit_records("registration", str(registration.id)),
    )


async def _whole(request: Request) -> tuple[Congress, WholeParty]:
    """The party that somebody wants to do something with."""
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    require(rights.may_keep_attendees(person))
    whole = await party_at(programme.congress, request.path_params["party_id"], actor=person)
    return programme.congress, whole


def _back(request: Request) -> Response:
    values: dict[str, Any] = request.path_params  # Any: Starlette's
    return redirect(request, "attendee", slug=values["slug"], party_id=values["party_id"])


_PARTY = "/team/congres/{slug}/deelnemers/{party_id:row}"
ROUTES = (
    Route(_PARTY, attendee, name="attendee"),
    Route(f"{_PARTY}/toelaten", let_in_attendee, name="let_in_attendee", methods=["POST"]),
    Route(f"{_PARTY}/weigeren", refuse_attendee, name="refuse_attendee", methods=["GET", "POST"]),
    Route(f"{_PARTY}/afmelden", cancel_attendee, name="cancel_attendee", methods=["GET", "POST"]),
    Route(f"{_PARTY}/nieuw-bewijs", new_tickets, name="new_tickets", methods=["POST"]),
)
