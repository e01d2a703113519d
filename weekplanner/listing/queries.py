"""Reading what is on, in plain rows: for lists of activities, and for how much there is on each day."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from weekplanner.core import db
from weekplanner.listing.logic import Condition
from weekplanner.listing.models import EntryState
from weekplanner.listing.selection import ON_LOCATION, Search, Selection
from weekplanner.listing.views import NOTHING, Count, Placed, view

_GOES_ON = Condition("e.state = ?", (EntryState.LISTED.value,))
_IS_SHOWN = Condition("e.state <> ?", (EntryState.WITHDRAWN.value,))

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


@dataclass(frozen=True)
class Found:
    """One page of a selection, and how much there is on each day whichever days were chosen."""

    entries: list[Listed] = field(default_factory=list)
    per_day: Mapping[date, Count] = field(default_factory=dict)
    total: Count = NOTHING
    """Of the days that were chosen."""


@dataclass(frozen=True)
class Totals:
    """What an edition comes to, without what was called off."""

    activities: int
    municipalities: int


async def agenda(
    selection: Selection,
    search: Search,
    *,
    limit: int,
    offset: int = 0,
    today: date | None = None,
) -> Found:
    """A page of `limit` entries: by day, then time, then distance; of one edition.

    With `today`, days that are past come after the others.
    """
    looked = await view(selection, search)
    on_page = looked.page(limit=limit, offset=offset, today=today)
    per_day, total = looked.per_day(), looked.total()
    return Found(entries=await entries(on_page), per_day=per_day, total=total)


async def entries(placed: Sequence[Placed]) -> list[Listed]:
    """What a list shows of entries that a look found, in that order; without what has gone since."""
    return await _entries({each.entry_id: each.distance_km for each in placed})


async def with_ids(entry_ids: Iterable[int]) -> list[Listed]:
    """What a list shows of these entries, in that order; without what has gone since."""
    return await _entries(dict.fromkeys(entry_ids))


async def count_per_day(selection: Selection) -> dict[date, Count]:
    """How much there is on each day."""
    return (await view(selection, Search())).per_day()


async def totals(selection: Selection) -> Totals:
    """How many activities there are, in how many municipalities. Not for around a postcode."""
    where = Condition.every([selection.where("e"), _GOES_ON])
    (row,) = await db.rows(
        "SELECT COUNT(DISTINCT e.activity_id) AS activities, "  # noqa: S608 - fixed
        f"COUNT(DISTINCT e.municipality_code) AS municipalities FROM listing_entry e WHERE {where.sql}",
        where.parameters,
    )
    return Totals(row["activities"], row["municipalities"])


async def years(selection: Selection) -> list[int]:
    """In which of its editions there is something to show, the latest first. Not for around a postcode."""
    where = Condition.every([selection.where("e"), _IS_SHOWN])
    found = await db.rows(
        f"SELECT DISTINCT e.edition_year FROM listing_entry e WHERE {where.sql}",  # noqa: S608 - fixed
        where.parameters,
    )
    return sorted((row["edition_year"] for row in found), reverse=True)


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


async def _entries(distances: Mapping[int, float | None]) -> list[Listed]:
    """The entries with these ids that are still shown, in that order, each with its distance."""
    if not distances:
        return []
    those = Condition.every([Condition.any_of("e.id", list(distances)), _IS_SHOWN])
    rows = await db.rows(
        f"SELECT {_COLUMNS} FROM listing_entry e WHERE {those.sql}",  # noqa: S608 - fixed
        those.parameters,
    )
    listed = {row["id"]: row for row in rows}
    return [_listed(listed[one], distance) for one, distance in distances.items() if one in listed]


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
