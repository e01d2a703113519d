"""Who is expected at the doors of a congress, who is inside, and who did not come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tortoise.expressions import Subquery

from weekplanner.accounts.people import Person
from weekplanner.congress import codes, rights, verdicts
from weekplanner.congress.models.congresses import Congress, CongressState
from weekplanner.congress.models.entrance import CheckIn, DoorDevice
from weekplanner.congress.models.registrations import Attendee, Registration, RegistrationState
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.queries import congresses
from weekplanner.congress.queries.standings import standings_of
from weekplanner.congress.values import Standing
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotAllowed, NotFound, require
from weekplanner.core.text_cleaning import normalised

MOST_FOUND = 20
_MOST_REPORTS = 50

_ON_LIST = """
SELECT a.id, a.name, r.organisation, a.ticket_version, a.arrived_at
FROM attendee a JOIN registration r ON r.id = a.registration_id
WHERE a.congress_id = ? AND r.state = 'confirmed'
"""
_CAME_IN_SINCE = "AND a.id IN (SELECT attendee_id FROM check_in WHERE congress_id = ? AND id > ?)"
_STAND = """
SELECT COUNT(*), SUM(CASE WHEN source = 'door' THEN version - 1 ELSE version END),
  SUM(CASE WHEN source = 'door' AND state = 'confirmed' THEN 1 ELSE 0 END),
  SUM(CASE WHEN source = 'door' THEN 1 ELSE 0 END)
FROM registration WHERE congress_id = ?
"""
"""How many walked in, and what rises with every change but with somebody walking in."""
_LAST = "SELECT COALESCE(MAX(id), 0) FROM check_in WHERE congress_id = ?"
_TWICE = """
SELECT a.name, f.at, fd.name, c.at, cd.name
FROM check_in c JOIN check_in f ON f.attendee_id = c.attendee_id AND f.is_again = ?
JOIN attendee a ON a.id = c.attendee_id
LEFT JOIN door_device fd ON fd.id = f.device_id LEFT JOIN door_device cd ON cd.id = c.device_id
WHERE c.congress_id = ? AND c.is_again = ? AND (c.was_offline = ? OR c.id < f.id) AND a.name <> ''
ORDER BY c.id DESC LIMIT ?
"""
"""Who was refused at once is not among them: a door said welcome twice, since one had no network."""


@dataclass(frozen=True)
class Listed:
    """Somebody with a seat, as a door sees them: nothing but who they are, and whether they are inside."""

    id: int
    name: str
    organisation: str
    ticket_version: int
    arrived_at: datetime | None

    @property
    def code(self) -> str:
        """What stands under their ticket."""
        return codes.ticket_code(self.id, self.ticket_version)


@dataclass(frozen=True)
class Counts:
    """How many people are inside, have a seat since they signed up, and walked in; and who is missing."""

    inside: int
    expected: int
    walked_in: int

    @property
    def absent(self) -> int:
        """How many of those who signed up are not inside."""
        return max(0, self.expected + self.walked_in - self.inside)


@dataclass(frozen=True)
class Stand:
    """How far a door's list goes: what the list itself is a version of, and the last entrance it knows."""

    of_list: str
    last: int


@dataclass(frozen=True)
class Changes:
    """What is new for a door that knows the list up to some stand."""

    stand: Stand
    counts: Counts
    is_whole: bool
    """Whether these are all people, and not only those who came in since."""
    people: Sequence[Listed]
    reports: Sequence[str] | None
    """Who came in twice, in words; None when nobody came in since."""


@dataclass(frozen=True)
class CameIn:
    """One entrance that was written down."""

    person: Listed
    is_again: bool
    received_at: datetime


async def door_of(token: str) -> Person | None:
    """Which telephone has this cookie, as long as it may stand at its door."""
    device = await db.find(DoorDevice, token_digest=tokens.digest(token))
    if device is None or device.ended_at is not None or device.valid_until <= clock.now():
        return None
    return Person(
        account_id=None,
        name=device.name,
        email="",
        door_congress_id=device.congress_id,
        door_device_id=device.id,
    )


