"""Where the team arranges congresses: begin, change, publish, capacity, call off."""

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.audit import audit_records
from weekplanner.congress import rights
from weekplanner.congress.forms.arranging import (
    CallOffForm,
    CongressForm,
    NewCongressForm,
    SeatsForm,
    stored,
)
from weekplanner.congress.models.congresses import CongressKind, CongressState
from weekplanner.congress.operations import arranging, defaults
from weekplanner.congress.pages.shown import CONGRESSES, audience_in_words
from weekplanner.congress.queries import desk
from weekplanner.congress.queries.congresses import Programme, at_desk
from weekplanner.congress.words import KINDS
from weekplanner.core import clock
from weekplanner.core.errors import require
from weekplanner.editions import queries as editions
from weekplanner.events.forms.steps import StepForm
from weekplanner.geo import doubts
from weekplanner.web.pages import redirect, render, render_form

YEAR_KEY = "jaar"
MINUTES = {"starts_at": 9 * 60 + 30, "ends_at": 16 * 60, "opens_at": 9 * 60, "closes_at": 17 * 60}
"""What the form of a new one begins with."""


async def congresses(request: Request) -> Response:
    """The congresses of an edition, with their seats."""
    every = await editions.all_editions()
    edition = editions.edition_of(request.query_params.get(YEAR_KEY) or None, every)
    listed = await desk.congresses_of(edition, actor=request.state.person)
    return await render(
        request,
        "congress/desk.html",
        edition=edition,
        years=[each.year for each in every],
        listed=listed,
        can_begin=desk.lacks_the_usual(listed),
        kinds=KINDS,
        states=CONGRESSES,
    )


async def begin_congresses(request: Request) -> Response:
    """Make the opening and the closing of an edition, to be filled in."""
    every = await editions.all_editions()
    edition = editions.edition_of(request.query_params.get(YEAR_KEY) or None, every)
    await defaults.begin_congresses(edition.year, actor=request.state.person)
    return redirect(request, "team_congresses", query={YEAR_KEY: edition.year})


async def new_congress(request: Request) -> Response:
    """A webinar, a masterclass, or another meeting."""
    every = await editions.all_editions()
    edition = editions.edition_of(request.query_params.get(YEAR_KEY) or None, every)
    days = {
        "starts_on": edition.starts_on,
        "opens_on": clock.today(),
        "closes_on": edition.starts_on - timedelta(days=1),
    }
    form = NewCongressForm(await request.form(), data={"kind": CongressKind.WEBINAR.value, **MINUTES, **days})
    if request.method == "POST" and form.validate():
        with form.refusals():
            await _ask_about(form)
            made = await arranging.add_congress(
                edition.year, form.values(), seats=form.seats.data, actor=request.state.person
            )
            return redirect(request, "team_congress", slug=made.slug)
    return await render_form(request, "congress/edit.html", form, edition=edition, congress=None, now=None)


async def team_congress(request: Request) -> Response:
    """One congress: its seats, its programme, and the way to all that belongs to it."""
    return await _page(request, StepForm())


async def edit_congress(request: Request) -> Response:
    """What is said of it; after a refusal the page goes on from what is stored now."""
    programme, person = await _programme(request), request.state.person
    congress = programme.congress
    form = CongressForm(await request.form(), data=stored(congress))
    if request.method == "POST" and form.validate():
        with form.refusals():
            await _ask_about(form)
            await arranging.edit_congress(
                congress.id, form.values(), version=form.version_number, actor=person
            )
            return redirect(request, "team_congress", slug=congress.slug)
        congress = (await _programme(request)).congress
    form.go_on_from(congress.version)
    return await render_form(
        request,
        "congress/edit.html",
        form,
        edition=congress.edition,
        congress=congress,
        now=congress if form.status == 409 else None,
    )


