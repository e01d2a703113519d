"""The list of who comes to an activity, for its organiser: who is on it, added, changed and ended by hand."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core import tokens
from weekplanner.core.errors import Stale, require
from weekplanner.signups import rights
from weekplanner.signups.forms.guests import AddGuestForm, ChangeGuestForm, RemoveGuestForm, stored
from weekplanner.signups.models import SignUp
from weekplanner.signups.operations import changing, entering
from weekplanner.signups.pages import lists as pages
from weekplanner.signups.pages.lists import Done, Said, Words
from weekplanner.signups.pages.meanwhile import differences
from weekplanner.signups.queries import lists
from weekplanner.signups.queries.lists import LIST_PAGE, GuestBook, GuestPage
from weekplanner.signups.queries.places import ahead_of
from weekplanner.signups.routes.asking import (
    MOMENT_KEY,
    PAGE_KEY,
    asked_moment,
    book_of,
    just_done,
    led_to,
    moment_query,
)
from weekplanner.web.pages import render, render_form
from weekplanner.web.paging import Paging, page_number


async def guests(request: Request) -> Response:
    """Who comes and who waits, with the numbers of every occurrence."""
    book, chosen = await book_of(request), asked_moment(request)
    moments = book.chosen(chosen)
    is_too_long = len(moments) > 1 and sum(each.parties for each in moments) > LIST_PAGE
    number = page_number(request.query_params.get(PAGE_KEY))
    offset = (number - 1) * LIST_PAGE
    page = GuestPage() if is_too_long else await lists.guest_page(moments, offset=offset)
    words = Words(book.moments)
    return await render(
        request,
        "signups/guests.html",
        activity=book.activity,
        rows=[pages.moment_row(each) for each in book.moments],
        chosen=pages.moment_row(moments[0]) if len(moments) == 1 else None,
        is_too_long=is_too_long,
        groups=[words.group(each) for each in page.groups],
        cancelled=[words.row(each) for each in page.cancelled],
        cancelled_total=page.cancelled_total,
        paging=Paging(number, LIST_PAGE, page.total),
        query=moment_query(chosen),
        said=await _said(request, book),
        can_add=bool(pages.moments_to_join(book)),
        kept_until=pages.kept_until(book),
        rights=rights,
    )


async def _said(request: Request, book: GuestBook) -> Said | None:
    about = await just_done(request, book)
    if about is None:
        return None
    done, sign_up = about
    return pages.said(done, sign_up, ahead=await ahead_of(sign_up.id, sign_up.occurrence_id))


async def add_guest(request: Request) -> Response:
    """Put somebody who telephoned on the list."""
    person: Person = request.state.person
    book = await book_of(request)
    require(rights.may_keep_guests(person, book.activity))
    choices = pages.joining_choices(pages.moments_to_join(book))
    form = AddGuestForm(await request.form(), choices=choices, data=_to_begin_with(request))
    if request.method == "POST" and choices and form.validate():
        with form.refusals():
            added = await entering.add_guest(
                form.occurrence_id, form.guest(), request_key=form.request_key.data or "", actor=person
            )
            query = {MOMENT_KEY: added.occurrence_id}
            return led_to(request, "guests", book, about=(Done.ADDED, added), query=query)
    return await render_form(request, "signups/add_guest.html", form, activity=book.activity, choices=choices)


def _to_begin_with(request: Request) -> dict[str, str]:
    """The occurrence whose list one came from, and a key of its own for each form."""
    chosen = asked_moment(request)
    return {"request_key": tokens.random_token(), **({"occurrence": str(chosen)} if chosen else {})}


async def change_guest(request: Request) -> Response:
    """Change what is known of a guest."""
    person: Person = request.state.person
    book, sign_up = await _kept(request)
    form = ChangeGuestForm(
        await request.form(),
        has_helper=bool(sign_up.helper_email),
        data={} if request.method == "POST" else stored(sign_up),
    )
    if request.method == "POST" and form.validate():
        with form.refusals():
            changed = await changing.change_guest(
                sign_up.id, form.guest(), version=form.version_number, actor=person
            )
            return _back(request, book, (Done.CHANGED, changed))
        sign_up = await lists.guest_of(book, sign_up.id)
    changes = []
    if isinstance(form.refusal, Stale):
        changes = differences(sign_up, form.guest())
        form.version.data = str(sign_up.version)  # saving once more then replaces it knowingly
    return await _guest_page(request, "signups/change_guest.html", form, book, sign_up, changes=changes)


async def remove_guest(request: Request) -> Response:
    """End somebody's sign-up, after asking."""
    person: Person = request.state.person
    book, sign_up = await _kept(request)
    shown = {} if request.method == "POST" else {"version": str(sign_up.version)}
    form = RemoveGuestForm(await request.form(), data=shown)
    if request.method == "POST":
        with form.refusals():
            removed = await changing.remove_guest(
                sign_up.id, version=form.version_number, must_call=form.must_call.data, actor=person
            )
            return _back(request, book, (Done.REMOVED, removed))
        sign_up = await lists.guest_of(book, sign_up.id)
        form.version.data = str(sign_up.version)
    return await _guest_page(request, "signups/remove_guest.html", form, book, sign_up)


async def _kept(request: Request) -> tuple[GuestBook, SignUp]:
    """Somebody on the list, for who may change that."""
    book = await book_of(request)
    sign_up = await lists.guest_of(book, request.path_params["guest_id"])
    require(rights.may_keep_guests(request.state.person, book.activity))
    return book, sign_up


def _back(request: Request, book: GuestBook, about: tuple[Done, SignUp]) -> Response:
    return led_to(request, "guests", book, about=about, query={MOMENT_KEY: about[1].occurrence_id})


async def _guest_page(
    request: Request,
    template: str,
    form: ChangeGuestForm | RemoveGuestForm,
    book: GuestBook,
    sign_up: SignUp,
    **context: Any,
) -> Response:
    """Any: a template takes everything."""
    (moment,) = book.chosen(sign_up.occurrence_id)
    return await render_form(
        request,
        template,
        form,
        activity=book.activity,
        moment=pages.moment_row(moment),
        guest=Words([moment]).row(sign_up),
        can_be_changed=sign_up.is_live and moment in pages.moments_to_join(book),
        **context,
    )


ROUTES = (
    Route("/mijn/activiteiten/{id:row}/gasten", guests, name="guests"),
    Route("/mijn/activiteiten/{id:row}/gasten/nieuw", add_guest, name="add_guest", methods=["GET", "POST"]),
    Route(
        "/mijn/activiteiten/{id:row}/gasten/{guest_id:row}/wijzigen",
        change_guest,
        name="change_guest",
        methods=["GET", "POST"],
    ),
    Route(
        "/mijn/activiteiten/{id:row}/gasten/{guest_id:row}/afmelden",
        remove_guest,
        name="remove_guest",
        methods=["GET", "POST"],
    ),
)
