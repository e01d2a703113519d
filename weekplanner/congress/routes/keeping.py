"""Invitation codes that keep seats, and telephones that are let in at the doors."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.forms.arranging import minutes_of
from weekplanner.congress.forms.desk import DoorForm, InviteForm
from weekplanner.congress.operations import entrance, inviting
from weekplanner.congress.queries.congresses import Programme, at_desk
from weekplanner.congress.queries.keeping import codes_of, doors_of
from weekplanner.core import clock
from weekplanner.core.errors import NotFound, require
from weekplanner.web.pages import redirect, render_form

BEFORE_THE_START = timedelta(days=7)
"""Until when a code counts unless something else is filled in: who waits can still plan the day."""
MADE_KEY = "gemaakt"


async def congress_codes(request: Request) -> Response:
    """The codes with what is left on them, and a form that makes more."""
    programme, person = await _programme(request), request.state.person
    congress = programme.congress
    until = congress.starts_at - BEFORE_THE_START
    form = InviteForm(
        await request.form(),
        data={
            "seats": 1,
            "valid_until": clock.local(until).date(),
            "valid_until_at": minutes_of(until),
        },
    )
    if request.method == "POST" and form.validate():
        with form.refusals():
            made = await inviting.invite(
                congress.id, form.names.data, seats=form.seats.data, valid_until=form.until, actor=person
            )
            return redirect(request, "congress_codes", slug=congress.slug, query={MADE_KEY: len(made)})
    return await render_form(
        request,
        "congress/codes.html",
        form,
        congress=congress,
        seats=programme.seats,
        codes=await codes_of(congress, actor=person),
        made=request.query_params.get(MADE_KEY, ""),
    )


async def end_code(request: Request) -> Response:
    """Let what is left on a code be for everybody."""
    programme, person = await _programme(request), request.state.person
    wanted = request.path_params["code_id"]
    if wanted not in {each.invitation.id for each in await codes_of(programme.congress, actor=person)}:
        raise NotFound
    await inviting.end_invitation(wanted, actor=person)
    return redirect(request, "congress_codes", slug=programme.congress.slug)


async def congress_doors(request: Request) -> Response:
    """The telephones at the doors, and a form that makes a code for one more: it is shown once."""
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    require(rights.may_open_doors(person))
    congress = programme.congress
    form = DoorForm(await request.form())
    opened = None
    if request.method == "POST" and form.validate():
        with form.refusals():
            opened = await entrance.open_door(congress.id, form.name.data, actor=person)
            form = DoorForm()
    return await render_form(
        request,
        "congress/doors.html",
        form,
        congress=congress,
        seats=programme.seats,
        opened=opened,
        doors=await doors_of(congress, actor=person),
        now=clock.now(),
    )


async def shut_door(request: Request) -> Response:
    """Shut a telephone out."""
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    require(rights.may_open_doors(person))
    wanted = request.path_params["device_id"]
    if wanted not in {each.id for each in await doors_of(programme.congress, actor=person)}:
        raise NotFound
    await entrance.shut_door(wanted, actor=person)
    return redirect(request, "congress_doors", slug=programme.congress.slug)


async def _programme(request: Request) -> Programme:
    """The congress to which somebody wants to invite."""
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    require(rights.may_invite(person))
    return programme


ROUTES = (
    Route("/team/congres/{slug}/codes", congress_codes, name="congress_codes", methods=["GET", "POST"]),
    Route("/team/congres/{slug}/codes/{code_id:row}/stoppen", end_code, name="end_code", methods=["POST"]),
    Route("/team/congres/{slug}/deuren", congress_doors, name="congress_doors", methods=["GET", "POST"]),
    Route(
        "/team/congres/{slug}/deuren/{device_id:row}/sluiten",
        shut_door,
        name="shut_door",
        methods=["POST"],
    ),
)
