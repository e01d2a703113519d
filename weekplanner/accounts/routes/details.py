"""The pages for what people keep about themselves: name, telephone number, the address they sign in with."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access, middleware
from weekplanner.accounts.details_forms import DetailsForm, NewEmailForm
from weekplanner.accounts.operations import details, email
from weekplanner.accounts.operations.links import LinkEnded
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import people
from weekplanner.accounts.queries.people import SignInLink
from weekplanner.core.errors import Refused
from weekplanner.web.pages import redirect, render, render_form


async def own_details(request: Request) -> Response:
    """What is kept about somebody, as they filled it in."""
    person: Person = request.state.person
    account = await people.own_account(person)
    return await render(request, "accounts/own_details.html", own=account)


async def edit_own_details(request: Request) -> Response:
    """Change name and telephone number."""
    person: Person = request.state.person
    account = await people.own_account(person)
    form = DetailsForm(await request.form(), data={"name": account.name, "phone": account.phone})
    if request.method == "POST" and form.validate():
        await details.update_own_details(form.name.data, form.phone.data or "", actor=person)
        return redirect(request, "own_details")
    return await render_form(request, "accounts/edit_own_details.html", form)


async def change_email(request: Request) -> Response:
    """Ask for another address."""
    form = NewEmailForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await email.request_email_change(
                form.email.data, network=access.network(request), actor=request.state.person
            )
            return redirect(request, "change_email_sent")
    return await render_form(request, "accounts/change_email.html", form)


async def change_email_sent(request: Request) -> Response:
    """What happens next; the same for every address."""
    return await render(request, "accounts/change_email_sent.html")


async def email_changed(request: Request) -> Response:
    """It is done, and what that means."""
    return await render(request, "accounts/email_changed.html")


async def confirm_email(request: Request, link: SignInLink) -> Response:
    """The page behind the link to a new address; only who asked for it, and is signed in, can use it."""
    person: Person | None = request.state.person
    if not link.is_alive:
        return await render(request, "accounts/email_link_ended.html", status=410)
    is_own = link.is_for(person)
    problem = ""
    if request.method == "POST" and person is not None and is_own:
        try:
            session = await email.confirm_email_change(request.path_params["token"], actor=person)
        except LinkEnded:
            return await render(request, "accounts/email_link_ended.html", status=410)
        except Refused as refused:
            problem = refused.message
        else:
            response = redirect(request, "email_changed")
            middleware.set_session(response, session)
            return response
    status = 409 if problem else 403 if request.method == "POST" else 200
    return await render(
        request,
        "accounts/email_confirm.html",
        status=status,
        link=link,
        is_own=is_own,
        problem=problem,
        back_here=request.url.path,
    )


ROUTES = (
    Route("/mijn/gegevens", own_details, name="own_details"),
    Route("/mijn/gegevens/wijzigen", edit_own_details, methods=["GET", "POST"], name="edit_own_details"),
    Route("/mijn/gegevens/e-mailadres", change_email, methods=["GET", "POST"], name="change_email"),
    Route("/mijn/gegevens/e-mailadres/verstuurd", change_email_sent, name="change_email_sent"),
    Route("/mijn/gegevens/e-mailadres/gewijzigd", email_changed, name="email_changed"),
)