async def with_doors(slug: str) -> Congress:
    """A congress that one can come in to; raises NotFound."""
    congress = await congresses.called(slug)
    if congress is None or congress.state is not CongressState.PUBLISHED:
        raise NotFound
    return congress


async def counts_of(congress: Congress, *, actor: Person) -> Counts:
    """How many are inside, expected, and walked in."""
    _look(congress, actor)
    return (await _counted(congress))[0]


async def people_of(congress: Congress, *, actor: Person) -> list[Listed]:
    """Everybody with a seat, by name."""
    _look(congress, actor)
    return _listed(await db.rows(f"{_ON_LIST} ORDER BY a.name, a.id", [congress.id]))


async def people_called(congress: Congress, text: str, *, actor: Person) -> list[Listed]:
    """Those whose name and organisation hold every word of `text`; some MOST_FOUND at most."""
    words = normalised(text).split()
    found = [
        person
        for person in await people_of(congress, actor=actor)
        if all(word in normalised(f"{person.name} {person.organisation}") for word in words)
    ]
    return found[:MOST_FOUND] if words else []


async def changes_since(congress: Congress, known: Stand, *, actor: Person) -> Changes:
    """What a door does not know yet: who came in since, or the whole list when that is another one."""
    _look(congress, actor)
    (last,) = (await db.rows(_LAST, [congress.id]))[0]
    counts, of_list = await _counted(congress)
    is_whole = known.of_list != of_list or known.last > last
    if is_whole:
        people = await people_of(congress, actor=actor)
    elif known.last == last:
        people = []
    else:
        since = [congress.id, congress.id, known.last]
        people = _listed(await db.rows(_ON_LIST + _CAME_IN_SINCE, since))
    reports = await reports_of(congress, actor=actor) if is_whole or known.last != last else None
    return Changes(Stand(of_list, last), counts, is_whole, people, reports)


async def reports_of(congress: Congress, *, actor: Person) -> list[str]:
    """Who came in by two doors while one had no network, newest first."""
    _look(congress, actor)
    rows = await db.rows(_TWICE, [False, congress.id, True, True, _MOST_REPORTS])
    return [
        verdicts.came_in_twice(row[0], (row[2] or "", db.moment(row[1])), (row[4] or "", db.moment(row[3])))
        for row in rows
    ]


async def came_in(congress: Congress, check_in_id: int, *, actor: Person) -> CameIn | None:
    """An entrance at this congress, by its number."""
    _look(congress, actor)
    found = await db.find(CheckIn, id=check_in_id, congress_id=congress.id)
    if found is None:
        return None
    rows = await db.rows(f"{_ON_LIST} AND a.id = ?", [congress.id, found.attendee_id])
    return CameIn(_listed(rows)[0], found.is_again, found.received_at) if rows else None


async def absent_parties(congress: Congress, *, actor: Person) -> list[Standing]:
    """The parties of which somebody with a seat did not come, by name; for the team, afterwards.

    Who of a party is missing has no `arrived_at`. Raises NotAllowed.
    """
    require(rights.may_see_congress_desk(actor))
    absent = Subquery(Attendee.filter(congress_id=congress.id, arrived_at=None).values("registration_id"))
    parties = Registration.filter(congress_id=congress.id, state=RegistrationState.CONFIRMED, id__in=absent)
    return await standings_of(await parties.order_by("name", "id"))


async def _counted(congress: Congress) -> tuple[Counts, str]:
    ((parties, versions, walked_in, all_walked_in),) = await db.rows(_STAND, [congress.id])
    seats = await db.find(Seats, congress_id=congress.id)
    assert seats is not None
    walked_in = walked_in or 0
    counts = Counts(seats.arrived, seats.taken - walked_in, walked_in)
    return counts, f"{parties - (all_walked_in or 0)}.{versions or 0}"


def _listed(rows: Sequence[Any]) -> list[Listed]:
    return [
        Listed(row[0], row[1], row[2], row[3], db.moment(row[4]) if row[4] is not None else None)
        for row in rows
    ]


def _look(congress: Congress, actor: Person) -> None:
    if not rights.may_check_in(actor, congress):
        raise NotAllowed if actor.is_team else NotFound
