"""Whom to call and whom to pick up; these lists and that of all guests on paper, and as files."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core import clock, texts
from weekplanner.core.errors import require
from weekplanner.formats.tables import Cell, csv_lines
from weekplanner.signups import rights
from weekplanner.signups.forms.guests import CalledForm
from weekplanner.signups.operations import changing
from weekplanner.signups.pages import lists as pages
from weekplanner.signups.pages.lists import Done, Words
from weekplanner.signups.queries import lists
from weekplanner.signups.queries.guests import latest_message
from weekplanner.signups.queries.lists import GuestBook, Moment
from weekplanner.signups.routes.asking import asked_moment, book_of, just_done, led_to, moment_query
from weekplanner.web.pages import PRIVATE, render


async def guest_calls(request: Request) -> Response:
    """Who has no e-mail, and what they must be told."""
    return await _call_page(request, "signups/calls.html")


async def guest_calls_sheet(request: Request) -> Response:
    """The same on paper."""
    return await _call_page(request, "signups/calls_sheet.html")


async def guest_rides(request: Request) -> Response:
    """Who wants to be picked up."""
    return await _ride_page(request, "signups/rides.html")


async def guest_rides_sheet(request: Request) -> Response:
    """The same on paper."""
    return await _ride_page(request, "signups/rides_sheet.html")


async def guests_sheet(request: Request) -> Response:
    """Everybody who comes or waits, on paper."""
    book, moments = await _asked(request)
    words = Words(moments)
    groups = [words.group(each) for each in await lists.whole_list(moments)]
    return await _page(request, "signups/guests_sheet.html", book, moments, groups=groups)


async def guest_called(request: Request) -> Response:
    """Somebody was called, and told what the list showed."""
    person: Person = request.state.person
    book = await book_of(request)
    sign_up = await lists.guest_of(book, request.path_params["guest_id"])
    require(rights.may_keep_guests(person, book.activity))
    form = CalledForm(await request.form())
    called = await changing.note_called(sign_up.id, form.about.data or [], actor=person)
    query = moment_query(asked_moment(request))
    return led_to(request, "guest_calls", book, about=(Done.CALLED, called), query=query)


async def guests_table(request: Request) -> Response:
    """Everybody who comes, waits or cancelled, as a file for a spreadsheet."""
    book = await book_of(request)
    moments = book.chosen(asked_moment(request))
    rows = Words(moments).guest_cells(lists.every_sign_up(moments))
    return _table("gastenlijst", book, pages.GUEST_COLUMNS, rows)


async def guest_calls_table(request: Request) -> Response:
    """Whom to call, as a file for a spreadsheet."""
    book, moments = await _asked(request)
    calls = await lists.call_list(moments)
    rows = Words(moments).call_cells([*calls.to_tell, *calls.others])
    return _table("bellijst", book, pages.CALL_COLUMNS, rows)


async def guest_rides_table(request: Request) -> Response:
    """Whom to pick up, as a file for a spreadsheet."""
    book, moments = await _asked(request)
    rows = Words(moments).ride_cells(await lists.ride_list(moments))
    return _table("vervoerslijst", book, pages.RIDE_COLUMNS, rows)


async def _call_page(request: Request, template: str) -> Response:
    book, moments = await _asked(request)
    calls, words = await lists.call_list(moments), Words(moments)
    about = await just_done(request, book)
    return await _page(
        request,
        template,
        book,
        moments,
        to_tell=[words.row(each) for each in calls.to_tell],
        others=[words.row(each) for each in calls.others],
        message=await latest_message(book.activity.id),
        said=pages.said(*about, ahead=0) if about else None,
    )


async def _ride_page(request: Request, template: str) -> Response:
    book, moments = await _asked(request)
    words = Words(moments)
    return await _page(
        request, template, book, moments, riders=[words.row(each) for each in await lists.ride_list(moments)]
    )


async def _asked(request: Request) -> tuple[GuestBook, Sequence[Moment]]:
    """The occurrence that is asked for, else those that are not over."""
    book, chosen = await book_of(request), asked_moment(request)
    return book, book.to_come if chosen is None else book.chosen(chosen)


async def _page(
    request: Request, template: str, book: GuestBook, moments: Sequence[Moment], **context: Any
) -> Response:
    """Any: a template takes everything."""
    chosen = asked_moment(request)
    return await render(
        request,
        template,
        activity=book.activity,
        rows=[pages.moment_row(each) for each in book.moments],
        moments=[pages.moment_row(each) for each in moments],
        chosen=chosen,
        query=moment_query(chosen),
        printed_at=texts.moment_with_year(clock.now()),
        rights=rights,
        **context,
    )


def _table(name: str, book: GuestBook, columns: Sequence[str], rows: AsyncIterator[list[Cell]]) -> Response:
    """A file whose name says nothing of anybody."""
    file = f"{name}-{book.activity.id}.csv"
    return StreamingResponse(
        csv_lines(columns, rows),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{file}"', "Cache-Control": PRIVATE},
    )


_GUESTS = "/mijn/activiteiten/{id:row}/gasten"

ROUTES = (
    Route(f"{_GUESTS}/afdrukken", guests_sheet, name="guests_sheet"),
    Route(f"{_GUESTS}/gastenlijst.csv", guests_table, name="guests_table"),
    Route(f"{_GUESTS}/bellijst", guest_calls, name="guest_calls"),
    Route(f"{_GUESTS}/bellijst/afdrukken", guest_calls_sheet, name="guest_calls_sheet"),
    Route(f"{_GUESTS}/bellijst.csv", guest_calls_table, name="guest_calls_table"),
    Route(f"{_GUESTS}/{{guest_id:row}}/gebeld", guest_called, name="guest_called", methods=["POST"]),
    Route(f"{_GUESTS}/vervoer", guest_rides, name="guest_rides"),
    Route(f"{_GUESTS}/vervoer/afdrukken", guest_rides_sheet, name="guest_rides_sheet"),
    Route(f"{_GUESTS}/vervoer.csv", guest_rides_table, name="guest_rides_table"),
)
