"""What the pages about guests read from their address: of which activity, and which of its occurrences."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from weekplanner.core.errors import UnknownValue
from weekplanner.events.forms.parsing import whole_number
from weekplanner.signups.models import SignUp
from weekplanner.signups.pages.lists import Done
from weekplanner.signups.queries import lists
from weekplanner.signups.queries.lists import GuestBook
from weekplanner.web.pages import redirect

MOMENT_KEY, PAGE_KEY, DONE_KEY, GUEST_KEY = "keer", "pagina", "gedaan", "gast"


async def book_of(request: Request) -> GuestBook:
    """The activity that the page is about; raises NotFound for who may not see its guests."""
    return await lists.guest_book(request.path_params["id"], actor=request.state.person)


def asked_moment(request: Request) -> int | None:
    """The id of the occurrence that is asked for, if one is; raises UnknownValue."""
    text = request.query_params.get(MOMENT_KEY)
    if not text:
        return None
    number = whole_number(text)
    if number is None:
        raise UnknownValue
    return number


def moment_query(occurrence_id: int | None) -> dict[str, object]:
    """What an address needs to be about this occurrence."""
    return {} if occurrence_id is None else {MOMENT_KEY: occurrence_id}


async def just_done(request: Request, book: GuestBook) -> tuple[Done, SignUp] | None:
    """What was done before this page was led to, and about whom."""
    try:
        done = Done(request.query_params.get(DONE_KEY, ""))
    except ValueError:
        return None
    number = whole_number(request.query_params.get(GUEST_KEY, ""))
    return (done, await lists.guest_of(book, number)) if number is not None else None


def led_to(
    request: Request,
    name: str,
    book: GuestBook,
    *,
    about: tuple[Done, SignUp],
    query: Mapping[str, object],
) -> Response:
    """To the list, which says what was done and about whom: by number, as an address says no names."""
    done, sign_up = about
    said = {DONE_KEY: done.value, GUEST_KEY: sign_up.id}
    return redirect(request, name, id=book.activity.id, query={**query, **said})
