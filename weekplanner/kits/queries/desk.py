"""The list of orders that the team works down: filtered, counted, a page or all of it."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import normalised
from weekplanner.editions.models import Edition
from weekplanner.kits import rights
from weekplanner.kits.models.orders import LineState

LIST_PAGE = 50
_EXPORTED_AT_ONCE = 500
MOST_WORDS = 8
"""Of a text that is searched for."""


class Queue(Enum):
    """What of the orders still asks for something; the words of the address."""

    TO_APPROVE = "goed-te-keuren"
    ABOVE_LIMIT = "boven-de-grens"
    BACK_ORDERED = "nabestelling"
    TO_BATCH = "in-een-partij"
    """Approved, and in no parcel yet."""
    TO_PACK = "in-te-pakken"
    PACKED = "ingepakt"
    """And not with the carrier yet."""
    WITH_WORDS = "met-toelichting"
    """With a wish above the limits, or a reason of the team: something to read before saying yes."""


_OPEN = "'requested', 'back_ordered', 'placed', 'approved', 'packed'"
_LINE = "EXISTS (SELECT 1 FROM kit_order_line AS l WHERE l.order_id = o.id AND {condition})"
_QUEUES: Mapping[Queue, str] = {
    Queue.TO_APPROVE: _LINE.format(condition="l.state = 'placed'"),
    Queue.ABOVE_LIMIT: _LINE.format(condition="l.state = 'requested'"),
    Queue.BACK_ORDERED: _LINE.format(condition="l.state = 'back_ordered'"),
    Queue.TO_BATCH: _LINE.format(condition="l.state = 'approved' AND l.shipment_id IS NULL"),
    Queue.TO_PACK: _LINE.format(condition="l.state = 'approved' AND l.shipment_id IS NOT NULL"),
    Queue.PACKED: _LINE.format(condition="l.state = 'packed'"),
    Queue.WITH_WORDS: f"(o.wish <> '' OR o.team_reason <> '') AND o.state IN ({_OPEN})",
}


@dataclass(frozen=True)
class DeskFilter:
    """Which orders one looks at; None is everything."""

    edition: Edition
    state: LineState | None = None
    queue: Queue | None = None
    kit_id: int | None = None
    province_code: str | None = None
    """Where it goes."""
    batch_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """An order in the list."""

    id: int
    number: str
    state: LineState
    organisation: str
    recipient: str
    place: str
    placed_at: datetime
    wish: str
    team_reason: str
    contents: tuple[tuple[str, int], ...]
    """Names of kits, and how many of each; without what is cancelled, unless all is."""


@dataclass(frozen=True)
class Page:
    """One page of the list, and how many orders there are on all of them."""

    rows: list[Row]
    total: int


_COLUMNS = (
    "o.id, o.year, o.state, COALESCE(org.name, o.recipient_organisation), o.recipient, o.place, o.placed_at, "
    "o.wish, o.team_reason"
)
_WITH_NAME = "kit_order AS o LEFT JOIN organisation AS org ON org.id = o.organisation_id"
_WITH_PLACE = (
    f"{_WITH_NAME} LEFT JOIN postcode AS p ON p.pc4 = SUBSTR(o.postcode, 1, 4) "
    "LEFT JOIN municipality AS m ON m.code = p.municipality_id"
)
_CONTENTS = """
SELECT l.order_id, k.name, SUM(l.quantity) AS number, l.state = 'cancelled' AS is_cancelled
FROM kit_order_line AS l JOIN kit AS k ON k.id = l.kit_id
WHERE l.order_id IN ({marks}) GROUP BY l.order_id, k.position, k.id, k.name, l.state = 'cancelled'
ORDER BY l.order_id, k.position, k.id
"""


_COUNTS = f"""
SELECT COUNT(DISTINCT CASE WHEN l.state = 'placed' THEN o.id END),
  COUNT(DISTINCT CASE WHEN l.state = 'requested' THEN o.id END),
  COUNT(DISTINCT CASE WHEN l.state = 'back_ordered' THEN o.id END),
  COUNT(DISTINCT CASE WHEN l.state = 'approved' AND l.shipment_id IS NULL THEN o.id END),
  COUNT(DISTINCT CASE WHEN l.state = 'approved' AND l.shipment_id IS NOT NULL THEN o.id END),
  COUNT(DISTINCT CASE WHEN l.state = 'packed' THEN o.id END),
  COUNT(DISTINCT CASE WHEN o.wish <> '' OR o.team_reason <> '' THEN o.id END)
