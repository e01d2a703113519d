"""Who was asked whether all is still right, and did not answer: coordinators and the team call them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound
from weekplanner.events import rights
from weekplanner.events.queries.review import Area, words_of

CALLS_PAGE = 50
_READ_AT_ONCE = 500

ANSWERED_WITHIN = timedelta(days=2)
"""Who has not answered by then is called."""


@dataclass(frozen=True)
class CallFilter:
    """Which part of the list one looks at; None is everywhere."""

    province_code: str | None = None
    municipality_code: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """An activity to call about."""

    id: int
    title: str
    next_at: datetime
    """Its first moment that is still to come."""
    asked_at: datetime
    contact_name: str
    contact_phone: str
    organisation: str
    organisation_phone: str
    place: str
    municipality: str


_TO_COME = "FROM occurrence x WHERE x.activity_id = a.id AND x.state = 'scheduled' AND x.starts_at > ?"
_COLUMNS = (
    f"a.id, a.title, (SELECT MIN(x.starts_at) {_TO_COME}) AS next_at, a.asked_at, a.contact_name, "
    "a.contact_phone, o.name AS organisation, o.phone AS organisation_phone, a.place, m.name AS municipality"
)
_TABLES = (
    "activity a JOIN organisation o ON o.id = a.organisation_id "
    "JOIN municipality m ON m.code = a.municipality_id JOIN province p ON p.code = m.province_id"
)


async def calls(wanted: CallFilter, *, actor: Person, offset: int, limit: int = CALLS_PAGE) -> list[Call]:
    """A page of the list, the soonest first; raises NotFound for who reviews nothing."""
    where, parameters = _where(wanted, actor)
    rows = await db.rows(
        f"SELECT {_COLUMNS} FROM {_TABLES} WHERE {where} ORDER BY next_at, a.id LIMIT ? OFFSET ?",  # noqa: S608 - conditions of ours
        [clock.now(), *parameters, limit, offset],
    )
    return [_call(row) for row in rows]


async def call_count(wanted: CallFilter, *, actor: Person) -> int:
    """How many there are to call about; raises NotFound for who reviews nothing."""
    where, parameters = _where(wanted, actor)
    rows = await db.rows(f"SELECT COUNT(*) AS number FROM {_TABLES} WHERE {where}", parameters)  # noqa: S608 - conditions of ours
    return int(rows[0]["number"])


async def call_areas(*, actor: Person) -> list[Area]:
    """Each municipality on the list, by name, whatever area is chosen; raises NotFound."""
    where, parameters = _where(CallFilter(), actor)
    rows = await db.rows(
        "SELECT m.slug, m.name, p.slug AS province_slug, p.name AS province, COUNT(*) AS number "  # noqa: S608 - conditions of ours
        f"FROM {_TABLES} WHERE {where} GROUP BY m.code, p.code ORDER BY m.name",
        parameters,
    )
    return [Area(*row) for row in rows]


async def every_call(wanted: CallFilter, *, actor: Person) -> AsyncIterator[Call]:
    """The whole list, some in memory at a time; raises NotFound for who reviews nothing."""
    offset = 0
    while found := await calls(wanted, actor=actor, offset=offset, limit=_READ_AT_ONCE):
        for call in found:
            yield call
        offset += len(found)


def _call(row: Any) -> Call:
    """Any: drivers have rows of their own."""
    number, title, next_at, asked_at, *rest = row
    return Call(number, title, db.moment(next_at), db.moment(asked_at), *rest)


def _where(wanted: CallFilter, actor: Person) -> tuple[str, list[Any]]:
    """The conditions as SQL, with their parameters."""
    if not rights.may_see_call_list(actor):
        raise NotFound
    now = clock.now()
    conditions = [
        "a.confirmed_at IS NULL",
        "a.asked_at <= ?",
        "a.state = 'published'",
        f"EXISTS (SELECT 1 {_TO_COME})",
    ]
    parameters: list[Any] = [now - ANSWERED_WITHIN, now]
    if wanted.municipality_code is not None:
        conditions.append("a.municipality_id = ?")
        parameters.append(wanted.municipality_code)
    if wanted.province_code is not None:
        conditions.append("m.province_id = ?")
        parameters.append(wanted.province_code)
    for word in words_of(wanted.text):
        conditions.append("(a.searched || ' ' || LOWER(o.name)) LIKE ?")
        parameters.append(f"%{word}%")
    if not rights.reviews_everywhere(actor):
        own = sorted(actor.municipality_codes)
        conditions.append(f"a.municipality_id IN ({', '.join('?' for _code in own)})")
        parameters += own
    return " AND ".join(conditions), parameters
