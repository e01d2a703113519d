"""The pages where the team and coordinators review activities."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core.errors import UnknownValue, require
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.events import rights
from weekplanner.events.forms.activity import ActivityForm
from weekplanner.events.forms.steps import PublishForm, ReturnForm, StepForm, WithdrawForm
from weekplanner.events.models import State
from weekplanner.events.operations import editing, review
from weekplanner.events.pages import activity as activity_pages
from weekplanner.events.pages import review as review_pages
from weekplanner.events.queries import activities
from weekplanner.events.queries import review as queries
from weekplanner.events.queries.activities import Whole
from weekplanner.events.queries.review import Waiting
from weekplanner.events.routes import form_page
from weekplanner.geo import queries as geo
from weekplanner.web.pages import redirect, render, render_form
from weekplanner.web.paging import Paging, page_number

PART_KEY, MUNICIPALITY_KEY, PAGE_KEY = "deel", "gemeente", "pagina"
KEPT = (PART_KEY, MUNICIPALITY_KEY)
PARTS = {"nieuw": State.SUBMITTED, "gewijzigd": State.PUBLISHED, "vraag": State.RETURNED}
FEW = 3


@access.for_team
async def team_start(request: Request) -> Response:
    """What waits, for who reviews."""
    person: Person = request.state.person
    counts: dict[str, int] = {}
    items: list[review_pages.QueueItem] = []
    if rights.may_review(person):
        counts = await _counts(person)
        items = await _items(Waiting(), person, offset=0, limit=FEW)
    return await render(
        request,
        "events/team_start.html",
        counts=counts,
        items=items,
        totals=await activities.totals_on_site(edition) if (edition := await editions.current()) else None,
    )


@access.for_team
async def review_queue(request: Request) -> Response:
    """Everything that waits, the oldest first."""
    person: Person = request.state.person
    part, waiting = await _asked(request)
    total = await queries.review_count(waiting, actor=person)
    paging = Paging(page_number(request.query_params.get(PAGE_KEY)), queries.QUEUE_PAGE, total)
    return await render(
        request,
        "events/review_queue.html",
        part=part,
        waiting=waiting,
        items=await _items(waiting, person, offset=paging.offset, limit=paging.size),
        counts=await _counts(person),
        municipalities=await queries.waiting_municipalities(waiting, actor=person),
        municipality=request.query_params.get(MUNICIPALITY_KEY),
        paging=paging,
        query={key: request.query_params[key] for key in KEPT if key in request.query_params},
    )


@access.for_team
async def review_activity(request: Request) -> Response:
    """Everything about one activity, and what a reviewer can decide."""
    whole = await _reviewable(request)
    return await _review_page(
        request, whole, PublishForm(data=form_page.shown_version(request, whole.activity))
    )


@access.for_team
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


@access.for_team
async def accept_edit(request: Request) -> Response:
    """The difference was seen."""
    whole = await _reviewable(request)
    form = PublishForm(await request.form())
    with form.refusals():
        await editing.accept_edit(whole.activity.id, version=form.version_number, actor=request.state.person)
        return redirect(request, "review_activity", id=whole.activity.id)
    return await _review_page(request, await _reviewable(request), form)


@access.for_team
async def return_activity(request: Request) -> Response:
    """Ask something first."""
    whole = await _reviewable(request)
    form = ReturnForm(await request.form(), data=form_page.shown_version(request, whole.activity))
    if request.method == "POST" and form.validate():
        with form.refusals():
            await review.return_activity(
                whole.activity.id, form.reason.data, version=form.version_number, actor=request.state.person
            )
            return redirect(request, "review_activity", id=whole.activity.id)
        whole = await _reviewable(request)
    form.go_on_from(whole.activity.version)
    return await render_form(request, "events/return_activity.html", form, activity=whole.activity)


@access.for_team
async def withdraw_activity(request: Request) -> Response:
    """Refuse it, or take it down."""
    whole = await _reviewable(request)
    require(rights.may_withdraw_activity(request.state.person, whole.activity))
    form = WithdrawForm(await request.form(), data=form_page.shown_version(request, whole.activity))
    if request.method == "POST" and form.validate():
        with form.refusals():
            await review.withdraw_activity(
                whole.activity.id, form.reason.data, version=form.version_number, actor=request.state.person
            )
            return redirect(request, "review_activity", id=whole.activity.id)
        whole = await _reviewable(request)
    form.go_on_from(whole.activity.version)
    return await render_form(request, "events/withdraw_activity.html", form, activity=whole.activity)


@access.for_team
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


async def _review_page(request: Request, whole: Whole, form: StepForm) -> Response:
    form.go_on_from(whole.activity.version)
    return await render_form(
        request,
        "events/review_activity.html",
        form,
        activity=whole.activity,
        rights=rights,
        shown=activity_pages.marked_values(whole.values),
        changes=review_pages.changes_of(whole),
        look_alikes=await queries.look_alikes(whole),
        moments=activity_pages.moments_of(whole),
        public_url=activity_pages.public_url(whole.activity) if whole.activity.was_published else None,
    )


async def _asked(request: Request) -> tuple[str, Waiting]:
    """The part of the list that the address asks for; raises UnknownValue."""
    part = request.query_params.get(PART_KEY, "nieuw")
    if part not in PARTS:
        raise UnknownValue(_("Dit deel van de lijst kennen wij niet."))
    waiting = Waiting(PARTS[part])
    slug = request.query_params.get(MUNICIPALITY_KEY)
    if not slug:
        return part, waiting
    municipality = await geo.municipality(slug)
    return part, replace(waiting, municipality_code=municipality.code)


async def _counts(person: Person) -> dict[str, int]:
    return {part: await queries.review_count(Waiting(state), actor=person) for part, state in PARTS.items()}


async def _items(
    waiting: Waiting, person: Person, *, offset: int, limit: int
) -> list[review_pages.QueueItem]:
    wholes = await queries.review_list(waiting, actor=person, offset=offset, limit=limit)
    return [review_pages.queue_item(whole, await queries.look_alikes(whole)) for whole in wholes]


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
