"""Who comes to a congress, in numbers: by audience, organisation, municipality, province and workshop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.core import db
from weekplanner.core.errors import NotFound

MOST_ROWS = 100
"""Of organisations: the largest."""


class Group(Enum):
    """What one counts by; the words of the address."""

    AUDIENCE = "doelgroep"
    ORGANISATION = "organisatie"
    MUNICIPALITY = "gemeente"
    PROVINCE = "provincie"


@dataclass(frozen=True)
class Counted:
    """People of one audience, organisation, municipality or province.

    `name` is empty for who said nothing.
    """

    name: str
    seated: int
    waiting: int
    """In line, with an offer, or asking to be let in."""
    arrived: int

    @property
    def absent(self) -> int:
        """How many have a seat and did not come in."""
        return self.seated - self.arrived


@dataclass(frozen=True)
class WorkshopCounted:
    """A workshop: how many people want it, how many have it, and how many parties wait."""

    round: str
    title: str
    capacity: int
    wanted_first: int
    wanted_second: int
    taken: int
    held: int
    waiting: int


_NAMES: Mapping[Group, str] = {
    Group.AUDIENCE: "r.audience",
    Group.ORGANISATION: "r.organisation",
    Group.MUNICIPALITY: "COALESCE(m.name, '')",
    Group.PROVINCE: "COALESCE(p.name, '')",
}
_SAME: Mapping[Group, str] = {**_NAMES, Group.ORGANISATION: "LOWER(r.organisation)"}
"""An organisation that one writes in capitals is the same."""
_FROM = """
registration AS r LEFT JOIN municipality AS m ON m.code = r.municipality_id
LEFT JOIN province AS p ON p.code = m.province_id
"""
_LIVE = "r.state IN ('confirmed', 'waiting', 'offered', 'requested')"
_COUNTS = """
SELECT {same} AS same, MIN({name}),
  COALESCE(SUM(CASE WHEN r.state = 'confirmed' THEN r.people END), 0) AS seated,
  COALESCE(SUM(CASE WHEN r.state <> 'confirmed' THEN r.people END), 0)
FROM {tables} WHERE r.congress_id = ? AND {live}
GROUP BY {same} ORDER BY seated DESC, MIN({name}) LIMIT ?
"""
_ARRIVED = """
SELECT {same} AS same, COUNT(*) FROM {tables} JOIN attendee AS a ON a.registration_id = r.id
WHERE r.congress_id = ? AND r.state = 'confirmed' AND a.arrived_at IS NOT NULL GROUP BY {same}
"""
_WORKSHOPS = """
SELECT w.id, part.title, w.title, w.capacity, w.taken, w.held, w.waiting
FROM workshop AS w JOIN congress_part AS part ON part.id = w.part_id
WHERE part.congress_id = ? ORDER BY part.starts_at, part.id, w.id
"""
_WANTED = """
SELECT c.{choice}, SUM(r.people) FROM registration AS r
JOIN workshop_choice AS c ON c.registration_id = r.id
WHERE r.congress_id = ? AND {live} AND c.{choice} IS NOT NULL GROUP BY c.{choice}
"""


async def counted_by(group: Group, congress_id: int, *, actor: Person) -> list[Counted]:
    """People of live parties, the most seats first; raises NotFound for who may not see who comes."""
    _require(actor)
    words = {"name": _NAMES[group], "same": _SAME[group], "tables": _FROM, "live": _LIVE}
    arrived = _numbers(await db.rows(_ARRIVED.format(**words), (congress_id,)))
    found = await db.rows(_COUNTS.format(**words), (congress_id, MOST_ROWS))
    return [Counted(row[1], int(row[2]), int(row[3]), arrived.get(row[0], 0)) for row in found]


async def workshops_counted(congress_id: int, *, actor: Person) -> list[WorkshopCounted]:
    """What is wanted of the workshops, in the order of the programme."""
    _require(actor)
    first, second = [
        _numbers(await db.rows(_WANTED.format(choice=choice, live=_LIVE), (congress_id,)))
        for choice in ("first_choice_id", "second_choice_id")
    ]
    return [
        WorkshopCounted(round_, title, capacity, first.get(id_, 0), second.get(id_, 0), taken, held, waiting)
        for id_, round_, title, capacity, taken, held, waiting in await db.rows(_WORKSHOPS, (congress_id,))
    ]


def _numbers(rows: Sequence[Any]) -> dict[Any, int]:
    """Any: drivers have rows of their own."""
    return {row[0]: int(row[1]) for row in rows}


def _require(actor: Person) -> None:
    if not rights.may_see_congress_desk(actor):
        raise NotFound
