"""Giving and taking places, under the lock of their occurrence: never more than there are."""

from collections.abc import Iterable
from datetime import datetime

from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused
from weekplanner.listing import operations as listing
from weekplanner.listing.models import Entry, EntryKind
from weekplanner.mailer import outbox
from weekplanner.signups.call_list import CallAbout, with_call
from weekplanner.signups.messages import guests as messages
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState
from weekplanner.signups.values import Facts

_TAKE = """
UPDATE places SET taken = taken + ?, moves = moves + 1, moved_at = ?
WHERE id = ? AND (capacity IS NULL OR taken + ? <= capacity)
RETURNING taken
"""
_GIVE_BACK = """
UPDATE places SET taken = taken - ?, moves = moves + 1, moved_at = ?,
  ceiling = CASE WHEN capacity IS NULL THEN NULL WHEN taken - ? > capacity THEN taken - ? ELSE capacity END
WHERE id = ? RETURNING taken, ceiling
"""
"""A capacity that was lowered takes nobody's place; what is given back brings the ceiling down to it."""
_QUEUE_UP = "UPDATE places SET waiting = waiting + ?, moves = moves + 1, moved_at = ? WHERE id = ?"


class Begun(Refused):
    """Signing up closes at the start."""

    message = "Deze activiteit is al begonnen. Aanmelden en wijzigen kan niet meer."


class CalledOff(Refused):
    """There is nothing to come to."""

    message = "Deze activiteit gaat niet door. Aanmelden kan niet meer."


class SoldOut(Exception):
    """A programming error: a place was taken without looking whether there is one."""


async def locked(occurrence_id: int) -> Places:
    """The places at an occurrence, locked; raises NotFound for one that never stood on the site."""
    return await db.lock(Places, occurrence_id=occurrence_id)


def check_goes_on(places: Places, now: datetime) -> None:
    """Raise CalledOff, or Begun from the start on."""
    if places.state is PlacesState.CALLED_OFF:
        raise CalledOff
    if now >= places.starts_at:
        raise Begun


async def entry_of(places: Places) -> Entry:
    """What readers see of the occurrence."""
    entry = await db.find(Entry, kind=EntryKind.ACTIVITY, source_id=places.occurrence_id)
    if entry is None:
        raise NotFound
    return entry


async def entries_of(occurrence_ids: Iterable[int]) -> dict[int, Entry]:
    """What readers see of these occurrences, by their ids."""
    found = await Entry.filter(kind=EntryKind.ACTIVITY, source_id__in=list(occurrence_ids))
    return {entry.source_id: entry for entry in found}


async def take(places: Places, people: int, *, now: datetime) -> None:
    """Let `people` have a place; the caller has looked whether they fit."""
    taken = await db.execute(_TAKE, (people, now, places.id, people))
    if not taken:
        raise SoldOut
    places.taken = taken[0]["taken"]


async def give_back(places: Places, people: int, *, now: datetime) -> None:
    """Let the places of `people` be free again; `give_to_waiting` follows."""
    if people:
        (row,) = await db.execute(_GIVE_BACK, (people, now, people, people, places.id))
        places.taken, places.ceiling = row["taken"], row["ceiling"]


async def queue_up(places: Places, parties: int, *, now: datetime) -> None:
    """Count more, or fewer, parties in the line."""
    await db.execute(_QUEUE_UP, (parties, now, places.id))
    places.waiting += parties


async def give_to_waiting(places: Places, entry: Entry, *, now: datetime) -> None:
    """Give free places to who waits longest and fits whole, until nobody does.

    Who is passed over keeps the position. Nothing is given any more from the start on.
    """
    if places.state is PlacesState.CALLED_OFF or now >= places.starts_at:
        return
    while places.waiting and places.free != 0:
        waiting = SignUp.filter(occurrence_id=places.occurrence_id, state=SignUpState.WAITING)
        fitting = waiting if places.free is None else waiting.filter(people__lte=places.free)
        first = await fitting.order_by("id").first()
        if first is None:
            return
        await _promote(first, places, entry, now=now)


async def _promote(sign_up: SignUp, places: Places, entry: Entry, *, now: datetime) -> None:
    await take(places, sign_up.people, now=now)
    await queue_up(places, -1, now=now)
    await remember_told(places, entry)
    sign_up.update_from_dict(
        {
            "state": SignUpState.PLACED,
            "version": sign_up.version + 1,
            "sequence": sign_up.sequence + 1,
            "placed_at": now,
            "changed_at": now,
            "knows": Facts.of(entry).digest,
            "to_call_about": with_call(sign_up, CallAbout.PROMOTED),
        }
    )
    await sign_up.save()
    if sign_up.reached_at:
        await outbox.put(messages.promoted(sign_up, entry))


async def remember_told(places: Places, entry: Entry) -> None:
    """Note what a guest was told just now, to say what is different when it changes."""
    facts = Facts.of(entry)
    if facts.digest not in (places.told or {}):
        places.told = {**(places.told or {}), facts.digest: facts.to_json()}
        await Places.filter(id=places.id).update(told=places.told)


async def begin_after(places: Places, known_no_longer: Iterable[SignUp]) -> None:
    """Let a new sign-up of whoever these were be later than what their calendars have (RFC 5545 §3.8.7.4)."""
    first = max((each.sequence + 1 for each in known_no_longer), default=0)
    if first > places.sequence_from:
        places.sequence_from = first
        await Places.filter(id=places.id).update(sequence_from=first)


async def list_free(places: Places, entry: Entry) -> None:
    """Let the listing say how many places are left, where readers can take one."""
    is_open = places.state is PlacesState.OPEN
    await listing.tell_places_free(entry, places.free if is_open else None)


def is_past(places: Places) -> bool:
    """Whether it has begun."""
    return clock.now() >= places.starts_at
