"""Klopt dit nog? The organiser looks once more at what stands on the site, and says that it is right."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.core import clock
from weekplanner.core.errors import NotFound, require
from weekplanner.editions.models import Phase
from weekplanner.events import rights, wording
from weekplanner.events.forms.steps import StepForm
from weekplanner.events.models import State
from weekplanner.events.operations import confirming
from weekplanner.events.pages import activity as activity_pages
from weekplanner.events.personal import PURPOSE
from weekplanner.events.queries import activities
from weekplanner.events.queries.activities import Whole
from weekplanner.events.routes import form_page
from weekplanner.web.pages import redirect, redirect_to, render_form


@access.signed_in
async def confirm_activity(request: Request) -> Response:
    """For who signed in; a reviewer uses it after a telephone call."""
    person: Person = request.state.person
    whole = await activities.visible_activity(request.path_params["id"], actor=person)
    activity = whole.activity
    require(rights.may_confirm_activity(person, activity))
    form = StepForm(await request.form(), data=form_page.shown_version(request, activity))
    if request.method == "POST":
        with form.refusals():
            await confirming.confirm_activity(activity.id, version=form.version_number, actor=person)
            return redirect(request, "confirm_activity", id=activity.id)
        whole = await activities.visible_activity(activity.id, actor=person)
    may_call = rights.may_review_activity(person, activity)
    return await _page(request, whole, form, is_own=rights.is_own(person, activity), may_call=may_call)


async def confirm_by_link(request: Request, link: PersonalLink) -> Response:
    """For who has the mail: no signing in."""
    whole = await activities.public_activity(link.id)
    activity = whole.activity
    if confirming.link_to_confirm(activity) != link:
        raise NotFound
    form = StepForm(await request.form(), data=form_page.shown_version(request, activity))
    if request.method == "POST":
        with form.refusals():
            await confirming.confirm_by_link(link, version=form.version_number)
            return redirect_to(request.url.path)
        whole = await activities.public_activity(link.id)
    return await _page(request, whole, form, is_own=True, may_call=False)


async def _page(request: Request, whole: Whole, form: StepForm, **context: Any) -> Response:
    """Any: a template takes everything."""
    activity = whole.activity
    form.go_on_from(activity.version)
    is_over = activity.edition.phase(clock.today()) is Phase.AFTER
    on = clock.local(activity.confirmed_at).date() if activity.confirmed_at else None
    return await render_form(
        request,
        "events/confirm_activity.html",
        form,
        activity=activity,
        shown=activity_pages.marked_values(whole.values),
        moments=activity_pages.moments_of(whole),
        confirmed=wording.date_of(activity.confirmed_at),
        is_done=on == clock.today(),
        can_be_confirmed=activity.state is State.PUBLISHED and not is_over,
        public_url=activity_pages.public_url(activity),
        **context,
    )


ROUTES = (
    Route(
        "/mijn/activiteiten/{id:row}/klopt-dit-nog",
        confirm_activity,
        name="confirm_activity",
        methods=["GET", "POST"],
    ),
)
PERSONAL_LINKS = {PURPOSE: confirm_by_link}
"""Who answers a personal link from mail."""
