"""The list of all activities: a plain row of each, for coordinators and the team."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition
from weekplanner.events import rights
from weekplanner.events.models import State
from weekplanner.events.queries.review import words_of

LIST_PAGE = 50
_EXPORTED_AT_ONCE = 500


class Order(Enum):
    """By what the list is sorted; the words of the address."""

    FIRST_MOMENT = "moment"
    CHANGED = "gewijzigd"
    """The latest change first."""
    TITLE = "titel"
    ORGANISATION = "organisatie"


@dataclass(frozen=True)
class ListFilter:
    """Which activities one looks at, in which order; None is everything."""

    edition: Edition | None = None
    state: State | None = None
    province_code: str | None = None
    municipality_code: str | None = None
    category: str | None = None
    organisation_id: int | None = None
    text: str = ""
    order: Order = Order.FIRST_MOMENT


@dataclass(frozen=True, slots=True)
class Row:
    """An activity in the list."""

    id: int
    title: str
    state: State
    needs_review: bool
    category: str
    organisation_id: int
    organisation: str
    place: str
    municipality: str
    first_at: datetime | None
    """Of what goes on; of what is called off as a whole too."""
    moments: int
    """How many go on."""
    changed_at: datetime


@dataclass(frozen=True)
class Page:
    """One page of the list, and how many rows there are on all of them."""

    rows: list[Row]
    total: int


_COLUMNS = (
    "a.id, a.title, a.state, a.needs_review, a.category, a.organisation_id, o.name AS organisation, a.place, "
    "m.name AS municipality, "
    "(SELECT MIN(x.starts_at) FROM occurrence x WHERE x.activity_id = a.id AND x.state = 'scheduled')"
    " AS first_at, "
    "(SELECT COUNT(*) FROM occurrence x WHERE x.activity_id = a.id AND x.state = 'scheduled') AS moments, "
    "a.changed_at"
)
_TABLES = (
    "activity a JOIN organisation o ON o.id = a.organisation_id "
    "JOIN municipality m ON m.code = a.municipality_id"
)
_ORDERS: Mapping[Order, str] = {
    Order.FIRST_MOMENT: "first_at ASC NULLS LAST, a.id",
    Order.CHANGED: "a.changed_at DESC, a.id DESC",
    Order.TITLE: "LOWER(a.title), a.id",
    Order.ORGANISATION: "LOWER(o.name), LOWER(a.title), a.id",
}


async def activity_list(wanted: ListFilter, *, actor: Person, offset: int) -> Page:
    """A page of the list; raises NotFound for who reviews nothing."""
    rows = await _rows(wanted, actor, offset=offset, limit=LIST_PAGE)
    where, parameters = _where(wanted, actor)
    total = offset + len(rows)
    if len(rows) == LIST_PAGE or (offset and not rows):
        counted = await db.rows(f"SELECT COUNT(*) AS number FROM {_TABLES} WHERE {where}", parameters)  # noqa: S608 - conditions of ours
        total = counted[0]["number"]
    return Page(rows, total)


def whole_activity_list(wanted: ListFilter, *, actor: Person) -> AsyncIterator[Row]:
    """Every row of the list, some in memory at a time; raises NotFound for who reviews nothing."""
    if not rights.may_review(actor):
        raise NotFound
    return _in_pieces(wanted, actor)


async def listed_areas(edition: Edition, *, actor: Person) -> list[tuple[str, str]]:
    """Slug and name of each municipality that this person may look at and that has activities, by name."""
    where, parameters = _where(ListFilter(edition), actor)
    rows = await db.rows(
        f"SELECT DISTINCT m.slug, m.name FROM {_TABLES} WHERE {where} ORDER BY m.name",  # noqa: S608 - conditions of ours
        parameters,
    )
    return [(row["slug"], row["name"]) for row in rows]


async def _in_pieces(wanted: ListFilter, actor: Person) -> AsyncIterator[Row]:
    offset = 0
    while rows := await _rows(wanted, actor, offset=offset, limit=_EXPORTED_AT_ONCE):
        for row in rows:
            yield row
        offset += len(rows)


async def _rows(wanted: ListFilter, actor: Person, *, offset: int, limit: int) -> list[Row]:
    where, parameters = _where(wanted, actor)
    found = await db.rows(
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE {where} "  # noqa: S608 - conditions of ours
        f"ORDER BY {_ORDERS[wanted.order]} LIMIT ? OFFSET ?",
        [*parameters, limit, offset],
    )
    return [_row(each) for each in found]


def _row(row: Any) -> Row:
    """Any: drivers have rows of their own."""
    id_, title, state, needs_review, category, organisation_id, organisation, *rest = row
    place, municipality, first_at, moments, changed_at = rest
    return Row(
        id_,
        title,
        State(state),
        bool(needs_review),
        category,
        organisation_id,
        organisation,
        place,
        municipality,
        db.moment(first_at) if first_at else None,
        moments,
        db.moment(changed_at),
    )


def _where(wanted: ListFilter, actor: Person) -> tuple[str, list[Any]]:
    """The conditions as SQL, with their parameters."""
    if not rights.may_review(actor):
        raise NotFound
    asked: dict[str, Any] = {
        "a.edition_id = ?": wanted.edition.id if wanted.edition else None,
        "a.state = ?": wanted.state.value if wanted.state else None,
        "a.municipality_id = ?": wanted.municipality_code,
        "m.province_id = ?": wanted.province_code,
        "a.category = ?": wanted.category,
        "a.organisation_id = ?": wanted.organisation_id,
    }
    conditions = [(sql, value) for sql, value in asked.items() if value is not None]
    conditions += [
        ("(a.searched || ' ' || LOWER(o.name)) LIKE ?", f"%{word}%") for word in words_of(wanted.text)
    ]
    parameters = [value for _sql, value in conditions]
    sentences = [sql for sql, _value in conditions]
    if not rights.reviews_everywhere(actor):
        own = sorted(actor.municipality_codes)
        sentences.append(f"a.municipality_id IN ({', '.join('?' for _code in own)})")
        parameters += own
    return " AND ".join(sentences) or "1 = 1", parameters
