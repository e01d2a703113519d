"""The page of one own activity, and what is done on it: handing it in, deleting it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core.errors import require
from weekplanner.events import rights
from weekplanner.events.forms.steps import StepForm
from weekplanner.events.operations import drafts
from weekplanner.events.queries import activities
from weekplanner.events.routes import form_page
from weekplanner.organiser.routes.own_page import own_page
from weekplanner.web.pages import redirect, render_form


@access.signed_in
async def my_activity(request: Request) -> Response:
    """One activity: where it stands, and what can be done about it."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    return await own_page(request, whole, StepForm(data={"version": str(whole.activity.version)}))


@access.signed_in
async def submit_activity(request: Request) -> Response:
    """Hand in what is stored."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    form = StepForm(await request.form())
    with form.refusals():
        await drafts.submit_activity(whole.activity.id, version=form.version_number, actor=person)
        return redirect(request, "my_activity", id=whole.activity.id)
    whole = await activities.visible_activity(whole.activity.id, actor=person)
    form.go_on_from(whole.activity.version)
    return await own_page(request, whole, form)


@access.signed_in
async def delete_activity(request: Request) -> Response:
    """Delete what never stood on the site."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    activity = whole.activity
    form = StepForm(await request.form(), data=form_page.shown_version(request, activity))
    if request.method != "POST":
        require(rights.may_delete_activity(person, activity))
    else:
        with form.refusals():
            await drafts.delete_draft(activity.id, version=form.version_number, actor=person)
            return redirect(request, "my_start")
        whole = await activities.visible_activity(activity.id, actor=person)
        activity = whole.activity
    form.go_on_from(activity.version)
    if not rights.may_delete_activity(person, activity):  # published since
        return await own_page(request, whole, form)
    return await render_form(request, "events/delete_activity.html", form, activity=activity)


ROUTES = (
    Route("/mijn/activiteiten/{id:row}", my_activity, name="my_activity"),
    Route("/mijn/activiteiten/{id:row}/versturen", submit_activity, name="submit_activity", methods=["POST"]),
    Route(
        "/mijn/activiteiten/{id:row}/verwijderen",
        delete_activity,
        name="delete_activity",
        methods=["GET", "POST"],
    ),
)
