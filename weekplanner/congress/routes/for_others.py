"""Signing up, or changing, for somebody who telephoned the team."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.organisations import municipality_called
from weekplanner.congress import rights
from weekplanner.congress.forms.for_others import DeskPartyForm, changed_party_form, new_party_form
from weekplanner.congress.operations import changing, signing_up
from weekplanner.congress.queries.congresses import Programme, at_desk
from weekplanner.congress.queries.parties import WholeParty, party_at
from weekplanner.congress.queries.standings import standing_with_needs
from weekplanner.congress.values import Party
from weekplanner.core import tokens
from weekplanner.core.errors import NotFound, require
from weekplanner.web.pages import redirect, render_form


async def add_attendee(request: Request) -> Response:
    """Write somebody down, of whatever audience and also after the closing: a seat, or a place in line."""
    programme = await _programme(request)
    form = new_party_form(await request.form(), programme, request_key=tokens.random_token())
    if request.method == "POST" and form.validate():
        with form.refusals():
            made = await signing_up.add_party(
                programme.congress.id,
                await _party(form),
                request_key=form.request_key.data or tokens.random_token(),
                actor=request.state.person,
            )
            return redirect(request, "attendee", slug=programme.congress.slug, party_id=made.id)
    return await _page(request, form, programme)


async def change_attendee(request: Request) -> Response:
    """What somebody asked by telephone: other names, other workshops, other needs."""
    programme, whole = await _whole(request)
    standing = await standing_with_needs(whole.registration)
    form = changed_party_form(await request.form(), programme, whole.registration, standing.party)
    if request.method == "POST" and form.validate():
        with form.refusals():
            party = replace(await _party(form), wish=whole.registration.wish)
            await changing.change_for(
                whole.registration.id, party, version=form.version_number, actor=request.state.person
            )
            return redirect(request, "attendee", slug=programme.congress.slug, party_id=whole.registration.id)
        _found, whole = await _whole(request)
    form.go_on_from(whole.registration)
    return await _page(request, form, programme, whole)


async def _page(
    request: Request, form: DeskPartyForm, programme: Programme, whole: WholeParty | None = None
) -> Response:
    return await render_form(
        request, "congress/edit_party.html", form, congress=programme.congress, whole=whole
    )


async def _party(form: DeskPartyForm) -> Party:
    typed = form.municipality.data
    return form.party((await municipality_called(typed)).code if typed else None)


async def _programme(request: Request) -> Programme:
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    require(rights.may_keep_attendees(person))
    return programme


async def _whole(request: Request) -> tuple[Programme, WholeParty]:
    programme = await _programme(request)
    found = await party_at(programme.congress, request.path_params["party_id"], actor=request.state.person)
    if not found.registration.is_live:
        raise NotFound
    return programme, found


_LIST = "/team/congres/{slug}/deelnemers"
ROUTES = (
    Route(f"{_LIST}/nieuw", add_attendee, name="add_attendee", methods=["GET", "POST"]),
    Route(
        f"{_LIST}/{{party_id:row}}/wijzigen",
        change_attendee,
        name="change_attendee",
        methods=["GET", "POST"],
    ),
)
