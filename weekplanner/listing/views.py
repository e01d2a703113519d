"""One look at what is on: the entries of a selection that a search asks for, counted, sorted and placed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import reduce
from heapq import nsmallest
from operator import or_
from typing import Any

from weekplanner.core import db
from weekplanner.geo.distance import Point
from weekplanner.listing import boards
from weekplanner.listing.board import PART_OF_DAY, WITH_PLACES, Board, Slot
from weekplanner.listing.logic import EVERYTHING, Condition
from weekplanner.listing.models import EntryState
from weekplanner.listing.selection import REMOTE_FORMS, YES, Filters, Scope, Search, Selection
from weekplanner.vocabulary.queries import vocabulary


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries go on, and how many were called off but still stand there."""

    going_on: int = 0
    cancelled: int = 0

    @property
    def listed(self) -> int:
        """How many stand in the list."""
        return self.going_on + self.cancelled

    def __add__(self, other: "Count") -> "Count":
        return Count(self.going_on + other.going_on, self.cancelled + other.cancelled)


NOTHING = Count()


@dataclass(frozen=True, slots=True)
class Placed:
    """An entry in its place in the list; the distance is there only around a postcode."""

    entry_id: int
    day: date
    start_minute: int
    activity_id: int | None
    pin: Point | None
    distance_km: float | None


Choices = Mapping[str, Mapping[str, int]]
"""By key of the address and id: how much would go on with that choice instead of, or for a feature besides,
what is chosen under the same key."""


class _Remembering:
    """A board that is asked for the same surroundings many times."""

    def __init__(self, board: Board) -> None:
        self._board = board
        self._near: dict[tuple[float, ...], int] = {}
        self.holding = board.holding

    def near(self, holds: Any, box: tuple[float, float, float, float]) -> int:
        """As `Board.near`."""
        if box not in self._near:
            self._near[box] = self._board.near(holds, box)
        return self._near[box]


