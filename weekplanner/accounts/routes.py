"""The pages for signing in and out, and for the details of an organisation."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access, middleware, queries
from weekplanner.accounts.forms import ChoiceForm, OrganisationForm, SignInForm, details_of
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations import organisations, sessions
from weekplanner.accounts.operations import sign_in as signing_in
from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound, Stale
from weekplanner.vocabulary.queries import vocabulary
from weekplanner.web.pages import redirect, redirect_to, render, render_form


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
        return await (_send_again(request) if "again" in posted else _use_link(request))
    link = await queries.sign_in_link(request.path_params["token"])
    if link is None or not link.is_alive:
        return await _link_ended(request, link)
    return await render(request, "accounts/sign_in_confirm.html", link=link)


async def _send_again(request: Request) -> Response:
    try:
        await signing_in.request_again(request.path_params["token"], network=access.network(request))
    except signing_in.LinkEnded:
        return redirect(request, "sign_in")
    return redirect(request, "sign_in_sent")


async def _use_link(request: Request) -> Response:
    token = request.path_params["token"]
    try:
        session = await signing_in.use_link(token, former_session=middleware.session_token(request))
    except signing_in.LinkEnded:
        return await _link_ended(request, await queries.sign_in_link(token))
    visit = await queries.visit(session.token)
    assert visit is not None
    response = access.go_on(request, visit.person, access.own_path(session.return_path))
    middleware.set_session(response, session)
    return response


async def _link_ended(request: Request, link: queries.SignInLink | None) -> Response:
    return await render(request, "accounts/sign_in_ended.html", status=410 if link else 404, link=link)


async def sign_out(request: Request) -> Response:
    """Where one is signed in, with buttons to sign out; after that, that it is done."""
    person: Person | None = request.state.person
    if request.method == "POST":
        return await _end_session(request, person)
    own_sessions = await queries.sessions_of(person) if person else []
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


@access.signed_in
async def choose_organisation(request: Request) -> Response:
    """For which of the own organisations to act."""
    person: Person = request.state.person
    own = await queries.own_organisations(person)
    form = ChoiceForm(await request.form(), data={"organisation": str(person.organisation_id or "")})
    form.organisation.choices = [(str(each.id), f"{each.name}, {each.municipality.name}") for each in own]
    if request.method == "POST" and form.validate():
        with form.refusals():
            await sessions.choose_organisation(request.state.session_id, form.organisation_id, actor=person)
            path = access.return_path(request)
            return redirect_to(path) if path else redirect(request, "my_start")
    return await render_form(request, "accounts/choose_organisation.html", form)


@access.for_organisation
async def my_organisation(request: Request) -> Response:
    """The details of the organisation acted for."""
    person: Person = request.state.person
    organisation = await _acted_for(person)
    return await render(
        request,
        "accounts/my_organisation.html",
        organisation=organisation,
        kind=vocabulary().organisation_kinds.get(organisation.kind),
        members=await queries.members_of(organisation.id),
    )


@access.for_organisation
async def edit_organisation(request: Request) -> Response:
    """Change them."""
    person: Person = request.state.person
    organisation = await _acted_for(person)
    form = OrganisationForm(await request.form(), data=details_of(organisation))
    if request.method == "POST" and form.validate():
        with form.refusals():
            municipality = await queries.municipality_called(form.municipality.data)
            await organisations.update_organisation(
                organisation.id, form.values(municipality.code), version=form.version_number, actor=person
            )
            return redirect(request, "my_organisation")
    if isinstance(form.refusal, Stale):
        form.version.data = str(organisation.version)  # saving once more then replaces it knowingly
    return await render_form(request, "accounts/edit_organisation.html", form)


async def _acted_for(person: Person) -> Organisation:
    if person.organisation_id is None:
        raise NotFound
    return await queries.editable_organisation(person.organisation_id, actor=person)


ROUTES = (
    Route("/inloggen", sign_in, methods=["GET", "POST"], name="sign_in"),
    Route("/inloggen/verstuurd", sign_in_sent, name="sign_in_sent"),
    Route("/inloggen/kies", choose_organisation, methods=["GET", "POST"], name="choose_organisation"),
    Route("/inloggen/{token}", sign_in_confirm, methods=["GET", "POST"], name="sign_in_confirm"),
    Route("/uitloggen", sign_out, methods=["GET", "POST"], name="sign_out"),
    Route("/mijn/organisatie", my_organisation, name="my_organisation"),
    Route("/mijn/organisatie/wijzigen", edit_organisation, methods=["GET", "POST"], name="edit_organisation"),
)
