"""The page where an activity is put on the map: by its organiser, and by its reviewer."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core.errors import require
from weekplanner.events import rights
from weekplanner.events.forms.pin import PinForm
from weekplanner.events.models import Activity
from weekplanner.events.operations import drafts, editing, pins
from weekplanner.events.operations.steps import area_of
from weekplanner.events.pages import pin as pages
from weekplanner.events.queries import activities
from weekplanner.events.queries.activities import Whole
from weekplanner.events.routes import form_page
from weekplanner.events.values import ActivityValues
from weekplanner.geo.distance import Point, distance_km
from weekplanner.web.pages import redirect, render_form

NEAR_ENOUGH_KM = pages.IN_THE_MIDDLE_M / 1000


@access.signed_in
async def activity_pin(request: Request) -> Response:
    """For who fills the activity in."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    require(rights.may_edit_activity(person, whole.activity))
    return await _pin_page(request, whole, back="my_activity")


@access.for_team
async def correct_pin(request: Request) -> Response:
    """For a reviewer, once it is handed in; the organiser is told."""
    person: Person = request.state.person
    whole = await activities.reviewable_activity(request.path_params["id"], actor=person)
    return await _pin_page(request, whole, back="review_activity")


async def _pin_page(request: Request, whole: Whole, *, back: str) -> Response:
    activity, person = whole.activity, request.state.person
    if form_page.is_ended(activity):
        return redirect(request, back, id=activity.id)
    area = await area_of(whole.values)
    if area is None:
        return await render_form(
            request, "events/pin.html", PinForm(), activity=activity, map=None, back=back
        )
    middle = Point(area.latitude, area.longitude)
    posted = await request.form()
    form = PinForm(posted, data=form_page.shown_version(request, activity))
    if request.method != "POST":
        form.show(Point(*activity.pin) if activity.pin else middle)
    elif not form.only_moves(posted, middle=middle) and form.validate():
        with form.refusals():
            is_there = form.point is None or distance_km(form.point, middle) < NEAR_ENOUGH_KM
            values = await pins.with_pin(whole.values, None if is_there else form.point)
            await _keep(
                values, activity, form.version_number, actor=person, is_corrected=back != "my_activity"
            )
            return redirect(request, back, id=activity.id)
        whole = await activities.visible_activity(activity.id, actor=person)
        form.go_on_from(whole.activity.version)
    return await render_form(
        request, "events/pin.html", form, activity=activity, map=pages.map_of(form.point, area), back=back
    )


async def _keep(
    values: ActivityValues, activity: Activity, version: int, *, actor: Person, is_corrected: bool
) -> None:
    """Store the pin as any other change, in the way that fits where the activity stands."""
    if is_corrected:
        await editing.correct_activity(activity.id, values, version=version, actor=actor)
    elif form_page.is_being_filled_in(activity):
        await drafts.save_draft(activity.id, values, version=version, actor=actor)
    else:
        await editing.edit_activity(activity.id, values, version=version, actor=actor)


ROUTES = (
    Route("/mijn/activiteiten/{id:row}/kaart", activity_pin, name="activity_pin", methods=["GET", "POST"]),
    Route("/team/activiteiten/{id:row}/kaart", correct_pin, name="correct_pin", methods=["GET", "POST"]),
)
