"""Where the team makes the programme of a congress: parts, rounds and workshops."""

from datetime import date

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.forms.programme import PartForm, WorkshopForm, stored_part, stored_workshop
from weekplanner.congress.models.congresses import Congress, PartKind, Workshop
from weekplanner.congress.operations import programme as operations
from weekplanner.congress.queries import desk
from weekplanner.congress.queries.congresses import Part, Programme, at_desk
from weekplanner.core import clock
from weekplanner.core.errors import NotFound, require
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render_form


async def congress_programme(request: Request) -> Response:
    """All parts with their workshops, and what can be done with each."""
    return await _page(request, Form())


async def new_part(request: Request) -> Response:
    """Something that is on at a time."""
    found = await _programme(request)
    form = PartForm(await request.form(), data={"kind": PartKind.PLENARY.value})
    if request.method == "POST" and form.validate():
        with form.refusals():
            values = form.values(_day(found.congress))
            await operations.add_part(found.congress.id, values, actor=request.state.person)
            return _back(request)
    return await render_form(request, "congress/edit_part.html", form, congress=found.congress, part=None)


async def edit_part(request: Request) -> Response:
    """The same of one that exists."""
    found, its = await _part(request)
    form = PartForm(await request.form(), data=stored_part(its.part))
    if request.method == "POST" and form.validate():
        with form.refusals():
            values = form.values(_day(found.congress))
            await operations.edit_part(its.part.id, values, actor=request.state.person)
            return _back(request)
    return await render_form(request, "congress/edit_part.html", form, congress=found.congress, part=its.part)


async def remove_part(request: Request) -> Response:
    """Take it off the programme, when there is nothing in it."""
    _found, its = await _part(request)
    form = Form()
    with form.refusals():
        await operations.remove_part(its.part.id, actor=request.state.person)
        return _back(request)
    return await _page(request, form)


async def new_workshop(request: Request) -> Response:
    """One more to choose from in a round."""
    found, its = await _part(request)
    if its.part.kind is not PartKind.ROUND:
        raise NotFound
    form = WorkshopForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await operations.add_workshop(its.part.id, form.values(), actor=request.state.person)
            return _back(request)
    return await _workshop_page(request, form, found, its, None)


async def edit_workshop(request: Request) -> Response:
    """What is said of a workshop, and how many can come."""
    found, its, workshop = await _workshop(request)
    form = WorkshopForm(await request.form(), data=stored_workshop(workshop))
    if request.method == "POST" and form.validate():
        with form.refusals():
            await operations.edit_workshop(workshop.id, form.values(), actor=request.state.person)
            return _back(request)
    return await _workshop_page(request, form, found, its, workshop)


async def remove_workshop(request: Request) -> Response:
    """Take it off the programme, when nobody chose it."""
    _found, _its, workshop = await _workshop(request)
    form = Form()
    with form.refusals():
        await operations.remove_workshop(workshop.id, actor=request.state.person)
        return _back(request)
    return await _page(request, form)


async def _page(request: Request, form: Form) -> Response:
    found = await at_desk(request.path_params["slug"], actor=request.state.person)
    return await render_form(
        request,
        "congress/programme.html",
        form,
        congress=found.congress,
        programme=found,
        outside=desk.outside(found),
    )


async def _workshop_page(
    request: Request, form: Form, found: Programme, its: Part, workshop: Workshop | None
) -> Response:
    return await render_form(
        request,
        "congress/edit_workshop.html",
        form,
        congress=found.congress,
        part=its.part,
        workshop=workshop,
    )


async def _programme(request: Request) -> Programme:
    """The programme that somebody wants to change."""
    person: Person = request.state.person
    found = await at_desk(request.path_params["slug"], actor=person)
    require(rights.may_edit_congress(person))
    return found


async def _part(request: Request) -> tuple[Programme, Part]:
    found = await _programme(request)
    for each in found.parts:
        if each.part.id == request.path_params["part_id"]:
            return found, each
    raise NotFound


async def _workshop(request: Request) -> tuple[Programme, Part, Workshop]:
    found = await _programme(request)
    for its in found.parts:
        for workshop in its.workshops:
            if workshop.id == request.path_params["workshop_id"]:
                return found, its, workshop
    raise NotFound


def _day(congress: Congress) -> date:
    return clock.local(congress.starts_at).date()


def _back(request: Request) -> Response:
    return redirect(request, "congress_programme", slug=request.path_params["slug"])


_PROGRAMME = "/team/congres/{slug}/programma"
ROUTES = (
    Route(_PROGRAMME, congress_programme, name="congress_programme"),
    Route(f"{_PROGRAMME}/nieuw", new_part, name="new_congress_part", methods=["GET", "POST"]),
    Route(
        f"{_PROGRAMME}/{{part_id:row}}/wijzigen",
        edit_part,
        name="edit_congress_part",
        methods=["GET", "POST"],
    ),
    Route(
        f"{_PROGRAMME}/{{part_id:row}}/weghalen", remove_part, name="remove_congress_part", methods=["POST"]
    ),
    Route(
        f"{_PROGRAMME}/{{part_id:row}}/workshops/nieuw",
        new_workshop,
        name="new_workshop",
        methods=["GET", "POST"],
    ),
    Route(
        f"{_PROGRAMME}/workshops/{{workshop_id:row}}/wijzigen",
        edit_workshop,
        name="edit_workshop",
        methods=["GET", "POST"],
    ),
    Route(
        f"{_PROGRAMME}/workshops/{{workshop_id:row}}/weghalen",
        remove_workshop,
        name="remove_workshop",
        methods=["POST"],
    ),
)
