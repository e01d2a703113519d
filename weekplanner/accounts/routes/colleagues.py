"""The pages about who acts for an organisation: of one's own, and of any for the team."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.access import Page
from weekplanner.accounts.forms import InviteForm, version_number
from weekplanner.accounts.operations import colleagues as operations
from weekplanner.accounts.operations import joining
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import colleagues as queries
from weekplanner.core import links
from weekplanner.core.errors import NotFound
from weekplanner.core.texts import gettext as _
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, redirect_to, render, render_form

DONE_KEY = "gedaan"
_DONE = {
    "uitgenodigd": _("De uitnodiging is verstuurd."),
    "ingetrokken": _("De uitnodiging is ingetrokken."),
    "aangenomen": _("Uw nieuwe collega hoort er nu bij, en krijgt een mail."),
    "afgewezen": _("Het verzoek is afgewezen. Wie het vroeg, krijgt een mail."),
    "weggehaald": _("Deze persoon hoort er niet meer bij, en krijgt een mail."),
}


@dataclass(frozen=True)
class Desk:
    """Whose colleagues a page is about: of the organisation acted for, or of any when the team helps."""

    organisation_id: int
    is_team: bool

    @classmethod
    def of(cls, request: Request) -> "Desk":
        """The desk of this address; raises NotFound for who acts for no organisation."""
        person: Person = request.state.person
        named = request.path_params.get("organisation_id")
        organisation_id = named or person.organisation_id
        if organisation_id is None:
            raise NotFound
        return cls(organisation_id, is_team=named is not None)

    def path(self, name: str, **values: Any) -> str:
        """The path of a page of this desk; Any: what stands in a path, as `links.path` takes it."""
        if self.is_team:
            return links.path(f"team_{name}", organisation_id=self.organisation_id, **values)
        return links.path(name, **values)

    def done(self, what: str) -> Response:
        """After a change: back to everybody, with a word about it."""
        return redirect_to(f"{self.path('colleagues')}?{DONE_KEY}={what}")


async def colleagues(request: Request) -> Response:
    """Everybody around the organisation, with a form to invite somebody."""
    desk, form = Desk.of(request), InviteForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await operations.invite_colleague(
                desk.organisation_id, form.email.data, actor=request.state.person
            )
            return desk.done("uitgenodigd")
    return await _everybody(request, desk, form)


async def send_invitation_again(request: Request) -> Response:
    """A new link for who was invited."""
    desk, form = Desk.of(request), InviteForm()
    posted = await request.form()
    with form.refusals():
        await operations.send_invitation_again(
            request.path_params["invitation_id"],
            desk.organisation_id,
            version=version_number(posted.get("version")),
            actor=request.state.person,
        )
        return desk.done("uitgenodigd")
    return await _everybody(request, desk, form)


async def withdraw_invitation(request: Request) -> Response:
    """Take an invitation back."""
    desk = Desk.of(request)
    await operations.withdraw_invitation(
        request.path_params["invitation_id"], desk.organisation_id, actor=request.state.person
    )
    return desk.done("ingetrokken")


async def accept_join_request(request: Request) -> Response:
    """Say yes to who asked to join."""
    desk = Desk.of(request)
    await joining.accept_join_request(
        request.path_params["request_id"], desk.organisation_id, actor=request.state.person
    )
    return desk.done("aangenomen")


async def decline_join_request(request: Request) -> Response:
    """Say no."""
    desk = Desk.of(request)
    await joining.decline_join_request(
        request.path_params["request_id"], desk.organisation_id, actor=request.state.person
    )
    return desk.done("afgewezen")


async def remove_colleague(request: Request) -> Response:
    """Ask whether somebody must go, and do it."""
    person: Person = request.state.person
    desk, form = Desk.of(request), Form()
    membership = await queries.colleague(
        request.path_params["membership_id"], desk.organisation_id, actor=person
    )
    if membership.account_id == person.account_id:
        return redirect(request, "leave_organisation")
    if request.method == "POST":
        with form.refusals():
            await operations.remove_colleague(membership.id, desk.organisation_id, actor=person)
            return desk.done("weggehaald")
    return await render_form(
        request, "accounts/remove_colleague.html", form, desk=desk, membership=membership
    )


@access.for_organisation
async def leave_organisation(request: Request) -> Response:
    """Ask whether one wants to leave, and do it."""
    person: Person = request.state.person
    desk, form = Desk.of(request), Form()
    if request.method == "POST":
        with form.refusals():
            await operations.leave_organisation(desk.organisation_id, actor=person)
            return redirect(request, "organisation_left")
    found = await queries.colleagues(desk.organisation_id, actor=person)
    return await render_form(
        request,
        "accounts/leave_organisation.html",
        form,
        organisation=found.organisation,
        is_last=len(found.members) == 1,
    )


@access.signed_in
async def organisation_left(request: Request) -> Response:
    """It is done."""
    return await render(request, "accounts/organisation_left.html")


async def _everybody(request: Request, desk: Desk, form: InviteForm) -> Response:
    found = await queries.colleagues(desk.organisation_id, actor=request.state.person)
    done = _DONE.get(request.query_params.get(DONE_KEY, ""), "")
    return await render_form(request, "accounts/colleagues.html", form, desk=desk, found=found, done=done)


def _pages(path: str, guard: Callable[[Page], Page], prefix: str = "") -> tuple[Route, ...]:
    """The pages of a desk under `path`, behind its guard."""
    invitation, request = (
        f"{path}/uitnodigingen/{{invitation_id:row}}",
        f"{path}/verzoeken/{{request_id:row}}",
    )
    table: tuple[tuple[str, Page, list[str]], ...] = (
        (path, colleagues, ["GET", "POST"]),
        (f"{invitation}/opnieuw", send_invitation_again, ["POST"]),
        (f"{invitation}/intrekken", withdraw_invitation, ["POST"]),
        (f"{request}/aannemen", accept_join_request, ["POST"]),
        (f"{request}/afwijzen", decline_join_request, ["POST"]),
        (f"{path}/{{membership_id:row}}/weghalen", remove_colleague, ["GET", "POST"]),
    )
    return tuple(
        Route(where, guard(page), methods=methods, name=f"{prefix}{page.__name__}")
        for where, page, methods in table
    )


ROUTES = (
    *_pages("/mijn/organisatie/collegas", access.for_organisation),
    *_pages("/team/organisaties/{organisation_id:row}/collegas", access.for_team, "team_"),
    Route(
        "/mijn/organisatie/verlaten", leave_organisation, methods=["GET", "POST"], name="leave_organisation"
    ),
    Route("/mijn/organisatie/verlaten/gedaan", organisation_left, name="organisation_left"),
)