class View:
    """A selection of one edition as it is searched; made by `view`.

    The board may change as soon as somebody else has a turn: ask all there is to ask before an `await`.
    """

    def __init__(
        self, board: Board, sets: _Remembering, selection: Selection, search: Search, worded: int
    ) -> None:
        self.selection = selection
        self.search = search
        self._board = board
        self._sets = sets
        self._worded = worded
        listed = board.holding("state", EntryState.LISTED.value)
        self._going_on = listed
        self._shown = listed | board.holding("state", EntryState.CANCELLED.value)
        self._days = _any_day(board, search.days)
        self._found = self._bits(selection, search) & self._shown

    def part(self, selection: Selection) -> "View":
        """A part of what is looked at, such as what one joins from home, on the same board."""
        return View(self._board, self._sets, selection, self.search, self._worded)

    def per_day(self) -> dict[date, Count]:
        """How much there is on each day, whichever days are searched; only days with anything."""
        found = {day: self._found & self._board.holding("day", day) for day in self._board.days()}
        counts = {day: self._count(bits) for day, bits in found.items()}
        return {day: count for day, count in counts.items() if count.listed}

    def total(self) -> Count:
        """How much there is on the days that are searched."""
        return self._count(self._found & self._days)

    def per_municipality(self, codes: Iterable[str]) -> dict[str, int]:
        """How much goes on in each of these municipalities, on the days that are searched."""
        goes_on = self._found & self._days & self._going_on
        return {
            code: (goes_on & self._board.holding("municipality_code", code)).bit_count() for code in codes
        }

    def page(self, *, limit: int, offset: int = 0, today: date | None = None) -> list[Placed]:
        """A stretch of the list: by day, then time, then distance; with `today`, past days at the end."""
        found: list[Placed] = []
        skipped = 0
        for day in self._in_order(today):
            of_day = self._found & self._board.holding("day", day)
            number = of_day.bit_count()
            if skipped + number > offset and len(found) < limit:
                begin = max(offset - skipped, 0)
                found += self._first(begin + limit - len(found), of_day)[begin:]
            skipped += number
        return found

    def activity_ids(self) -> Sequence[int]:
        """All activities that are found, each once, in the order of the list."""
        key = ("activities", self._found & self._days, self.selection.circle)
        return self._board.remembered(key, self._activity_ids)

    def _activity_ids(self) -> Sequence[int]:
        found: dict[int, None] = {}
        for day in self._in_order(None):
            of_day = self._found & self._board.holding("day", day)
            placed = self._first(of_day.bit_count(), of_day)
            found |= {each.activity_id: None for each in placed if each.activity_id is not None}
        return tuple(found)

    def by_pin(self) -> Mapping[Point, Sequence[int]]:
        """Where on the map there is anything, and the ids of the entries that are there."""
        found = self._found & self._days
        return self._board.remembered(("pins", found), lambda: self._by_pin(found))

    def _by_pin(self, bits: int) -> Mapping[Point, Sequence[int]]:
        found: dict[Point, list[int]] = {}
        for slot in self._board.members(bits):
            if slot.pin:
                found.setdefault(slot.pin, []).append(slot.entry_id)
        return found

    def called_off(self) -> frozenset[int]:
        """The ids of the entries that are found and do not go on."""
        bits = self._found & self._days & ~self._going_on
        return frozenset(slot.entry_id for slot in self._board.members(bits))

    def choices(self) -> Choices:
        """How much each choice that a reader could make leads to, in the part that the list would show."""
        lists, filters, search = vocabulary(), self.selection.filters, self.search
        any_category = replace(filters, categories=frozenset(lists.categories))
        any_audience = replace(filters, audiences=frozenset())
        any_time, with_places = replace(search, parts_of_day=frozenset()), replace(search, has_places=True)
        in_a_category = self._choosable(any_category, search)
        for_an_audience = self._choosable(any_audience, search)
        now, sometime = self._choosable(filters, search), self._choosable(filters, any_time)
        return {
            "categorie": {
                each: self._number(in_a_category, Filters(categories=frozenset({each})))
                for each in lists.categories
            },
            "doelgroep": {
                each: self._number(for_an_audience, Filters(audiences=frozenset({each})))
                for each in lists.audiences
            },
            "toegankelijk": {
                each: self._number(now, Filters(accessibility=frozenset({each})))
                for each in lists.accessibility
            },
            "vorm": {
                each: self._choosable(replace(filters, forms=frozenset({each})), search).bit_count()
                for each in lists.forms
            },
            "dagdeel": {
                each: (sometime & self._sets.holding(PART_OF_DAY, each)).bit_count()
                for each in lists.parts_of_day
            },
            "vrij": {YES: self._choosable(filters, with_places).bit_count()},
        }

    def _choosable(self, filters: Filters, search: Search) -> int:
        """What would go on with these choices."""
        part = replace(self.selection, filters=filters).shown_part()
        return self._bits(part, search) & self._going_on & self._days

    def _number(self, among: int, filters: Filters) -> int:
        for term in filters.terms():
            among &= term.bits(self._sets)
        return among.bit_count()

    def _bits(self, selection: Selection, search: Search) -> int:
        """Everything but the days, and however it stands."""
        found = self._sets.holding("kind", selection.kind.value) & self._worded
        if search.parts_of_day:
            found &= _union(self._sets.holding(PART_OF_DAY, part) for part in search.parts_of_day)
        if search.has_places:
            found &= self._sets.holding(WITH_PLACES, True)
        return found & selection.term().bits(self._sets)

    def _count(self, bits: int) -> Count:
        going_on = (bits & self._going_on).bit_count()
        return Count(going_on, bits.bit_count() - going_on)

    def _in_order(self, today: date | None) -> list[date]:
        days = [day for day in self._board.days() if not self.search.days or day in self.search.days]
        return sorted(days, key=lambda day: (today is not None and day < today, day))

    def _first(self, number: int, bits: int) -> list[Placed]:
        """So many of a set, by time, then distance."""
        ranked = (
            (slot.start_minute, self._distance(slot) or 0.0, slot.entry_id, slot)
            for slot in self._board.members(bits)
        )
        return [self._placed(slot) for *_rank, slot in nsmallest(number, ranked)]

    def _placed(self, slot: Slot) -> Placed:
        return Placed(
            slot.entry_id, slot.day, slot.start_minute, slot.activity_id, slot.pin, self._distance(slot)
        )

    def _distance(self, slot: Slot) -> float | None:
        circle = self.selection.circle
        return circle.reach_km(*slot.point) if circle and slot.point else None


async def view(selection: Selection, search: Search) -> View:
    """Look at a selection of one edition as it is now."""
    (year,) = selection.edition_years
    board = await boards.current().of(year)
    worded = await _worded(board, selection, search) if search.words else EVERYTHING
    return View(board, _Remembering(board), selection, search, worded)


async def _worded(board: Board, selection: Selection, search: Search) -> int:
    """Those with every word in their text, whatever else is chosen."""
    words = search.where_words
    assert words is not None
    every_category = frozenset(vocabulary().categories)
    anything = replace(selection, filters=Filters(categories=every_category))
    parts = [anything]
    if selection.circle:
        remote = Filters(categories=every_category, forms=REMOTE_FORMS)
        parts.append(Selection(Scope.COUNTRY, selection.edition_years, filters=remote))
    found: set[int] = set()
    for part in parts:
        where = Condition.every([part.where("e"), words])
        rows = await db.rows(
            f"SELECT e.id FROM listing_entry e WHERE {where.sql}",  # noqa: S608 - fixed
            where.parameters,
        )
        found.update(row[0] for row in rows)
    return board.of_ids(found)


def _any_day(board: Board, days: Iterable[date]) -> int:
    chosen = list(days)
    return _union(board.holding("day", day) for day in chosen) if chosen else EVERYTHING


def _union(sets: Iterable[int]) -> int:
    return reduce(or_, sets, 0)
