"""The list of who signed up for a congress: filtered, counted, a page of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.models.registrations import RegistrationState
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import normalised

LIST_PAGE = 50
MOST_WORDS = 8
"""Of a text that is searched for."""


class Presence(Enum):
    """Whether somebody of a party that has seats came in; the words of the address."""

    INSIDE = "binnen"
    ABSENT = "afwezig"


@dataclass(frozen=True)
class ListFilter:
    """Which parties one looks at; None is everything."""

    congress_id: int
    state: RegistrationState | None = None
    audience: str | None = None
    workshop_id: int | None = None
    """Who has seats in it."""
    line_of_id: int | None = None
    """Who waits for seats in this workshop, or is offered them."""
    has_needs: bool = False
    presence: Presence | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A party in the list."""

    id: int
    name: str
    organisation: str
    email: str
    people: int
    state: RegistrationState
    audience: str
    wish: str
    created_at: datetime
    offered_until: datetime | None
    has_needs: bool
    arrived: int
    number: int | None
    """In line for a seat in the hall."""
    workshops: tuple[tuple[str, bool], ...]
    """Titles in the order of the programme, and whether they wait for it."""


@dataclass(frozen=True)
class Page:
    """One page of the list; how many parties and people there are on all of them."""

    rows: Sequence[Row]
    total: int
    people: int


_COLUMNS = """
SELECT r.id, r.name, r.organisation, r.email, r.people, r.state, r.audience, r.wish, r.created_at,
  r.offered_until, EXISTS (SELECT 1 FROM registration_needs n WHERE n.registration_id = r.id),
  (SELECT COUNT(*) FROM attendee a WHERE a.registration_id = r.id AND a.arrived_at IS NOT NULL)
FROM registration AS r WHERE {where} ORDER BY r.id LIMIT ? OFFSET ?
"""
_ARRIVED = "EXISTS (SELECT 1 FROM attendee a WHERE a.registration_id = r.id AND a.arrived_at IS NOT NULL)"
_CHOICE = "r.id IN (SELECT c.registration_id FROM workshop_choice c WHERE {condition})"
_PRESENCE: Mapping[Presence, str] = {
    Presence.INSIDE: _ARRIVED,
    Presence.ABSENT: f"r.state = 'confirmed' AND NOT {_ARRIVED}",
}
_WORKSHOPS = """
SELECT c.registration_id, seat.title, first.title, c.in_line
FROM workshop_choice AS c JOIN congress_part AS p ON p.id = c.part_id
JOIN workshop AS first ON first.id = c.first_choice_id LEFT JOIN workshop AS seat ON seat.id = c.seat_id
WHERE c.registration_id IN ({marks}) ORDER BY p.starts_at, p.id
"""
_NUMBERS = """
SELECT id, number FROM (
  SELECT id, ROW_NUMBER() OVER (ORDER BY id) AS number FROM registration
  WHERE congress_id = ? AND state = 'waiting'
) AS line WHERE id IN ({marks})
"""


async def attendee_list(wanted: ListFilter, *, actor: Person, offset: int) -> Page:
    """A page of the list, in the order of arrival; raises NotFound for who may not see who comes."""
    _require(actor)
    where, parameters = conditions_of(wanted)
    found = await db.rows(_COLUMNS.format(where=where), [*parameters, LIST_PAGE, offset])
    ids = [row[0] for row in found]
    numbers = await numbers_in_line(wanted.congress_id, ids)
    workshops = await workshops_of(ids)
    (counted,) = await db.rows(
        f"SELECT COUNT(*), COALESCE(SUM(r.people), 0) FROM registration AS r WHERE {where}",  # noqa: S608 - ours
        parameters,
    )
    rows = [_row(each, numbers.get(each[0]), workshops.get(each[0], ())) for each in found]
    return Page(rows, int(counted[0]), int(counted[1]))


async def states(congress_id: int, *, actor: Person) -> Mapping[RegistrationState, int]:
    """How many parties stand where."""
    _require(actor)
    found = await db.rows(
        "SELECT state, COUNT(*) FROM registration WHERE congress_id = ? GROUP BY state", (congress_id,)
    )
    numbers = {RegistrationState(row[0]): int(row[1]) for row in found}
    return {state: numbers.get(state, 0) for state in RegistrationState}


async def numbers_in_line(congress_id: int, ids: Sequence[int]) -> Mapping[int, int]:
    """The numbers in line of those of these parties that wait for a seat."""
    if not ids:
        return {}
    found = await db.rows(_NUMBERS.format(marks=marks(ids)), [congress_id, *ids])
    return {row[0]: int(row[1]) for row in found}


async def workshops_of(ids: Sequence[int]) -> Mapping[int, tuple[tuple[str, bool], ...]]:
    """By party: the titles of its workshops in the order of the programme, and whether it waits for it."""
    if not ids:
        return {}
    workshops: dict[int, tuple[tuple[str, bool], ...]] = {}
    for party_id, seat, first, in_line in await db.rows(_WORKSHOPS.format(marks=marks(ids)), ids):
        has = ((seat, False),) if seat else ()
        waits = ((first, True),) if in_line else ()
        workshops[party_id] = (*workshops.get(party_id, ()), *has, *waits)
    return workshops


def conditions_of(wanted: ListFilter) -> tuple[str, list[Any]]:
    """The filter as SQL about `registration AS r`, with its parameters."""
    asked: dict[str, Any] = {
        "r.congress_id = ?": wanted.congress_id,
        "r.state = ?": wanted.state.value if wanted.state else None,
        "r.audience = ?": wanted.audience,
        _CHOICE.format(condition="c.seat_id = ?"): wanted.workshop_id,
        _CHOICE.format(condition="c.first_choice_id = ? AND c.in_line"): wanted.line_of_id,
    }
    conditions = [(sql, value) for sql, value in asked.items() if value is not None]
    words = normalised(wanted.text).split()[:MOST_WORDS]
    conditions += [("r.searched LIKE ?", f"%{word}%") for word in words]
    sentences = [sql for sql, _value in conditions]
    if wanted.has_needs:
        sentences.append("EXISTS (SELECT 1 FROM registration_needs n WHERE n.registration_id = r.id)")
    if wanted.presence is not None:
        sentences.append(_PRESENCE[wanted.presence])
    return " AND ".join(sentences), [value for _sql, value in conditions]


def marks(values: Sequence[Any]) -> str:
    """A placeholder for each."""
    return ", ".join("?" * len(values))


def _row(row: Any, number: int | None, workshops: tuple[tuple[str, bool], ...]) -> Row:
    """Any: drivers have rows of their own."""
    id_, name, organisation, email, people, state, audience, wish, created_at, until, has_needs, arrived = row
    return Row(
        id_,
        name,
        organisation,
        email,
        int(people),
        RegistrationState(state),
        audience,
        wish,
        db.moment(created_at),
        db.moment(until) if until else None,
        bool(has_needs),
        int(arrived),
        number,
        workshops,
    )


def _require(actor: Person) -> None:
    if not rights.may_see_congress_desk(actor):
        raise NotFound
