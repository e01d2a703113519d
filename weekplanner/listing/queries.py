"""Reading what is on, in plain rows: for lists of activities, and for how much there is on each day."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from weekplanner.core import db
from weekplanner.listing.models import EntryState
from weekplanner.listing.selection import ON_LOCATION, Circle, Condition, Selection, When

_SHOWN = Condition("e.state <> ?", (EntryState.WITHDRAWN.value,))
_GOES_ON = Condition("e.state = ?", (EntryState.LISTED.value,))

_COLUMNS = (
    "e.id, e.activity_id, e.slug, e.title, e.summary, e.state, e.starts_at, e.ends_at, e.day, e.form, "
    "e.category, e.venue, e.place, e.pc4, e.province_code, e.price_cents, e.join_ways, e.accessibility, "
    "e.places_free"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An entry as a list shows it; `distance_km` is there only around a postcode."""

    id: int
    activity_id: int
    slug: str
    title: str
    summary: str
    is_cancelled: bool
    starts_at: datetime
    ends_at: datetime
    day: date
    form: str
    category: str
    venue: str
    place: str
    pc4: str | None
    province_code: str | None
    price_cents: int
    join_ways: tuple[str, ...]
    accessibility: tuple[str, ...]
    places_free: int | None
    distance_km: float | None = None


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


@dataclass(frozen=True)
class Found:
    """One page of a selection, and how much there is on each day whichever days were chosen."""

    entries: list[Listed] = field(default_factory=list)
    per_day: Mapping[date, Count] = field(default_factory=dict)
    total: Count = Count()
    """Of the days that were chosen."""


@dataclass(frozen=True)
class Totals:
    """What an edition comes to, without what was called off."""

    activities: int
    municipalities: int


async def agenda(
    selection: Selection, when: When, *, limit: int, offset: int = 0, today: date | None = None
) -> Found:
    """A page of `limit` entries: by day, then time, then distance.

    With `today`, days that are past come after the others.
    """
    if selection.circle is None:
        return await _agenda_of_area(selection, when, limit=limit, offset=offset, today=today)
    return await _agenda_around(selection, selection.circle, when, limit=limit, offset=offset, today=today)


async def count_per_day(selection: Selection, when: When) -> dict[date, Count]:
    """How much there is on each day, whichever days were chosen. Not for around a postcode."""
    where = _where(selection, when)
    found = await db.rows(
        f"SELECT e.day AS day, e.state AS state, COUNT(*) AS number FROM listing_entry e "  # noqa: S608 - fixed
        f"WHERE {where.sql} GROUP BY e.day, e.state",
        where.parameters,
    )
    return _per_day((row["day"], row["state"], row["number"]) for row in found)


async def totals(selection: Selection) -> Totals:
    """How many activities there are, in how many municipalities. Not for around a postcode."""
    where = Condition.every([selection.where("e"), _GOES_ON])
    (row,) = await db.rows(
        "SELECT COUNT(DISTINCT e.activity_id) AS activities, "  # noqa: S608 - fixed
        f"COUNT(DISTINCT e.municipality_code) AS municipalities FROM listing_entry e WHERE {where.sql}",
        where.parameters,
    )
    return Totals(row["activities"], row["municipalities"])


async def draw(selection: Selection, *, after: datetime, first_uid: str, limit: int) -> list[Listed]:
    """Some entries that begin later than `after`, by lot.

    UIDs are random: walking through them from `first_uid` on, and round to the beginning, gives every
    entry the same chance. Not for around a postcode.
    """
    upcoming = [selection.where("e"), _GOES_ON, Condition("e.starts_at > ?", (after,))]
    found: list[Any] = []
    for comparison in (">=", "<"):
        where = Condition.every([*upcoming, Condition(f"e.uid {comparison} ?", (first_uid,))])
        found += await _select(where, "ORDER BY e.uid LIMIT ?", limit - len(found))
    return [_listed(row) for row in found]


async def _agenda_of_area(
    selection: Selection, when: When, *, limit: int, offset: int, today: date | None
) -> Found:
    """The database counts, sorts and cuts: there may be tens of thousands."""
    per_day = await count_per_day(selection, when)
    parts = [_where(selection, when)]
    if when.days:
        parts.append(Condition.any_of("e.day", sorted(when.days)))
    order, past = ("e.day < ?, ", [today]) if today else ("", [])
    rows = await _select(
        Condition.every(parts),
        f"ORDER BY {order}e.day, e.start_minute, e.id LIMIT ? OFFSET ?",
        *past,
        limit,
        offset,
    )
    return Found([_listed(row) for row in rows], per_day, _total(per_day, when))