FROM kit_order AS o JOIN kit_order_line AS l ON l.order_id = o.id
WHERE o.edition_id = ? AND o.state IN ({_OPEN})
"""  # noqa: S608 - states of ours
"""In the order of `Queue`."""


async def order_list(wanted: DeskFilter, *, actor: Person, offset: int) -> Page:
    """A page of the list, the oldest first; raises NotFound for who does not look after kits."""
    _require(actor)
    rows = await _rows(wanted, after=0, offset=offset, limit=LIST_PAGE)
    total = offset + len(rows)
    if len(rows) == LIST_PAGE or (offset and not rows):
        total = await count(wanted, actor=actor)
    return Page(rows, total)


async def count(wanted: DeskFilter, *, actor: Person) -> int:
    """How many orders a filter finds."""
    _require(actor)
    where, parameters = _where(wanted)
    (found,) = await db.rows(f"SELECT COUNT(*) FROM {_tables(wanted)} WHERE {where}", parameters)  # noqa: S608 - conditions of ours
    return int(found[0])


async def order_ids(wanted: DeskFilter, *, actor: Person, most: int) -> list[int]:
    """The ids of what a filter finds, the oldest first, at most so many."""
    _require(actor)
    where, parameters = _where(wanted)
    found = await db.rows(
        f"SELECT o.id FROM {_tables(wanted)} WHERE {where} ORDER BY o.id LIMIT ?",  # noqa: S608 - conditions of ours
        [*parameters, most],
    )
    return [row[0] for row in found]


def whole_order_list(wanted: DeskFilter, *, actor: Person) -> AsyncIterator[Row]:
    """Every row of the list, some in memory at a time."""
    _require(actor)
    return _in_pieces(wanted)


async def rows_of(order_ids: Iterable[int], *, actor: Person) -> list[Row]:
    """These orders, as rows of the list."""
    _require(actor)
    ids = list(order_ids)
    return await _read(_WITH_NAME, f"o.id IN ({_marks(ids)})", ids) if ids else []


async def states(edition: Edition, *, actor: Person) -> Mapping[LineState, int]:
    """How many orders of an edition show each state."""
    _require(actor)
    found = await db.rows(
        "SELECT state, COUNT(*) FROM kit_order WHERE edition_id = ? GROUP BY state", (edition.id,)
    )
    numbers = {LineState(row[0]): int(row[1]) for row in found}
    return {state: numbers.get(state, 0) for state in LineState}


async def queues(edition: Edition, *, actor: Person) -> Mapping[Queue, int]:
    """How many orders of an edition stand in each queue."""
    _require(actor)
    found = await db.rows(_COUNTS, (edition.id,))
    return dict(zip(Queue, map(int, found[0]), strict=True))


async def _in_pieces(wanted: DeskFilter) -> AsyncIterator[Row]:
    after = 0
    while rows := await _rows(wanted, after=after, offset=0, limit=_EXPORTED_AT_ONCE):
        for row in rows:
            yield row
        after = rows[-1].id


async def _rows(wanted: DeskFilter, *, after: int, offset: int, limit: int) -> list[Row]:
    where, parameters = _where(wanted)
    if after:
        where, parameters = f"{where} AND o.id > ?", [*parameters, after]
    return await _read(_tables(wanted), where, parameters, limit=limit, offset=offset)


async def _read(
    tables: str, where: str, parameters: list[Any], *, limit: int = -1, offset: int = 0
) -> list[Row]:
    """Any: what drivers take."""
    paged = " LIMIT ? OFFSET ?" if limit >= 0 else ""
    found = await db.rows(
        f"SELECT {_COLUMNS} FROM {tables} WHERE {where} ORDER BY o.id{paged}",  # noqa: S608 - conditions of ours
        [*parameters, limit, offset] if limit >= 0 else parameters,
    )
    contents = await _contents([row[0] for row in found])
    return [_row(each, contents.get(each[0], ())) for each in found]


async def _contents(ids: list[int]) -> dict[int, tuple[tuple[str, int], ...]]:
    if not ids:
        return {}
    wanted: dict[int, list[tuple[str, int]]] = {}
    gone: dict[int, list[tuple[str, int]]] = {}
    for order_id, name, number, is_cancelled in await db.rows(_CONTENTS.format(marks=_marks(ids)), ids):
        (gone if is_cancelled else wanted).setdefault(order_id, []).append((name, int(number)))
    return {number: tuple(wanted.get(number) or gone.get(number) or ()) for number in ids}


def _row(row: Any, contents: tuple[tuple[str, int], ...]) -> Row:
    """Any: drivers have rows of their own."""
    id_, year, state, organisation, recipient, place, placed_at, wish, team_reason = row
    return Row(
        id_,
        f"{year}-{id_:04d}",
        LineState(state),
        organisation,
        recipient,
        place,
        db.moment(placed_at),
        wish,
        team_reason,
        contents,
    )


def _tables(wanted: DeskFilter) -> str:
    return _WITH_PLACE if wanted.province_code else _WITH_NAME


def _where(wanted: DeskFilter) -> tuple[str, list[Any]]:
    """The conditions as SQL, with their parameters."""
    in_batch = "l.shipment_id IN (SELECT s.id FROM shipment AS s WHERE s.batch_id = ?)"
    asked: dict[str, Any] = {
        "o.edition_id = ?": wanted.edition.id,
        "o.state = ?": wanted.state.value if wanted.state else None,
        "m.province_id = ?": wanted.province_code,
        _LINE.format(condition="l.kit_id = ? AND l.state <> 'cancelled'"): wanted.kit_id,
        _LINE.format(condition=in_batch): wanted.batch_id,
    }
    conditions = [(sql, value) for sql, value in asked.items() if value is not None]
    words = normalised(wanted.text).split()[:MOST_WORDS]
    conditions += [("(o.searched || ' ' || COALESCE(org.slug, '')) LIKE ?", f"%{word}%") for word in words]
    sentences = [sql for sql, _value in conditions]
    if wanted.queue is not None:
        sentences.append(_QUEUES[wanted.queue])
    return " AND ".join(sentences), [value for _sql, value in conditions]


def _marks(values: list[Any]) -> str:
    return ", ".join("?" * len(values))


def _require(actor: Person) -> None:
    if not rights.may_see_kit_desk(actor):
        raise NotFound
