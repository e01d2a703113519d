"""The pages where the team and coordinators review activities."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.audit import audit_records
from weekplanner.core.errors import Stale, UnknownValue, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.events import rights
from weekplanner.events.forms.activity import ActivityForm
from weekplanner.events.forms.review import PublishForm, ReasonForm, ReturnForm, WithdrawForm
from weekplanner.events.forms.steps import StepForm
from weekplanner.events.models import ReasonUse, State
from weekplanner.events.operations import editing, review
from weekplanner.events.operations.steps import WrongState
from weekplanner.events.pages import activity as activity_pages
from weekplanner.events.pages import review as review_pages
from weekplanner.events.pages.meanwhile import meanwhile
from weekplanner.events.queries import activities
from weekplanner.events.queries import review as queries
from weekplanner.events.queries.activities import Whole
from weekplanner.events.queries.call_list import CallFilter, call_count
from weekplanner.events.queries.reasons import ready_reasons
from weekplanner.events.queries.review import Waiting
from weekplanner.events.routes import form_page
from weekplanner.geo import queries as geo
from weekplanner.web.pages import redirect, render, render_form
from weekplanner.web.paging import Paging, page_number

PART_KEY, PROVINCE_KEY, MUNICIPALITY_KEY, TEXT_KEY, PAGE_KEY = "deel", "provincie", "gemeente", "q", "pagina"
KEPT = (PART_KEY, PROVINCE_KEY, MUNICIPALITY_KEY, TEXT_KEY)
PARTS = {"nieuw": State.SUBMITTED, "gewijzigd": State.PUBLISHED, "vraag": State.RETURNED}
LONGEST_TEXT = 100
FILL = "fill"
"""The button that takes a ready-made text over."""
FEW = 3


async def team_start(request: Request) -> Response:
    """What waits, for who reviews."""
    person: Person = request.state.person
    counts: dict[str, int] = {}
    items: list[review_pages.QueueItem] = []
    to_call = 0
    if rights.may_review(person):
        counts = await _counts(person)
        to_call = await call_count(CallFilter(), actor=person)
        items = await _items(Waiting(), person, offset=0, limit=FEW)
    return await render(
        request,
        "events/team_start.html",
        counts=counts,
        to_call=to_call,
        items=items,
        totals=await activities.totals_on_site(edition) if (edition := await editions.current()) else None,
    )


async def review_queue(request: Request) -> Response:
    """Everything that waits, the oldest first."""
    person: Person = request.state.person
    part, waiting = await _asked(request)
    counts = await _counts(person)
    asked = {key: request.query_params.get(key, "") for key in KEPT}
    is_narrowed = waiting != Waiting(waiting.state)
    total = await queries.review_count(waiting, actor=person) if is_narrowed else counts[part]
    paging = Paging(page_number(request.query_params.get(PAGE_KEY)), queries.QUEUE_PAGE, total)
    areas = await queries.waiting_areas(waiting, actor=person)
    return await render(
        request,
        "events/review_queue.html",
        part=part,
        items=await _items(waiting, person, offset=paging.offset, limit=paging.size),
        counts=counts,
        areas=areas,
        provinces=sorted({(area.province, area.province_slug) for area in areas}),
        is_narrowed=is_narrowed,
        paging=paging,
        asked=asked,
        query={key: value for key, value in asked.items() if value},
    )


async def review_activity(request: Request) -> Response:
    """Everything about one activity, and what a reviewer can decide."""
    whole = await _reviewable(request)
    return await _review_page(
        request, whole, PublishForm(data=form_page.shown_version(request, whole.activity))
    )


async def publish_activity(request: Request) -> Response:
    """Put it on the site."""
    whole = await _reviewable(request)
    form = PublishForm(await request.form())
    with form.refusals():
        await review.publish_activity(
            whole.activity.id,
            version=form.version_number,
            actor=request.state.person,
            trust=form.trust.data,
        )
        return redirect(request, "review_activity", id=whole.activity.id)
    return await _review_page(request, await _reviewable(request), form)


async def accept_edit(request: Request) -> Response:
    """The difference was seen."""
    whole = await _reviewable(request)
    form = PublishForm(await request.form())
    with form.refusals():
        await editing.accept_edit(whole.activity.id, version=form.version_number, actor=request.state.person)
        return redirect(request, "review_activity", id=whole.activity.id)
    return await _review_page(request, await _reviewable(request), form)


async def return_activity(request: Request) -> Response:
    """Ask something first."""
    whole = await _reviewable(request)
    posted = await request.form()
    form = ReturnForm(posted, data=form_page.shown_version(request, whole.activity))
    form.offer(await ready_reasons(ReasonUse.RETURN))
    if FILL in posted:
        form.take_over()
    elif request.method == "POST" and form.validate():
        with form.refusals():
            await review.return_activity(
                whole.activity.id, form.reason.data, version=form.version_number, actor=request.state.person
            )
            return redirect(request, "review_activity", id=whole.activity.id)
        whole = await _reviewable(request)
        if whole.activity.state is not State.SUBMITTED:
            return await _review_page(request, whole, form)
    return await _reason_page(request, "events/return_activity.html", whole, form)


async def withdraw_activity(request: Request) -> Response:
    """Refuse it, or take it down."""
    whole, person = await _reviewable(request), request.state.person
    posted = await request.form()
    form = WithdrawForm(posted, data=form_page.shown_version(request, whole.activity))
    form.offer(await ready_reasons(ReasonUse.WITHDRAW))
    is_overtaken = form_page.is_overtaken(form.version_number, whole.activity)
    require(is_overtaken or rights.may_withdraw_activity(person, whole.activity))
    if FILL in posted:
        form.take_over()
    elif request.method == "POST" and form.validate():
        with form.refusals():
            await review.withdraw_activity(
                whole.activity.id, form.reason.data, version=form.version_number, actor=person
            )
            return redirect(request, "review_activity", id=whole.activity.id)
        whole = await _reviewable(request)
        if not rights.may_withdraw_activity(person, whole.activity):
            return await _review_page(request, whole, form)
    require(rights.may_withdraw_activity(person, whole.activity))
    return await _reason_page(request, "events/withdraw_activity.html", whole, form)


async def correct_activity(request: Request) -> Response:
    """The form of an activity, for its reviewer."""
    whole = await _reviewable(request)
    activity = whole.activity
    if request.method != "POST":
        if activity.state not in {State.SUBMITTED, State.PUBLISHED}:
            return redirect(request, "review_activity", id=activity.id)
        form = ActivityForm(edition=activity.edition, data=form_page.stored(whole))
        return await form_page.correct_page(request, form, whole)
    posted = await request.form()
    form = ActivityForm(posted, edition=activity.edition)
    is_arranged = form_page.only_arranges(form, form_page.pressed(posted), posted)
    if not is_arranged and form_page.can_be_kept(form, is_complete=True):
        with form.refusals():
            await editing.correct_activity(
                activity.id,
                form.values(),
                version=form.version_number,
                actor=request.state.person,
                apology=form.apology.data or "",
            )
            return redirect(request, "review_activity", id=activity.id)
        whole = await _reviewable(request)
    return await form_page.correct_page(request, form, whole)


async def _reviewable(request: Request) -> Whole:
    return await activities.reviewable_activity(request.path_params["id"], actor=request.state.person)


async def _reason_page(request: Request, template: str, whole: Whole, form: ReasonForm) -> Response:
    happened = await form_page.meanwhile_of(form, whole.activity)
    form.go_on_from(whole.activity.version)
    return await render_form(request, template, form, activity=whole.activity, meanwhile=happened)


async def _review_page(request: Request, whole: Whole, form: StepForm) -> Response:
    form.go_on_from(whole.activity.version)
    history = await audit_records("activity", str(whole.activity.id))
    was_overtaken = isinstance(form.refusal, Stale | WrongState)
    return await render_form(
        request,
        "events/review_activity.html",
        form,
        activity=whole.activity,
        rights=rights,
        shown=activity_pages.marked_values(whole.values),
        changes=review_pages.changes_of(whole),
        shown_picture=whole.picture,
        picture_change=review_pages.picture_change(whole),
        look_alikes=(await queries.look_alikes([whole.activity.id]))[whole.activity.id],
        history=history,
        meanwhile=meanwhile(whole.activity, history) if was_overtaken else None,
        typed=form.reason.data if isinstance(form, ReasonForm) else None,
        moments=activity_pages.moments_of(whole),
        public_url=activity_pages.public_url(whole.activity) if whole.activity.was_published else None,
    )


async def _asked(request: Request) -> tuple[str, Waiting]:
    """The part of the list that the address asks for; raises UnknownValue and NotFound."""
    asked = request.query_params
    part = asked.get(PART_KEY, "nieuw")
    if part not in PARTS:
        raise UnknownValue(_("Dit deel van de lijst kennen wij niet."))
    province, municipality = asked.get(PROVINCE_KEY), asked.get(MUNICIPALITY_KEY)
    return part, Waiting(
        PARTS[part],
        province_code=(await geo.province(province)).code if province else None,
        municipality_code=(await geo.municipality(municipality)).code if municipality else None,
        text=one_line(asked.get(TEXT_KEY, ""))[:LONGEST_TEXT],
    )


async def _counts(person: Person) -> dict[str, int]:
    counts = await queries.review_counts(actor=person)
    return {part: counts[state] for part, state in PARTS.items()}


async def _items(
    waiting: Waiting, person: Person, *, offset: int, limit: int
) -> list[review_pages.QueueItem]:
    wholes = await queries.review_list(waiting, actor=person, offset=offset, limit=limit)
    look_alikes = await queries.look_alikes([whole.activity.id for whole in wholes])
    return [review_pages.queue_item(whole, look_alikes[whole.activity.id]) for whole in wholes]


ROUTES = (
    Route("/team", team_start, name="team_start"),
    Route("/team/activiteiten", review_queue, name="review_queue"),
    Route("/team/activiteiten/{id:row}", review_activity, name="review_activity"),
    Route(
        "/team/activiteiten/{id:row}/plaatsen", publish_activity, name="publish_activity", methods=["POST"]
    ),
    Route("/team/activiteiten/{id:row}/gezien", accept_edit, name="accept_edit", methods=["POST"]),
    Route(
        "/team/activiteiten/{id:row}/vraag", return_activity, name="return_activity", methods=["GET", "POST"]
    ),
    Route(
        "/team/activiteiten/{id:row}/afwijzen",
        withdraw_activity,
        name="withdraw_activity",
        methods=["GET", "POST"],
    ),
    Route(
        "/team/activiteiten/{id:row}/aanpassen",
        correct_activity,
        name="correct_activity",
        methods=["GET", "POST"],
    ),
)
