"""The pages for signing in and out."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access, middleware
from weekplanner.accounts.forms import SignInForm
from weekplanner.accounts.models import Purpose
from weekplanner.accounts.operations import sessions
from weekplanner.accounts.operations import sign_in as signing_in
from weekplanner.accounts.operations.links import LinkEnded
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import people
from weekplanner.accounts.routes import details
from weekplanner.web.pages import redirect, render, render_form


async def sign_in(request: Request) -> Response:
    """Ask for a link."""
    form = SignInForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await signing_in.request_sign_in(
                form.email.data, network=access.network(request), return_path=access.return_path(request)
            )
            return redirect(request, "sign_in_sent")
    return await render_form(request, "accounts/sign_in.html", form)


async def sign_in_sent(request: Request) -> Response:
    """What happens next; the same for every address."""
    return await render(request, "accounts/sign_in_sent.html")


async def sign_in_confirm(request: Request) -> Response:
    """The page behind the link: a button, so that a mail scanner that opens it uses nothing up."""
    if request.method == "POST":
        posted = await request.form()
        if "again" in posted:
            return await _send_again(request)
    link = await people.sign_in_link(request.path_params["token"])
    if link is not None and link.purpose is Purpose.CHANGE_EMAIL:
        return await details.confirm_email(request, link)
    if request.method == "POST":
        return await _use_link(request)
    if link is None or not link.is_alive:
        return await _link_ended(request, link)
    return await render(request, "accounts/sign_in_confirm.html", link=link)


async def _send_again(request: Request) -> Response:
    try:
        await signing_in.request_again(request.path_params["token"], network=access.network(request))
    except LinkEnded:
        return redirect(request, "sign_in")
    return redirect(request, "sign_in_sent")


async def _use_link(request: Request) -> Response:
    token = request.path_params["token"]
    try:
        session = await signing_in.use_link(token, former_session=middleware.session_token(request))
    except LinkEnded:
        return await _link_ended(request, await people.sign_in_link(token))
    visit = await people.visit(session.token)
    assert visit is not None
    response = access.go_on(request, visit.person, access.own_path(session.return_path))
    middleware.set_session(response, session)
    return response


async def _link_ended(request: Request, link: people.SignInLink | None) -> Response:
    return await render(request, "accounts/sign_in_ended.html", status=410 if link else 404, link=link)


async def sign_out(request: Request) -> Response:
    """Where one is signed in, with buttons to sign out; after that, that it is done."""
    person: Person | None = request.state.person
    if request.method == "POST":
        return await _end_session(request, person)
    own_sessions = await people.sessions_of(person) if person else []
    here = request.state.session_id
    return await render(request, "accounts/sign_out.html", sessions=own_sessions, session_id=here)


async def _end_session(request: Request, person: Person | None) -> Response:
    token = middleware.session_token(request)
    if person and person.account_id and "everywhere" in await request.form():
        await sessions.end_all_sessions(person.account_id)
    elif token:
        await sessions.end_session(token)
    response = redirect(request, "sign_out")
    middleware.forget_session(response)
    return response


ROUTES = (
    Route("/inloggen", sign_in, methods=["GET", "POST"], name="sign_in"),
    Route("/inloggen/verstuurd", sign_in_sent, name="sign_in_sent"),
    Route("/inloggen/{token}", sign_in_confirm, methods=["GET", "POST"], name="sign_in_confirm"),
    Route("/uitloggen", sign_out, methods=["GET", "POST"], name="sign_out"),
)
