"""Where an organiser writes to all guests, and sees what was sent before."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core import tokens
from weekplanner.core.errors import require
from weekplanner.events.forms.parsing import whole_number
from weekplanner.signups import rights
from weekplanner.signups.forms.writing import WriteForm
from weekplanner.signups.operations import writing
from weekplanner.signups.pages import writing as pages
from weekplanner.signups.queries import guests
from weekplanner.signups.queries.lists import GuestBook
from weekplanner.signups.routes.asking import asked_moment, book_of
from weekplanner.web.pages import redirect, render_form

SENT_KEY = "verstuurd"
SEND, BACK = "send", "back"
"""The buttons below what is looked at once more; the first button of the page only shows that."""


async def write_to_guests(request: Request) -> Response:
    """Write a message, look at it once more, and send it."""
    person: Person = request.state.person
    book = await book_of(request)
    require(rights.may_write_to_guests(person, book.activity))
    posted = await request.form()
    choices = pages.addressees(book)
    form = WriteForm(posted, choices=choices, data=_to_begin_with(request))
    if request.method == "POST" and BACK not in posted and form.validate():
        if SEND not in posted:
            return await _preview(request, form, book, to=dict(choices)[form.to.data])
        with form.refusals():
            written = await writing.write_to_guests(
                book.activity.id,
                form.text.data,
                occurrence_id=form.occurrence_id,
                to_waiting=form.to_waiting.data,
                request_key=form.request_key.data or "",
                actor=person,
            )
            return redirect(request, "write_to_guests", id=book.activity.id, query={SENT_KEY: written.id})
    return await _form_page(request, form, book, choices=choices)


async def _form_page(
    request: Request, form: WriteForm, book: GuestBook, *, choices: list[tuple[str, str]]
) -> Response:
    sent = [pages.sent_row(each, book) for each in await guests.sent_messages(book.activity.id)]
    number = whole_number(request.query_params.get(SENT_KEY, ""))
    return await render_form(
        request,
        "signups/write.html",
        form,
        activity=book.activity,
        choices=choices,
        sent=sent,
        just_sent=next((each for each in sent if each.id == number), None),
    )


async def _preview(request: Request, form: WriteForm, book: GuestBook, *, to: str) -> Response:
    wanted = pages.to_be_written(book, form.occurrence_id, to_waiting=form.to_waiting.data)
    return await render_form(
        request,
        "signups/write_preview.html",
        form,
        activity=book.activity,
        reach=await guests.reach_of(wanted),
        to=to,
    )


def _to_begin_with(request: Request) -> dict[str, object]:
    """The occurrence whose list one came from, and a key of its own for each form."""
    chosen = asked_moment(request)
    return {
        "request_key": tokens.random_token(),
        "to_waiting": True,
        **({"to": str(chosen)} if chosen is not None else {}),
    }


ROUTES = (
    Route(
        "/mijn/activiteiten/{id:row}/gasten/bericht",
        write_to_guests,
        name="write_to_guests",
        methods=["GET", "POST"],
    ),
)
