"""The page at the door: somebody shows a ticket or says a name, and comes in or does not."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.congress import telephones, tickets
from weekplanner.congress.forms.entrance import CheckInForm, DoorCodeForm, WalkInForm
from weekplanner.congress.operations import entrance as operations
from weekplanner.congress.operations.entrance import NotLetIn, Outcome, end_of_doors
from weekplanner.congress.operations.letting_in import NotATicket, let_in
from weekplanner.congress.pages import verdicts as pages
from weekplanner.congress.pages.doors import Doorkeeper, at_door, doorkeeper, sign_in_page
from weekplanner.congress.pages.verdicts import Shown
from weekplanner.congress.queries import entrance as queries
from weekplanner.congress.queries.entrance import Listed
from weekplanner.congress.verdicts import Verdict
from weekplanner.core import clock, tokens
from weekplanner.events.forms.parsing import whole_number
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render_form
from weekplanner.web.security import content_policy, permissions_policy

CAME_IN_KEY = "binnen"
"""The entrance that was written down just now."""
SIGNED_IN = "X-Door"
"""Tells the page's own worker that this is the page of a door, and not the field for its code."""


async def check_in(request: Request) -> Response:
    """Let somebody in by what they show or by name; who does not stand at the door yet gives its code."""
    posted = await request.form()
    congress = await queries.with_doors(request.path_params["slug"])
    keeper = await doorkeeper(request, congress)
    if keeper is None:
        return await sign_in_page(request, congress, DoorCodeForm(), status=401 if posted else 200)
    form = CheckInForm(posted)
    if request.method != "POST":
        return await _page(request, keeper, form, shown=await _came_in(request, keeper))
    if not form.validate():
        return await _page(request, keeper, form)
    if form.attendee_id is None and not form.shown.data:
        form.add_error("shown", CheckInForm.NOTHING)
        return await _page(request, keeper, form)
    return await _let_in(request, keeper, form)


async def _let_in(request: Request, keeper: Doorkeeper, form: CheckInForm) -> Response:
    try:
        outcome = await let_in(keeper.congress.id, form.noted(clock.now()), actor=keeper.actor)
    except NotATicket:
        return await _by_name(request, keeper, form)
    except NotLetIn as refused:
        return await _page(request, keeper, form, shown=pages.refused(refused), status=422)
    return _after(request, keeper, outcome)


async def _by_name(request: Request, keeper: Doorkeeper, form: CheckInForm) -> Response:
    """What is no ticket may be a name."""
    text = form.shown.data
    found = await queries.people_called(keeper.congress, text, actor=keeper.actor)
    if found:
        return await _page(request, keeper, form, found=found)
    is_code = any(character.isdigit() for character in text)
    verdict = Verdict.NOT_A_TICKET if is_code else Verdict.NOBODY
    return await _page(request, keeper, form, shown=Shown(verdict), status=422)


@at_door
async def walk_in(request: Request, keeper: Doorkeeper) -> Response:
    """Let somebody in who did not sign up."""
    form = WalkInForm(await request.form())
    shown = None
    if request.method == "POST" and form.validate():
        try:
            outcome = await let_in(keeper.congress.id, form.noted(clock.now()), actor=keeper.actor)
        except NotLetIn as refused:
            shown = pages.refused(refused)
        else:
            return _after(request, keeper, outcome)
    status = 422 if shown else form.status
    return await _page(request, keeper, form, shown=shown, status=status)


async def sign_in_door(request: Request) -> Response:
    """Let a telephone stand at the door, with the code that the team gave."""
    form = DoorCodeForm(await request.form())
    congress = await queries.with_doors(request.path_params["slug"])
    if form.validate():
        with form.refusals():
            former = await telephones.telephone_of(request)
            door = await operations.sign_in_door(congress.id, form.code.data, network=access.network(request))
            if former is not None and former.door_device_id is not None:
                await operations.leave_door(former.door_device_id)
            response = redirect(request, "check_in", slug=congress.slug)
            telephones.remember(response, door)
            return response
    return await sign_in_page(request, congress, form, status=form.status)


async def sign_out_door(request: Request) -> Response:
    """Sign this telephone out; it forgets who is on the list."""
    slug = request.path_params["slug"]
    telephone = await telephones.telephone_of(request)
    if telephone is not None and telephone.door_device_id is not None:
        await operations.leave_door(telephone.door_device_id)
    response = redirect(request, "check_in", slug=slug)
    telephones.forget(response)
    return response


def _after(request: Request, keeper: Doorkeeper, outcome: Outcome) -> Response:
    return redirect(request, "check_in", slug=keeper.congress.slug, query={CAME_IN_KEY: outcome.check_in.id})


async def _came_in(request: Request, keeper: Doorkeeper) -> Shown | None:
    check_in_id = whole_number(request.query_params.get(CAME_IN_KEY, ""))
    if check_in_id is None:
        return None
    entry = await queries.came_in(keeper.congress, check_in_id, actor=keeper.actor)
    return pages.of_entrance(entry) if entry else None


async def _page(
    request: Request,
    keeper: Doorkeeper,
    form: Form,
    *,
    shown: Shown | None = None,
    found: list[Listed] | None = None,
    status: int | None = None,
) -> Response:
    response = await render_form(
        request,
        "congress/check_in.html",
        form,
        keeper=keeper,
        congress=keeper.congress,
        check_in_form=form if isinstance(form, CheckInForm) else CheckInForm(),
        walk_in_form=form if isinstance(form, WalkInForm) else WalkInForm(),
        is_walk_in=isinstance(form, WalkInForm),
        request_key=tokens.random_token(),
        counts=await queries.counts_of(keeper.congress, actor=keeper.actor),
        reports=await queries.reports_of(keeper.congress, actor=keeper.actor),
        shown=shown,
        found=found,
        patterns=pages.patterns(),
        is_its_day=keeper.congress.is_its_day(clock.now()),
        public_key=tickets.public_key(),
        valid_until=end_of_doors(keeper.congress),
    )
    response.status_code = status or response.status_code
    response.headers["Permissions-Policy"] = permissions_policy(camera=True)
    response.headers["Content-Security-Policy"] = content_policy("worker-src 'self'")
    response.headers[SIGNED_IN] = "in"
    return response


_PATH = "/team/congres/{slug}/inchecken"

ROUTES = (
    Route(_PATH, check_in, name="check_in", methods=["GET", "POST"]),
    Route(f"{_PATH}/zonder-aanmelding", walk_in, name="walk_in", methods=["GET", "POST"]),
    Route(f"{_PATH}/aanmelden", sign_in_door, name="sign_in_door", methods=["POST"]),
    Route(f"{_PATH}/afmelden", sign_out_door, name="sign_out_door", methods=["POST"]),
)
