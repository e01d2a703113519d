"""The page of one activity for its own people: where it stands, and what can be done about it."""

from starlette.requests import Request
from starlette.responses import Response

from weekplanner.accounts.people import Person
from weekplanner.core import clock, tokens
from weekplanner.editions.models import Phase
from weekplanner.events import completeness, rights, wording
from weekplanner.events.forms.steps import StepForm
from weekplanner.events.models import State
from weekplanner.events.pages import activity as activity_pages
from weekplanner.events.pages import filling_in, own, steps
from weekplanner.events.queries import copies, review
from weekplanner.events.queries.activities import Whole
from weekplanner.events.routes import form_page
from weekplanner.kits.words import STATES
from weekplanner.organiser.guests import guests_of
from weekplanner.organiser.kits import kits_of_activity
from weekplanner.web.pages import render_form


async def own_page(request: Request, whole: Whole, form: StepForm) -> Response:
    """The page, with what was refused just now."""
    person: Person = request.state.person
    activity, values = whole.activity, whole.values
    is_draft, is_ended = form_page.is_being_filled_in(activity), form_page.is_ended(activity)
    is_on_site = activity.state in {State.PUBLISHED, State.CANCELLED}
    guests = await guests_of(activity, actor=person)
    copied_from = await copies.original_of(activity, actor=person) if activity.state is State.DRAFT else None
    return await render_form(
        request,
        "organiser/my_activity.html",
        form,
        activity=activity,
        rights=rights,
        steps=[*steps.steps_of(activity), *guests.steps],
        guests=guests,
        kits=await kits_of_activity(activity, actor=person),
        kit_states=STATES,
        moments=activity_pages.moments_of(whole),
        shown=activity_pages.marked_values(values),
        missing=completeness.missing(values) if is_draft else [],
        shown_picture=whole.picture,
        wishes=[] if is_ended else completeness.wishes(values, has_picture=whole.picture is not None),
        progress=filling_in.progress(values, has_picture=whole.picture is not None),
        is_draft=is_draft,
        is_ended=is_ended,
        public_url=activity_pages.public_url(activity) if is_on_site else None,
        feed_url=activity_pages.feed_url(activity) if is_on_site else None,
        sharing=own.sharing(whole) if activity.state is State.PUBLISHED else None,
        original=own.original(whole, copied_from) if copied_from else None,
        twins=[] if is_ended else (await review.look_alikes([activity.id]))[activity.id],
        confirmed=wording.date_of(activity.confirmed_at),
        copy_key=tokens.random_token(),
        is_over=activity.edition.phase(clock.today()) is Phase.AFTER,
    )
