"""Reading what is on, in plain rows: for lists of activities, and for how much there is on each day."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from weekplanner.core import db
from weekplanner.listing.models import EntryState
from weekplanner.listing.selection import ON_LOCATION, Circle, Condition, Selection, When
from weekplanner.vocabulary.queries import vocabulary

_SHOWN = Condition("e.state <> ?", (EntryState.WITHDRAWN.value,))
_GOES_ON = Condition("e.state = ?", (EntryState.LISTED.value,))

_COLUMNS = (
    "id, activity_id, slug, title, summary, state, starts_at, ends_at, day, form, category, venue, place, "
    "pc4, province_code, price_cents, join_ways, accessibility, places_free"
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
    forms = selection.filters.forms or vocabulary().forms.keys()
    parts = [_where(selection.with_forms({form}), when) for form in sorted(forms)]
    found = await db.rows(
        # One form at a time the index gives days and states in order, and nothing need be sorted.
        " UNION ALL ".join(
            "SELECT e.day AS day, e.state AS state, COUNT(*) AS number FROM listing_entry e "  # noqa: S608 - fixed
            f"WHERE {part.sql} GROUP BY e.day, e.state"
            for part in parts
        ),
        [value for part in parts for value in part.parameters],
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


async def draw(
    selection: Selection, *, after: datetime, first_uid: str, among: int, enough: int
) -> list[Listed]:
    """Entries that begin later than `after`, by lot: `enough` of them, or all that there are.

    UIDs are random: walking through them from `first_uid` on, and round to the beginning, gives every
    entry the same chance. The walk looks at no more than `among` entries on either side. Not for around
    a postcode.
    """
    where = Condition.every([selection.where("e"), _GOES_ON, Condition("e.starts_at > ?", (after,))])
    found: list[Any] = []
    for comparison in (">=", "<"):
        drawn = f"SELECT * FROM listing_entry WHERE uid {comparison} ? ORDER BY uid LIMIT ?"  # noqa: S608 - fixed
        found += await db.rows(
            f"SELECT {_COLUMNS} FROM ({drawn}) e WHERE {where.sql} ORDER BY e.uid LIMIT ?",  # noqa: S608 - fixed
            [first_uid, among, *where.parameters, enough - len(found)],
        )
    return [_listed(row) for row in found]


async def next_of(activity_ids: Sequence[int], *, after: datetime, limit: int) -> list[Listed]:
    """Of each of these activities the first entry that begins later than `after`; the soonest of them."""
    where = Condition.every(
        [Condition.any_of("activity_id", activity_ids), _GOES_ON, Condition("starts_at > ?", (after,))]
    )
    found = await db.rows(
        f"SELECT e.id, e.activity_id FROM listing_entry e WHERE {where.sql} "  # noqa: S608 - fixed
        "ORDER BY e.starts_at, e.id",
        where.parameters,
    )
    first_of: dict[int, int] = {}
    for row in found:
        first_of.setdefault(row["activity_id"], row["id"])
    return await _entries(dict.fromkeys(list(first_of.values())[:limit]))


async def _agenda_of_area(
    selection: Selection, when: When, *, limit: int, offset: int, today: date | None
) -> Found:
    """The database counts, sorts and cuts: there may be tens of thousands."""
    per_day = await count_per_day(selection, when)
    days, skipped = _days_of_page(_in_order_of_days(per_day, when, today), per_day, limit, offset)
    if not days:
        return Found([], per_day, _total(per_day, when))
    where = Condition.every([_where(selection, when), Condition.any_of("e.day", days)])
    order, past = ("e.day < ?, ", [today]) if today else ("", [])
    found = await db.rows(
        f"SELECT e.id FROM listing_entry e WHERE {where.sql} "  # noqa: S608 - fixed
        f"ORDER BY {order}e.day, e.start_minute, e.id LIMIT ? OFFSET ?",
        [*where.parameters, *past, limit, offset - skipped],
    )
    entries = await _entries({row["id"]: None for row in found})
    return Found(entries, per_day, _total(per_day, when))


def _in_order_of_days(per_day: Mapping[date, Count], when: When, today: date | None) -> list[date]:
    """The days that stand in the list; with `today`, those that are past at the end."""
    days = [day for day in per_day if not when.days or day in when.days]
    return sorted(days, key=lambda day: (today is not None and day < today, day))


def _days_of_page(
    days: Sequence[date], per_day: Mapping[date, Count], limit: int, offset: int
) -> tuple[list[date], int]:
    """The days a page has something of, and how many entries come before the first of them."""
    on_page, skipped, begin = [], 0, 0
    for day in days:
        end = begin + per_day[day].listed
        if end <= offset:
            skipped = end
        elif begin < offset + limit:
            on_page.append(day)
        begin = end
    return on_page, skipped


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
    return Found(await _entries(on_page), per_day, _total(per_day, when))


def _reach_of(circle: Circle) -> Callable[[float, float], float | None]:
    """`circle.reach_km`, remembered for each point: most places have several activities."""
    known: dict[tuple[float, float], float | None] = {}

    def reach(latitude: float, longitude: float) -> float | None:
        point = (latitude, longitude)
        if point not in known:
            known[point] = circle.reach_km(latitude, longitude)
        return known[point]

    return reach


async def _entries(distances: Mapping[int, float | None]) -> list[Listed]:
    """The entries with these ids, in that order, each with its distance."""
    if not distances:
        return []
    those = Condition.any_of("id", list(distances))
    rows = await db.rows(
        f"SELECT {_COLUMNS} FROM listing_entry WHERE {those.sql}",  # noqa: S608 - fixed
        those.parameters,
    )
    listed = {row["id"]: row for row in rows}
    return [_listed(listed[one], distance) for one, distance in distances.items() if one in listed]


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
