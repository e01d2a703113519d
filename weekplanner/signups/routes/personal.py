"""The page of a guest, behind the link in their mail: what they signed up for, and what they can do."""

import json

from starlette.requests import Request
from starlette.responses import Response

from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.accounts.personal_pages import Handler
from weekplanner.core.errors import NotFound
from weekplanner.signups import calendar_files
from weekplanner.signups.forms.resident import ChangeForm
from weekplanner.signups.operations import changing
from weekplanner.signups.personal import PURPOSE
from weekplanner.signups.queries.own import Own, kept_of, own
from weekplanner.web.pages import redirect_to, render, render_form

DONE = "gedaan"
"""What was just done, in the address of the page that says so."""
FILE = "bestand"


async def own_sign_up(request: Request, link: PersonalLink) -> Response:
    """Show it; a POST changes it, ends it, or removes what is kept, by the button that was pressed."""
    shown = await own(link)
    done = request.query_params.get(DONE)
    if shown is None:
        return await render(request, "signups/own_gone.html", status=410, is_removed=done == "verwijderd")
    if request.method == "POST":
        return await _act(request, link, shown)
    if wanted := request.query_params.get(FILE):
        return await _file(wanted, shown)
    return await _page(request, shown, _form_of(shown), is_changed=done == "gewijzigd")


async def _act(request: Request, link: PersonalLink, shown: Own) -> Response:
    posted = await request.form()
    form = ChangeForm(posted, shown.sign_up, has_transport=shown.offers_transport)
    if "cancel" in posted:
        with form.refusals():
            await changing.cancel_by_link(link)
            return redirect_to(request.url.path)
    elif "forget" in posted:
        with form.refusals():
            await changing.forget_by_link(link)
            return redirect_to(f"{request.url.path}?{DONE}=verwijderd")
    elif form.validate():
        with form.refusals():
            await changing.change_by_link(link, form.guest, version=form.version_number)
            return redirect_to(f"{request.url.path}?{DONE}=gewijzigd")
    now_shown = await own(link)
    if now_shown is None:
        raise NotFound
    if form.refusal:
        form.go_on_from(now_shown.sign_up)
    return await _page(request, now_shown, form)


def _form_of(shown: Own) -> ChangeForm:
    return ChangeForm(None, shown.sign_up, has_transport=shown.offers_transport)


async def _page(request: Request, shown: Own, form: ChangeForm, *, is_changed: bool = False) -> Response:
    return await render_form(
        request, "signups/own.html", form, own=shown, sign_up=shown.sign_up, is_changed=is_changed
    )


async def _file(wanted: str, shown: Own) -> Response:
    """What a guest takes along: for their own calendar, or all that is kept of them."""
    if wanted == "agenda":
        content = calendar_files.of_guest(shown.sign_up, shown.entry)
        return _download(content, calendar_files.MEDIA_TYPE, calendar_files.FILENAME)
    if wanted == "gegevens":
        text = json.dumps(await kept_of(shown), ensure_ascii=False, indent=2)
        return _download(text.encode(), "application/json", "mijn-gegevens.json")
    raise NotFound


def _download(content: bytes, media_type: str, filename: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return Response(content, media_type=media_type, headers=headers)


PERSONAL_LINKS: dict[str, Handler] = {PURPOSE: own_sign_up}
"""Who answers a personal link from mail."""