async def _agenda_around(
    selection: Selection, circle: Circle, when: When, *, limit: int, offset: int, today: date | None
) -> Found:
    """The index finds what is in a box around the circle; the rest is decided here, on few columns.

    Whole rows are read for one page only.
    """
    where = _where(selection, when)
    found = await db.rows(
        "SELECT e.id, e.day, e.start_minute, e.form, e.latitude, e.longitude, e.state "  # noqa: S608 - fixed
        f"FROM listing_entry e WHERE {where.sql}",
        where.parameters,
    )
    reach = _reach_of(circle)
    near = []
    for entry_id, day, start_minute, form, latitude, longitude, state in map(tuple, found):
        distance = reach(latitude, longitude) if form == ON_LOCATION else 0.0
        if distance is not None:
            near.append((day, start_minute, distance, entry_id, state))
    counted = Counter((each[0], each[4]) for each in near)
    per_day = _per_day((day, state, number) for (day, state), number in counted.items())
    chosen = near if not when.days else [each for each in near if db.day(each[0]) in when.days]
    chosen.sort()
    if today is not None:
        chosen.sort(key=lambda each: db.day(each[0]) < today)
    on_page = {each[3]: each[2] for each in chosen[offset : offset + limit]}
    return Found(await _in_order(on_page), per_day, _total(per_day, when))


def _reach_of(circle: Circle) -> Callable[[float, float], float | None]:
    """`circle.reach_km`, remembered for each point: most places have several activities."""
    known: dict[tuple[float, float], float | None] = {}

    def reach(latitude: float, longitude: float) -> float | None:
        point = (latitude, longitude)
        if point not in known:
            known[point] = circle.reach_km(latitude, longitude)
        return known[point]

    return reach


async def _in_order(distances: Mapping[int, float]) -> list[Listed]:
    """The entries with these ids, in that order, each with its distance."""
    if not distances:
        return []
    rows = await _select(Condition.any_of("e.id", list(distances)), "")
    listed = {row["id"]: row for row in rows}
    return [_listed(listed[one], distance) for one, distance in distances.items() if one in listed]


async def _select(where: Condition, tail: str, *values: Any) -> Sequence[Any]:
    sql = f"SELECT {_COLUMNS} FROM listing_entry e WHERE {where.sql} {tail}"  # noqa: S608 - values are apart
    return await db.rows(sql, [*where.parameters, *values])


def _where(selection: Selection, when: When) -> Condition:
    """On every day: what is shown, of the chosen parts of the day."""
    parts = [selection.where("e"), _SHOWN, when.where_part_of_day("e")]
    return Condition.every([part for part in parts if part])


def _per_day(counted: Iterable[tuple[Any, str, int]]) -> dict[date, Count]:
    """Counts by day, from rows of day, state and number."""
    per_day: dict[date, Count] = {}
    for day, state, number in counted:
        count = Count(number) if state == EntryState.LISTED.value else Count(cancelled=number)
        per_day[db.day(day)] = per_day.get(db.day(day), Count()) + count
    return per_day


def _total(per_day: Mapping[date, Count], when: When) -> Count:
    days = when.days or per_day.keys()
    return sum((per_day.get(day, Count()) for day in days), Count())


def _listed(row: Any, distance_km: float | None = None) -> Listed:
    return Listed(
        id=row["id"],
        activity_id=row["activity_id"],
        slug=row["slug"],
        title=row["title"],
        summary=row["summary"],
        is_cancelled=row["state"] == EntryState.CANCELLED.value,
        starts_at=db.moment(row["starts_at"]),
        ends_at=db.moment(row["ends_at"]),
        day=db.day(row["day"]),
        form=row["form"],
        category=row["category"],
        venue=row["venue"],
        place=row["place"],
        pc4=row["pc4"],
        province_code=row["province_code"],
        price_cents=row["price_cents"],
        join_ways=tuple(row["join_ways"].split()),
        accessibility=tuple(row["accessibility"].split()),
        places_free=row["places_free"],
        distance_km=distance_km if row["form"] == ON_LOCATION else None,
    )
