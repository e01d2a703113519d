"""The page where an activity gets its picture, for who fills it in and who corrects it."""

from dataclasses import replace

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core import links
from weekplanner.core.errors import require
from weekplanner.events import rights
from weekplanner.events.differences import Difference
from weekplanner.events.forms.picture import REMOVE, PictureForm, uploaded
from weekplanner.events.models import Activity, State
from weekplanner.events.operations import pictures
from weekplanner.events.pictures import picture_differences
from weekplanner.events.queries import activities
from weekplanner.events.queries.activities import Whole
from weekplanner.events.routes import form_page
from weekplanner.web.pages import redirect, redirect_to, render_form

MAX_BODY_BYTES = 12 * 1024 * 1024
"""More than a picture may have, so that one of 9 MB is told so at its field, with what was typed kept."""
MAX_FIELDS = 5


@access.signed_in
async def activity_picture(request: Request) -> Response:
    """Add, replace, describe or remove the picture of an activity."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    if form_page.is_ended(whole.activity) and request.method != "POST":
        return redirect(request, "my_activity", id=whole.activity.id)
    require(rights.may_change_picture(person, whole.activity))
    if request.method != "POST":
        alt = whole.picture.alt if whole.picture else ""
        shown = {**form_page.shown_version(request, whole.activity), "alt": alt}
        return await _page(request, PictureForm(data=shown), whole)
    async with request.form(max_files=1, max_fields=MAX_FIELDS) as posted:
        form = PictureForm(posted)
        if await _is_kept(form, posted, whole, actor=person):
            return redirect_to(_back_to(whole.activity, person))
    return await _page(request, form, await activities.visible_activity(whole.activity.id, actor=person))


async def _is_kept(form: PictureForm, posted: FormData, whole: Whole, *, actor: Person) -> bool:
    """Do what the form asks for; when that cannot be, the form says why."""
    activity_id, version, file = whole.activity.id, form.version_number, uploaded(posted)
    if REMOVE in posted:
        with form.refusals():
            await pictures.remove_picture(activity_id, version=version, actor=actor)
            return True
        return False
    is_right = form.validate()
    if file is None and whole.picture is None:
        form.require_file()
    elif is_right and file is None:
        with form.refusals():
            await pictures.describe_picture(activity_id, form.alt.data, version=version, actor=actor)
            return True
    elif is_right and file is not None:
        with form.refusals():
            await pictures.add_picture(activity_id, file, form.alt.data, version=version, actor=actor)
            return True
    return False


async def _page(request: Request, form: PictureForm, whole: Whole) -> Response:
    person: Person = request.state.person
    activity, picture = whole.activity, whole.picture
    form.go_on_from(activity.version)
    if picture is not None:
        form.ask_for_another()
    is_own = rights.is_own(person, activity)
    return await render_form(
        request,
        "events/picture.html",
        form,
        activity=activity,
        shown=picture,
        is_own=is_own,
        is_on_site=activity.state is State.PUBLISHED,
        is_correction=not rights.may_edit_activity(person, activity),
        meanwhile=await form_page.meanwhile_of(form, activity),
        changes=_changes(form, whole),
        back_url=_back_to(activity, person),
    )


def _changes(form: PictureForm, whole: Whole) -> list[Difference]:
    """What is stored now beside what was typed."""
    if whole.picture is None or not form.alt.data:
        return []
    return picture_differences(whole.picture, replace(whole.picture, alt=form.alt.data))


def _back_to(activity: Activity, person: Person) -> str:
    """The page of the activity that one came from."""
    return links.path("my_activity" if rights.is_own(person, activity) else "review_activity", id=activity.id)


ROUTES = (
    Route(
        "/mijn/activiteiten/{id:row}/foto",
        activity_picture,
        name="activity_picture",
        methods=["GET", "POST"],
        max_body_size=MAX_BODY_BYTES,
    ),
)
