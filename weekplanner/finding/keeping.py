"""How long an answer to residents stays true, so that it is made once and not for each of them."""

from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime, time, timedelta

from starlette.requests import Request

from weekplanner.core import clock
from weekplanner.editions import queries as editions
from weekplanner.listing import anchors, boards
from weekplanner.listing.follower import Seen, Told
from weekplanner.listing.selection import REMOTE_FORMS, Scope, Selection
from weekplanner.web import kept

EVERYTHING: tuple[Hashable, ...] = (Scope.COUNTRY,)
"""What tells of the whole country changes with every entry."""

A_MOMENT = timedelta(seconds=1)


def of_one(scope: Scope, key: object) -> Hashable:
    """Where what tells of one municipality, province, organisation or activity is kept."""
    return anchors.about(scope, key)


def of_selection(selection: Selection) -> Iterable[Hashable]:
    """Where what a selection holds is kept, with what one joins from home anywhere."""
    return (*anchors.of_selection(selection), REMOTE_FORMS)


async def keep(request: Request, *about: Hashable) -> None:
    """Keep the answer until something at these anchors changes, something begins or ends, or the day does."""
    begun_at = kept.begun_at(request)  # what came to an end since may stand in it as going on
    until = clock.moment(clock.local(begun_at).date() + timedelta(days=1), time())
    if edition := await editions.current():
        board = await boards.current().of(edition.year)
        until = min(until, board.next_moment(begun_at) or until)
    kept.keep(request, _with_menu(about), until=until)


async def keep_for_a_moment(request: Request, *about: Hashable, moments: Iterable[datetime]) -> None:
    """Keep an answer that counts what many people take at once, until a second from now.

    Call it once everything was counted: what it says is a second old at most, however long the rest takes. It
    ends earlier at any of these moments.
    """
    begun_at = kept.begun_at(request)
    midnight = clock.moment(clock.local(begun_at).date() + timedelta(days=1), time())
    to_come = (each for each in moments if each > begun_at)
    kept.keep(request, _with_menu(about), until=min(clock.now() + A_MOMENT, midnight, *to_come))


def _with_menu(about: Iterable[Hashable]) -> Iterable[Hashable]:
    """The menu of every page says whether there is a congress."""
    return (*about, Scope.CONGRESS)


async def follow(seen: Sequence[Seen | Told] | None) -> None:
    """Drop the pages that tell of what changed; a subscriber of `listing.follower`."""
    if seen is None:
        kept.current().clear()
        return
    kept.current().drop({anchor for each in seen for anchor in each.anchors})
