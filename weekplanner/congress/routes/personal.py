"""The page of a party, behind the link in their mail: the ticket, and what they can do."""

import json
from collections.abc import Awaitable, Callable

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from weekplanner.accounts import access
from weekplanner.accounts.forms import version_number
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.accounts.personal_pages import Handler
from weekplanner.accounts.queries.organisations import municipality_called
from weekplanner.congress import calendar_files, printing
from weekplanner.congress.forms.own import ChangeForm, CodeForm, change_form
from weekplanner.congress.operations import answering, changing, forgetting
from weekplanner.congress.pages import own as pages
from weekplanner.congress.personal import PURPOSE, link_of
from weekplanner.congress.queries.own import Own, kept_of, own
from weekplanner.core.errors import NotFound
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect_to, render, render_form

DONE = "gedaan"
"""What was just done, in the address of the page that says so."""
FILE = "bestand"
ANSWER = "antwoord"
"""Which button of a message was pressed: ja or nee, for a workshop with its number. It only comes first."""

Act = Callable[[PersonalLink, FormData], Awaitable[object]]


async def own_registration(request: Request, link: PersonalLink) -> Response:
    """Show it; a POST does what the button that was pressed says."""
    shown = await own(link)
    done = request.query_params.get(DONE, "")
    if shown is None:
        return await render(request, "congress/own_gone.html", status=410, is_removed=done == "verwijderd")
    if request.method == "POST":
        return await _act(request, link, shown)
    if wanted := request.query_params.get(FILE):
        return await _file(wanted, shown)
    return await _page(request, shown, change_form(shown), CodeForm(), done=done)


async def _act(request: Request, link: PersonalLink, shown: Own) -> Response:
    posted = await request.form()
    pressed = next((name for name in BUTTONS if name in posted), None)
    if pressed is not None:
        form: Form = Form()
        with form.refusals():
            act, done = BUTTONS[pressed]
            await act(link, posted)
            return redirect_to(f"{request.url.path}?{DONE}={done}")
        return await _page_after(request, link, answered=form)
    if "use_code" in posted:
        return await _use_code(request, link, posted)
    return await _change(request, link, shown, posted)


async def _use_code(request: Request, link: PersonalLink, posted: FormData) -> Response:
    form = CodeForm(posted)
    if form.validate():
        with form.refusals():
            network = access.network_of_reader(request)
            await changing.use_code_by_link(link, form.code.data, network=network)
            return redirect_to(f"{request.url.path}?{DONE}=code")
    return await _page_after(request, link, code_form=form)


async def _change(request: Request, link: PersonalLink, shown: Own, posted: FormData) -> Response:
    form = change_form(shown, posted)
    if form.validate():
        with form.refusals():
            typed = form.municipality.data
            code = (await municipality_called(typed)).code if typed else None
            changed = await changing.change_by_link(link, form.party(code), version=form.version_number)
            here = link_of(changed.id, changed.link_version)  # another one when the address is
            path = request.url.path.replace(link.token, here.token)
            return redirect_to(f"{path}?{DONE}={'adres' if here != link else 'gewijzigd'}")
    now_shown = await _still_there(link)
    again = change_form(now_shown, posted)
    again.validate()
    if form.refusal:
        again.refuse(form.refusal)
        again.go_on_from(now_shown)
    return await _page(request, now_shown, again, CodeForm())


async def _page_after(
    request: Request, link: PersonalLink, *, answered: Form | None = None, code_form: CodeForm | None = None
) -> Response:
    """As it is now, with what was refused."""
    shown = await _still_there(link)
    return await _page(request, shown, change_form(shown), code_form or CodeForm(), answered=answered)


async def _still_there(link: PersonalLink) -> Own:
    shown = await own(link)
    if shown is None:
        raise NotFound
    return shown


async def _page(
    request: Request,
    shown: Own,
    form: ChangeForm,
    code_form: CodeForm,
    *,
    answered: Form | None = None,
    done: str = "",
) -> Response:
    """Its title and status are of the form in which something is wrong."""
    wrong = next((each for each in (answered, code_form) if each and each.all_errors), form)
    return await render_form(
        request,
        "congress/own.html",
        wrong,
        own=shown,
        tickets=pages.tickets_of(shown),
        change_form=form,
        code_form=code_form,
        answered=answered,
        done=pages.said(done, shown),
        answer=request.query_params.get(ANSWER, ""),
        needs_kept_until=pages.needs_kept_until(shown),
    )


async def _file(wanted: str, shown: Own) -> Response:
    """What somebody takes along: for their own calendar, their tickets, or all that is kept of them."""
    if wanted == "agenda" and shown.has_seat:
        content = calendar_files.of_party(shown.congress, shown.standing, shown.programme.workshops)
        return _download(content, calendar_files.MEDIA_TYPE, calendar_files.OWN_FILENAME)
    if wanted == "toegangsbewijs.pdf" and shown.tickets:
        content = await printing.tickets_of(shown.programme, shown.standing)
        return _download(content, "application/pdf", f"toegangsbewijs-{shown.congress.slug}.pdf")
    if wanted == "gegevens":
        text = json.dumps(await kept_of(shown), ensure_ascii=False, indent=2)
        return _download(text.encode(), "application/json", "mijn-gegevens.json")
    raise NotFound


def _download(content: bytes, media_type: str, filename: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(content, media_type=media_type, headers=headers)


async def _accept(link: PersonalLink, _posted: FormData) -> object:
    return await answering.accept_by_link(link)


async def _decline(link: PersonalLink, _posted: FormData) -> object:
    return await answering.decline_by_link(link)


async def _accept_workshop(link: PersonalLink, posted: FormData) -> object:
    return await answering.accept_workshop_by_link(link, version_number(posted.get("accept_workshop")))


async def _decline_workshop(link: PersonalLink, posted: FormData) -> object:
    return await answering.decline_workshop_by_link(link, version_number(posted.get("decline_workshop")))


async def _cancel(link: PersonalLink, _posted: FormData) -> object:
    return await changing.cancel_by_link(link)


async def _forget_needs(link: PersonalLink, _posted: FormData) -> object:
    return await forgetting.forget_needs_by_link(link)


async def _forget(link: PersonalLink, _posted: FormData) -> None:
    await forgetting.forget_by_link(link)


BUTTONS: dict[str, tuple[Act, str]] = {
    "accept": (_accept, "aangenomen"),
    "decline": (_decline, "geweigerd"),
    "accept_workshop": (_accept_workshop, "workshop"),
    "decline_workshop": (_decline_workshop, "geen-workshop"),
    "cancel": (_cancel, "afgemeld"),
    "forget_needs": (_forget_needs, "nodig"),
    "forget": (_forget, "verwijderd"),
}
"""What each button does, and how the address of the page after it tells of it."""

PERSONAL_LINKS: dict[str, Handler] = {PURPOSE: own_registration}
"""Who answers a personal link from mail."""
