"""What an organiser does with one of the own activities besides changing it: copy it, tell of it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound
from weekplanner.events.forms.steps import CopyForm
from weekplanner.events.models import State
from weekplanner.events.operations import copying
from weekplanner.events.pages.activity import public_url
from weekplanner.events.queries import activities
from weekplanner.formats import qr
from weekplanner.organiser.routes.own_page import own_page
from weekplanner.web.pages import redirect


@access.signed_in
async def copy_activity(request: Request) -> Response:
    """Make a draft like it."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    form = CopyForm(await request.form())
    with form.refusals():
        key = form.request_key.data or ""
        made = await copying.copy_activity(whole.activity.id, request_key=key, actor=person)
        return redirect(request, "my_activity", id=made.id)
    form.go_on_from(whole.activity.version)
    return await own_page(request, whole, form)


@access.signed_in
async def my_activity_code(request: Request) -> Response:
    """The QR code that opens its public page on a phone."""
    person: Person = request.state.person
    activity = (await activities.visible_activity(request.path_params["id"], actor=person)).activity
    if activity.state is not State.PUBLISHED:
        raise NotFound
    return Response(qr.svg(public_url(activity)), media_type="image/svg+xml")


ROUTES = (
    Route("/mijn/activiteiten/{id:row}/kopie", copy_activity, name="copy_activity", methods=["POST"]),
    Route("/mijn/activiteiten/{id:row}/qr.svg", my_activity_code, name="my_activity_code"),
)
