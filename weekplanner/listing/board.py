"""What is on in one edition, held in memory for the agenda: for each value of each key, who holds it.

A set of entries is one integer with a bit for each: joining two filters is one `&`, counting one
`bit_count`, also over tens of thousands. What is shown of an entry stands in the database.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple, TypeVar

from weekplanner.core import db
from weekplanner.geo.distance import Point
from weekplanner.listing.models import EntryState
from weekplanner.listing.selection import ON_LOCATION, part_of_minute

COLUMNS = (
    "id, edition_year, kind, state, day, start_minute, activity_id, organisation_id, municipality_code, "
    "province_code, latitude, longitude, pin_latitude, pin_longitude, form, category, is_for_professionals, "
    "audiences, accessibility, places_free, starts_at, ends_at"
)
"""What a board is made from."""

WITH_PLACES = "with_places"
PART_OF_DAY = "part_of_day"

MOST_REMEMBERED = 4
"""Answers, of at most a few megabytes each."""

Answer = TypeVar("Answer")

_FEW = frozenset({"activity_id", "organisation_id"})
"""Keys with very many values of few entries each: a list takes less room than a set."""


class Slot(NamedTuple):
    """What sorting and the map need of an entry."""

    entry_id: int
    day: date
    start_minute: int
    activity_id: int | None
    point: Point | None
    """The middle of its postcode area, by which it is near; None where there is no place."""
    pin: Point | None
    """Where it stands on the map."""
    starts_at: datetime
    ends_at: datetime


class Board:
    """The entries of one edition."""

    def __init__(self) -> None:
        self._slots: list[Slot | None] = []
        self._slot_of: dict[int, int] = {}
        self._free: list[int] = []
        self._sets: dict[tuple[str, Any], int] = {}
        self._few: dict[tuple[str, Any], array[int]] = {}
        self._values: dict[int, tuple[tuple[str, Any], ...]] = {}
        self._points: dict[Point, array[int]] = {}
        self._equal: dict[Any, Any] = {}
        self._latitudes: list[Point] | None = None
        self._moments: Counter[datetime] = Counter()
        self._in_order: list[datetime] | None = None
        self._remembered: OrderedDict[Hashable, Any] = OrderedDict()

    def __len__(self) -> int:
        return len(self._slot_of)

    def put(self, row: Mapping[str, Any]) -> None:
        """Have an entry as it is now; `row` answers to the names of `COLUMNS`."""
        self.take_away(row["id"])
        slot, values = _slot(row, self._same), tuple(map(self._same, _values(row)))
        if self._free:
            number = self._free.pop()
            self._slots[number] = slot
        else:
            number = len(self._slots)
            self._slots.append(slot)
        self._slot_of[slot.entry_id] = number
        self._values[number] = values
        self._count_moments(slot, 1)
        self._remembered.clear()
        for value in values:
            if value[0] in _FEW:
                self._few.setdefault(value, array("I")).append(number)
            else:
                self._sets[value] = self._sets.get(value, 0) | 1 << number
        if slot.point:
            if slot.point not in self._points:
                self._latitudes = None
            self._points.setdefault(slot.point, array("I")).append(number)

    def take_away(self, entry_id: int) -> None:
        """Have an entry no more; one that is not there is no error."""
        number = self._slot_of.pop(entry_id, None)
        if number is None:
            return
        slot = self._slots[number]
        assert slot is not None
        for value in self._values.pop(number):
            if value[0] in _FEW:
                self._few[value].remove(number)
            else:
                self._sets[value] &= ~(1 << number)
        if slot.point:
            self._points[slot.point].remove(number)
        self._slots[number] = None
        self._count_moments(slot, -1)
        self._remembered.clear()
        self._free.append(number)

    def _same(self, value: Answer) -> Answer:
        """Equal values as one: thousands of entries are on the same days, at the same places."""
        same: Answer = self._equal.setdefault(value, value)
        return same

    def remembered(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """What `make` answers, until anything here changes: for what takes long, and is asked again soon."""
        if key not in self._remembered:
            self._remembered[key] = make()
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        self._remembered.move_to_end(key)
        answer: Answer = self._remembered[key]
        return answer

    def holding(self, column: str, value: Any) -> int:
        """Those whose key is, or has among its values, `value`."""
        if column in _FEW:
            return bits_of(self._few.get((column, value), ()))
        return self._sets.get((column, value), 0)

    def days(self) -> list[date]:
        """The days on which there is, or was, anything."""
        return sorted(value for column, value in self._sets if column == "day")

    def near(self, holds: Callable[[Point], bool], box: tuple[float, float, float, float]) -> int:
        """Those at a point for which `holds`; all such points lie in the box (south, west, north, east)."""
        south, west, north, east = box
        found = array("I")
        for point in self._between(south, north):
            if west <= point.longitude <= east and holds(point):
                found += self._points[point]
        return bits_of(found)

    def _between(self, south: float, north: float) -> Iterable[Point]:
        if self._latitudes is None:
            self._latitudes = sorted(self._points)
        begin = bisect_left(self._latitudes, (south, -180.0))
        return self._latitudes[begin : bisect_right(self._latitudes, (north, 180.0))]

    def of_ids(self, entry_ids: Iterable[int]) -> int:
        """These entries, as far as they are here."""
        return bits_of(self._slot_of[each] for each in entry_ids if each in self._slot_of)

    def next_moment(self, after: datetime) -> datetime | None:
        """When something begins or ends, after this moment; None when nothing will."""
        if self._in_order is None:
            self._in_order = sorted(self._moments)
        at = bisect_right(self._in_order, after)
        return self._in_order[at] if at < len(self._in_order) else None

    def _count_moments(self, slot: Slot, number: int) -> None:
        for moment in (slot.starts_at, slot.ends_at):
            self._moments[moment] += number
            if self._moments[moment] in (0, number):  # there was none before, or is none now
                self._in_order = None
            if not self._moments[moment]:
                del self._moments[moment]

    def members(self, bits: int) -> Iterator[Slot]:
        """The entries of a set, in no order that means anything."""
        written = bin(bits)[:1:-1]
        at = written.find("1")
        while at >= 0:
            slot = self._slots[at]
            assert slot is not None
            yield slot
            at = written.find("1", at + 1)


def bits_of(numbers: Iterable[int]) -> int:
    """The set of the entries in these slots."""
    known = array("I", numbers)
    if not known:
        return 0
    room = bytearray(max(known) // 8 + 1)
    for number in known:
        room[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(room, "little")


def _slot(row: Mapping[str, Any], same: Callable[[Any], Any]) -> Slot:
    point = pin = None
    if row["form"] == ON_LOCATION and row["latitude"] is not None:
        point = pin = same(Point(row["latitude"], row["longitude"]))
        if row["pin_latitude"] is not None:
            pin = Point(row["pin_latitude"], row["pin_longitude"])
    return Slot(
        entry_id=row["id"],
        day=same(db.day(row["day"])),
        start_minute=row["start_minute"],
        activity_id=row["activity_id"],
        point=point,
        pin=pin,
        starts_at=same(db.moment(row["starts_at"])),
        ends_at=same(db.moment(row["ends_at"])),
    )


def _values(row: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for column in (
        "kind",
        "state",
        "form",
        "category",
        "municipality_code",
        "province_code",
        "activity_id",
        "organisation_id",
    ):
        yield column, row[column]
    yield "day", db.day(row["day"])
    yield PART_OF_DAY, part_of_minute(row["start_minute"])
    yield "is_for_professionals", bool(row["is_for_professionals"])
    for column in ("audiences", "accessibility"):
        for value in row[column].split():
            yield column, value
    if row["state"] == EntryState.LISTED.value and row["places_free"] != 0:
        yield WITH_PLACES, True
