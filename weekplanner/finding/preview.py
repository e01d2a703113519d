"""The public page of an activity for its organiser and reviewer, before it stands on the site."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import organisations as accounts
from weekplanner.core import links
from weekplanner.core.errors import NotFound
from weekplanner.editions import queries as editions
from weekplanner.events import rights, unsaved
from weekplanner.events.forms.activity import ActivityForm
from weekplanner.events.queries import activities as events
from weekplanner.events.queries.activities import Whole
from weekplanner.finding.activity_page import page_of
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality
from weekplanner.web.forms import CleanData
from weekplanner.web.pages import render


@access.signed_in
async def preview_activity(request: Request) -> Response:
    """An activity that exists: as it is stored, or after a POST as it was typed."""
    person: Person = request.state.person
    whole = await events.visible_activity(request.path_params["id"], actor=person)
    activity = whole.activity
    form_page = "edit_activity" if rights.may_edit_activity(person, activity) else "correct_activity"
    back_url = links.path(form_page, id=activity.id)
    if request.method != "POST":
        values, typed = whole.values, FormData()
    else:
        typed = await request.form()
        values = ActivityForm(typed, edition=activity.edition).values()
    organisation = await accounts.organisation(activity.organisation_id)
    shown = await unsaved.whole_of(
        values,
        edition=activity.edition,
        organisation=organisation,
        activity_id=activity.id,
        picture=whole.picture,
    )
    return await _page(request, shown, typed=typed, back_url=back_url)


async def preview_new_activity(request: Request) -> Response:
    """What was typed in an empty form; nothing is kept."""
    edition = await editions.current()
    if edition is None:
        raise NotFound
    typed = await request.form()
    form = ActivityForm(typed, edition=edition)
    shown = await unsaved.whole_of(
        form.values(), edition=edition, organisation=await _organisation(request.state.person, typed)
    )
    return await _page(request, shown, typed=typed, back_url=links.path("new_activity"))


async def _page(request: Request, whole: Whole, *, typed: FormData, back_url: str) -> Response:
    return await render(
        request,
        "finding/preview.html",
        page=page_of(whole, {}),
        typed=[(name, value) for name, values in CleanData(typed).values.items() for value in values],
        back_url=back_url,
    )


async def _organisation(person: Person | None, typed: FormData) -> Organisation:
    """The organisation acted for; else what was typed of one."""
    if person is not None and person.organisation_id is not None:
        return await accounts.organisation(person.organisation_id)
    name = CleanData(typed).getlist("organisation_name")
    organisation = Organisation(name=(name or [""])[0][:120], kind="anders", slug="")
    organisation.municipality = await _municipality(CleanData(typed).getlist("municipality"))
    return organisation


async def _municipality(typed: list[str]) -> Municipality:
    found = await geo.find(typed[0]) if typed else None
    if found is not None and found.exact is not None:
        return await geo.municipality(found.exact.municipality_slug)
    return Municipality(code="", name="…", slug="")


ROUTES = (
    Route(
        "/mijn/activiteiten/{id:row}/voorbeeld",
        preview_activity,
        name="preview_activity",
        methods=["GET", "POST"],
    ),
    Route(
        "/mijn/activiteiten/voorbeeld", preview_new_activity, name="preview_new_activity", methods=["POST"]
    ),
)
