"""The pages where organisers change their activities and call them off."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound, Stale, require
from weekplanner.events import rights
from weekplanner.events.forms.activity import ActivityForm
from weekplanner.events.forms.steps import CancelForm
from weekplanner.events.models import Activity
from weekplanner.events.operations import cancelling, drafts, editing
from weekplanner.events.pages import activity as activity_pages
from weekplanner.events.queries import activities
from weekplanner.events.routes import form_page
from weekplanner.events.routes.form_page import Button
from weekplanner.web.pages import redirect, render_form


@access.signed_in
async def edit_activity(request: Request) -> Response:
    """The form of an activity that exists."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    activity = whole.activity
    if form_page.is_ended(activity) and request.method != "POST":
        return redirect(request, "my_activity", id=activity.id)
    if request.method != "POST":
        require(rights.may_edit_activity(person, activity))
        form = ActivityForm(edition=activity.edition, data=form_page.stored(whole))
        return await form_page.edit_page(request, "events/edit_activity.html", form, whole)
    posted = await request.form()
    form = ActivityForm(posted, edition=activity.edition)
    was_helping = rights.may_help_fill_in(person, activity) and form_page.is_overtaken(
        form.version_number, activity
    )
    require(was_helping or rights.may_edit_activity(person, activity))
    button = form_page.pressed(posted)
    is_complete = button is Button.SUBMIT or not form_page.is_being_filled_in(activity)
    is_arranged = form_page.only_arranges(form, button, posted)
    if not is_arranged and form_page.can_be_kept(form, is_complete=is_complete):
        with form.refusals():
            await _keep(form, activity, button, actor=person)
            return redirect(request, "my_activity", id=activity.id)
        whole = await activities.visible_activity(activity.id, actor=person)
    if isinstance(form.refusal, Stale) and not rights.may_edit_activity(person, whole.activity):
        return await form_page.correct_page(request, form, whole)  # handed in since: a reviewer corrects it
    require(rights.may_edit_activity(person, whole.activity))
    return await form_page.edit_page(request, "events/edit_activity.html", form, whole)


@access.signed_in
async def cancel_activity(request: Request) -> Response:
    """Call it off."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    activity = whole.activity
    require(rights.may_cancel_activity(person, activity))
    form = CancelForm(await request.form(), data=form_page.shown_version(request, activity))
    if request.method == "POST" and form.validate():
        with form.refusals():
            await cancelling.cancel_activity(
                activity.id, form.apology.data, version=form.version_number, actor=person
            )
            return redirect(request, "my_activity", id=activity.id)
        whole = await activities.visible_activity(activity.id, actor=person)
    form.go_on_from(whole.activity.version)
    return await render_form(
        request,
        "events/cancel_activity.html",
        form,
        activity=whole.activity,
        moments=activity_pages.moments_of(whole),
    )


@access.signed_in
async def cancel_occurrence(request: Request) -> Response:
    """Call one moment of it off."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    activity, occurrence_id = whole.activity, request.path_params["occurrence_id"]
    require(rights.may_cancel_activity(person, activity))
    moment = next(
        (each for each in activity_pages.moments_of(whole) if each.occurrence.id == occurrence_id), None
    )
    if moment is None:
        raise NotFound
    form = CancelForm(await request.form(), data=form_page.shown_version(request, activity))
    if request.method == "POST" and form.validate():
        with form.refusals():
            await cancelling.cancel_occurrence(
                activity.id, occurrence_id, form.apology.data, version=form.version_number, actor=person
            )
            return redirect(request, "my_activity", id=activity.id)
        activity = (await activities.visible_activity(activity.id, actor=person)).activity
    form.go_on_from(activity.version)
    return await render_form(request, "events/cancel_occurrence.html", form, activity=activity, moment=moment)


async def _keep(form: ActivityForm, activity: Activity, button: Button, *, actor: Person) -> None:
    """Store what was filled in, in the way that fits where the activity stands."""
    values, version = form.values(), form.version_number
    if not form_page.is_being_filled_in(activity):
        apology = form.apology.data or ""
        await editing.edit_activity(activity.id, values, version=version, actor=actor, apology=apology)
    elif button is Button.SUBMIT:
        await drafts.save_and_submit(activity.id, values, version=version, actor=actor)
    else:
        await drafts.save_draft(activity.id, values, version=version, actor=actor)


ROUTES = (
    Route(
        "/mijn/activiteiten/{id:row}/wijzigen", edit_activity, name="edit_activity", methods=["GET", "POST"]
    ),
    Route(
        "/mijn/activiteiten/{id:row}/afgelasten",
        cancel_activity,
        name="cancel_activity",
        methods=["GET", "POST"],
    ),
    Route(
        "/mijn/activiteiten/{id:row}/momenten/{occurrence_id:row}/afgelasten",
        cancel_occurrence,
        name="cancel_occurrence",
        methods=["GET", "POST"],
    ),
)
