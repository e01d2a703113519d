"""Who comes to a congress, person by person, for files; what people need apart from who they are."""

from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.models.registrations import Needs, RegistrationState, Source
from weekplanner.congress.queries.attendees import ListFilter, conditions_of, marks, workshops_of
from weekplanner.core import db
from weekplanner.core.errors import NotFound

AT_ONCE = 250
"""Parties in memory at a time: reading them takes some 50 ms."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who comes, or wants to, with the party they belong to."""

    registration_id: int
    name: str
    is_companion: bool
    arrived_at: datetime | None
    contact: str
    email: str
    organisation: str
    role: str
    audience: str
    municipality_code: str
    municipality: str
    province: str
    state: RegistrationState
    source: Source
    created_at: datetime
    confirmed_at: datetime | None
    invitation: str
    workshops: tuple[str, ...]
    waits_for: tuple[str, ...]


@dataclass(frozen=True)
class WhoNeeds:
    """Somebody with a seat who said what they need; of a group it may be anyone."""

    registration_id: int
    name: str
    people: int
    needs: Needs


_IDS = "SELECT r.id FROM registration AS r WHERE {where} AND r.id > ? ORDER BY r.id LIMIT ?"
_PEOPLE = """
SELECT r.id, a.name, a.is_companion, a.arrived_at, r.name, r.email, r.organisation, r.role, r.audience,
  COALESCE(m.code, ''), COALESCE(m.name, ''), COALESCE(p.name, ''), r.state, r.source, r.created_at,
  r.confirmed_at, COALESCE(i.name, '')
FROM attendee AS a JOIN registration AS r ON r.id = a.registration_id
LEFT JOIN municipality AS m ON m.code = r.municipality_id LEFT JOIN province AS p ON p.code = m.province_id
LEFT JOIN congress_invitation AS i ON i.id = r.invitation_id
WHERE r.id IN ({marks}) ORDER BY r.id, a.is_companion, a.id
"""
_NAMES = (
    "registration_id",
    "name",
    "is_companion",
    "arrived_at",
    "contact",
    "email",
    "organisation",
    "role",
    "audience",
    "municipality_code",
    "municipality",
    "province",
    "state",
    "source",
    "created_at",
    "confirmed_at",
    "invitation",
)
"""In the order of the columns."""


async def people_of(wanted: ListFilter) -> AsyncIterator[PersonRow]:
    """Every person of the parties that a filter finds, some in memory at a time; the caller asked rights."""
    where, parameters = conditions_of(wanted)
    after = 0
    while found := await db.rows(_IDS.format(where=where), [*parameters, after, AT_ONCE]):
        ids = [row[0] for row in found]
        workshops = await workshops_of(ids)
        for row in await db.rows(_PEOPLE.format(marks=marks(ids)), ids):
            yield _person(row, workshops.get(row[0], ()))
        after = ids[-1]


async def needs_at(congress_id: int, *, actor: Person) -> list[WhoNeeds]:
    """What who has a seat needs, by name; raises NotFound for who may not see it."""
    _require(actor)
    found = Needs.filter(
        registration__congress_id=congress_id, registration__state=RegistrationState.CONFIRMED
    )
    return [
        WhoNeeds(each.registration_id, each.registration.name, each.registration.people, each)
        for each in await found.select_related("registration").order_by("registration__name", "id")
    ]


def counted(needs: list[WhoNeeds]) -> Mapping[str, int]:
    """How often each diet and each need was ticked: ids with numbers, and nobody's name."""
    return Counter(ticked for each in needs for ticked in (*each.needs.diets, *each.needs.access))


def _person(row: Any, workshops: tuple[tuple[str, bool], ...]) -> PersonRow:
    """Any: drivers have rows of their own."""
    values = dict(zip(_NAMES, tuple(row), strict=True))
    read = {name: _READ[name](value) if name in _READ else value for name, value in values.items()}
    return PersonRow(
        **read,
        workshops=tuple(title for title, waits in workshops if not waits),
        waits_for=tuple(title for title, waits in workshops if waits),
    )


def _moment(value: Any) -> datetime | None:
    """Any: text on SQLite."""
    return db.moment(value) if value else None


def _require(actor: Person) -> None:
    if not rights.may_keep_attendees(actor):
        raise NotFound


_READ: Mapping[str, Callable[[Any], Any]] = {
    "is_companion": bool,
    "arrived_at": _moment,
    "state": RegistrationState,
    "source": Source,
    "created_at": _moment,
    "confirmed_at": _moment,
}
"""What a value of the database is read as; Any: whatever that is."""