async def publish_congress(request: Request) -> Response:
    """Put it on the site."""
    programme = await _programme(request)
    form = StepForm(await request.form())
    with form.refusals():
        await arranging.publish_congress(
            programme.congress.id, version=form.version_number, actor=request.state.person
        )
        return redirect(request, "team_congress", slug=programme.congress.slug)
    return await _page(request, form)


async def remove_congress(request: Request) -> Response:
    """Throw away a draft."""
    programme = await _programme(request)
    form = StepForm(await request.form())
    with form.refusals():
        await arranging.remove_draft(programme.congress.id, actor=request.state.person)
        year = programme.congress.edition.year
        return redirect(request, "team_congresses", query={YEAR_KEY: year})
    return await _page(request, form)


async def congress_seats(request: Request) -> Response:
    """More seats, or fewer."""
    programme = await _programme(request)
    form = SeatsForm(await request.form(), data={"seats": programme.seats.capacity})
    if request.method == "POST" and form.validate():
        with form.refusals():
            await arranging.change_capacity(
                programme.congress.id, form.seats.data, actor=request.state.person
            )
            return redirect(request, "team_congress", slug=programme.congress.slug)
    return await render_form(request, "congress/seats.html", form, **_about(programme))


async def call_off_congress(request: Request) -> Response:
    """Let it not go on, and tell everybody why."""
    programme = await _programme(request)
    congress = programme.congress
    form = CallOffForm(await request.form(), data={"version": str(congress.version)})
    if request.method == "POST" and form.validate():
        with form.refusals():
            await arranging.call_off(
                congress.id, form.apology.data, version=form.version_number, actor=request.state.person
            )
            return redirect(request, "team_congress", slug=congress.slug)
        programme = await _programme(request)
        form.go_on_from(programme.congress.version)
    told = await desk.would_be_told(congress) if congress.state is CongressState.PUBLISHED else 0
    return await render_form(request, "congress/call_off.html", form, told=told, **_about(programme))


async def _page(request: Request, form: StepForm) -> Response:
    programme = await at_desk(request.path_params["slug"], actor=request.state.person)
    congress = programme.congress
    return await render_form(
        request,
        "congress/team_congress.html",
        form,
        **_about(programme),
        audiences=[audience_in_words(each) for each in congress.audiences],
        requests=await desk.requests_at(congress),
        outside=desk.outside(programme),
        has_begun=clock.now() >= congress.starts_at,
        history=await audit_records("congress", str(congress.id)),
        kinds=KINDS,
        states=CONGRESSES,
    )


async def _programme(request: Request) -> Programme:
    """The congress that somebody wants to change."""
    person: Person = request.state.person
    programme = await at_desk(request.path_params["slug"], actor=person)
    require(rights.may_edit_congress(person))
    return programme


def _about(programme: Programme) -> dict[str, Any]:
    """What every page about a congress shows; Any: a context for templates."""
    return {"congress": programme.congress, "seats": programme.seats, "programme": programme}


async def _ask_about(form: CongressForm) -> None:
    if form.area is not None:
        await doubts.ask_about(*form.area, is_right=form.is_right.data)


ROUTES = (
    Route("/team/congres", congresses, name="team_congresses"),
    Route("/team/congres/nieuw/begin", begin_congresses, name="begin_congresses", methods=["POST"]),
    Route("/team/congres/nieuw", new_congress, name="new_congress", methods=["GET", "POST"]),
    Route("/team/congres/{slug}", team_congress, name="team_congress"),
    Route("/team/congres/{slug}/wijzigen", edit_congress, name="edit_congress", methods=["GET", "POST"]),
    Route("/team/congres/{slug}/plaatsen", publish_congress, name="publish_congress", methods=["POST"]),
    Route("/team/congres/{slug}/verwijderen", remove_congress, name="remove_congress", methods=["POST"]),
    Route("/team/congres/{slug}/stoelen", congress_seats, name="congress_seats", methods=["GET", "POST"]),
    Route(
        "/team/congres/{slug}/afgelasten",
        call_off_congress,
        name="call_off_congress",
        methods=["GET", "POST"],
    ),
)
