"""The pages of who comes to an organisation that is here already: asked, or invited."""

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.forms import AskForm, FindForm, FirstAskForm, NameForm
from weekplanner.accounts.messages.colleagues import INVITATION
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations import colleagues, joining
from weekplanner.accounts.people import Person
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.accounts.personal_pages import Handler
from weekplanner.accounts.queries import colleagues as queries
from weekplanner.accounts.queries import organisations
from weekplanner.core import links
from weekplanner.core.errors import UnknownValue
from weekplanner.web.pages import redirect, render, render_form
from weekplanner.web.paging import Paging, page_number

FOUND_PAGE = 10
MOST_PAGES = 5
"""Who does not find it among so many types more of the name."""


async def join_organisation(request: Request) -> Response:
    """Look for an organisation that is here already."""
    typed: list[tuple[str, str | UploadFile]] = [*request.query_params.multi_items()]
    form = FindForm(FormData(typed))
    found: list[Organisation] = []
    number = page_number(request.query_params.get("pagina"))
    if number > MOST_PAGES:
        raise UnknownValue("Zoek met meer van de naam.")
    paging = Paging(number, FOUND_PAGE, 0)
    is_searched = "naam" in request.query_params and form.validate()
    if is_searched:
        with form.refusals():
            code = await _municipality_code(form.gemeente.data)
            found, total = await organisations.organisations_called(
                form.naam.data, code, offset=paging.offset, limit=paging.size
            )
            paging = Paging(number, FOUND_PAGE, min(total, FOUND_PAGE * MOST_PAGES))
    return await render_form(
        request,
        "accounts/join_organisation.html",
        form,
        found=found,
        is_searched=is_searched and not form.refusal,
        paging=paging,
        previous_url=_page_url(form, number - 1) if number > 1 else None,
        next_url=_page_url(form, number + 1) if number < paging.last else None,
    )


async def ask_to_join(request: Request) -> Response:
    """Ask the people of one; without an account the e-mail address is confirmed first."""
    person: Person | None = request.state.person
    organisation = await organisations.organisation(request.path_params["organisation_id"])
    posted = await request.form()
    form = AskForm(posted) if person else FirstAskForm(posted)
    if request.method == "POST" and form.validate():
        with form.refusals():
            if person:
                await joining.ask_to_join(organisation.id, note=form.note.data or "", actor=person)
                return redirect(request, "join_request_sent")
            await joining.confirm_before_asking(
                organisation.id, form.email.data, form.name.data, network=access.network(request)
            )
            return redirect(request, "sign_in_sent")
    return await render_form(request, "accounts/ask_to_join.html", form, organisation=organisation)


@access.signed_in
async def join_request_sent(request: Request) -> Response:
    """What was asked, and what happens next."""
    requests = await queries.own_join_requests(request.state.person)
    return await render(request, "accounts/join_request_sent.html", requests=requests)


async def invitation(request: Request, link: PersonalLink) -> Response:
    """The page behind an invitation: who invites for what, with a button to accept."""
    invited = await queries.invited(link.id, link.version)
    if invited is None:
        return await render(request, "accounts/invitation_ended.html", status=410)
    form = NameForm(await request.form())
    if request.method == "POST" and form.validate():
        try:
            await colleagues.accept_invitation(link.id, version=link.version, name=form.name.data or "")
        except colleagues.InvitationEnded:
            return await render(request, "accounts/invitation_ended.html", status=410)
        return redirect(request, "invitation_accepted")
    return await render_form(request, "accounts/invitation.html", form, invited=invited)


async def invitation_accepted(request: Request) -> Response:
    """What happens next: a link to sign in is on its way."""
    return await render(request, "accounts/invitation_accepted.html")


async def _municipality_code(typed: str | None) -> str | None:
    if not typed:
        return None
    return (await organisations.municipality_called(typed, field="gemeente")).code


def _page_url(form: FindForm, number: int) -> str:
    query: dict[str, object] = {"naam": form.naam.data or "", "gemeente": form.gemeente.data or ""}
    return links.path("join_organisation", query={**query, "pagina": number})


PERSONAL_LINKS: dict[str, Handler] = {INVITATION: invitation}

ROUTES = (
    Route("/mijn/organisatie/aansluiten", join_organisation, name="join_organisation"),
    Route("/mijn/organisatie/aansluiten/verstuurd", join_request_sent, name="join_request_sent"),
    Route(
        "/mijn/organisatie/aansluiten/{organisation_id:row}",
        ask_to_join,
        methods=["GET", "POST"],
        name="ask_to_join",
    ),
    Route("/inloggen/welkom", invitation_accepted, name="invitation_accepted"),
)
