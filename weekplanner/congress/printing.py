"""What of a congress is made as a PDF while somebody waits for it: tickets, badges, and lists of names.

Badges come in parts, so that each takes some two seconds, of a child process that lets others go first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from weekplanner.congress.paper import badges, lists, tickets
from weekplanner.congress.queries import printing as queries
from weekplanner.congress.queries.congresses import Part, Programme
from weekplanner.congress.values import Standing
from weekplanner.core import clock, texts
from weekplanner.core.texts import SOURCE_LANGUAGE, use_language
from weekplanner.core.texts import gettext as _
from weekplanner.formats import pdf

PER_FILE = 400
"""Badges: fifty sheets."""


class Paper(Enum):
    """What the team prints; the value is part of a file's name."""

    BADGES = "badges"
    ATTENDEES = "deelnemers"
    WORKSHOPS = "workshops"


@dataclass(frozen=True)
class Sheets:
    """One file that can be made: a part of the badges, the list of everybody, or the workshops of a round."""

    paper: Paper
    number: int
    words: str

    @property
    def key(self) -> str:
        """How a form names it: badges-1."""
        return f"{self.paper.value}-{self.number}"


async def sheets_of(programme: Programme) -> list[Sheets]:
    """What there is to print of a congress; nothing as long as nobody has a seat."""
    people = await queries.number_of_people(programme.congress.id)
    if not people:
        return []
    parts = range(1, -(-people // PER_FILE) + 1)
    return [
        *(Sheets(Paper.BADGES, number, _badges_in_words(number, people)) for number in parts),
        Sheets(Paper.ATTENDEES, 1, _("Lijst van alle deelnemers")),
        *(
            Sheets(Paper.WORKSHOPS, part.number, _rounds_in_words(part, programme.rounds))
            for part in programme.rounds
        ),
    ]


async def make(programme: Programme, sheets: Sheets) -> bytes:
    """The PDF of these; raises NotSet."""
    with use_language(SOURCE_LANGUAGE):
        if sheets.paper is Paper.BADGES:
            return await _badges(programme, sheets.number)
        if sheets.paper is Paper.ATTENDEES:
            return await _attendees(programme)
        return await _workshops(programme, sheets.number)


async def tickets_of(programme: Programme, standing: Standing) -> bytes:
    """The tickets of a party that has seats at a place with a door; raises NotSet."""
    now = clock.now()
    with use_language(SOURCE_LANGUAGE):
        seats = [choice.seat_id for choice in standing.choices if choice.seat_id is not None]
        head = tickets.head(programme, seats, now=now)
        items = map(tickets.item, queries.of_party(standing))
        return await pdf.made(tickets.TEMPLATE, head, items, now=now)


async def _badges(programme: Programme, number: int) -> bytes:
    now, congress = clock.now(), programme.congress
    people = await queries.everybody(congress.id)
    wanted = people[(number - 1) * PER_FILE : number * PER_FILE]
    head = badges.head(congress, now=now)
    return await pdf.made(badges.TEMPLATE, head, map(badges.item, wanted), now=now)


async def _attendees(programme: Programme) -> bytes:
    now, congress = clock.now(), programme.congress
    head = lists.head(_("Deelnemers van %(title)s") % {"title": congress.title}, congress, now=now)
    item = lists.of_everybody(congress, await queries.everybody(congress.id))
    return await pdf.made(lists.TEMPLATE, head, [item], now=now)


async def _workshops(programme: Programme, number: int) -> bytes:
    now, congress = clock.now(), programme.congress
    part = programme.rounds[number - 1]
    people = await queries.of_round(congress.id, part.part.id)
    head = lists.head(_("Workshops van %(title)s") % {"title": congress.title}, congress, now=now)
    items = [lists.of_workshop(part, each, people.get(each.id, [])) for each in part.workshops]
    return await pdf.made(lists.TEMPLATE, head, items, now=now)


def _badges_in_words(number: int, people: int) -> str:
    if people <= PER_FILE:
        return _("Badges")
    values = {
        "first": texts.number((number - 1) * PER_FILE + 1),
        "last": texts.number(min(number * PER_FILE, people)),
    }
    return _("Badges %(first)s tot en met %(last)s, op alfabet") % values


def _rounds_in_words(part: Part, rounds: Sequence[Part]) -> str:
    if len(rounds) == 1:
        return _("Lijst per workshop")
    return _("Lijst per workshop, ronde %(number)s") % {"number": part.number}
