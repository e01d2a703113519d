"""Reading organisations with what they do, for who looks after them."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from weekplanner.accounts import rights
from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import normalised
from weekplanner.editions.models import Edition

PAGE = 50
MOST_WORDS = 8


class Trust(Enum):
    """Which organisations one looks at; the words of the address."""

    TRUSTED = "ja"
    NOT_TRUSTED = "nee"


class Order(Enum):
    """By what the list is sorted; the words of the address."""

    NAME = "naam"
    LATEST = "laatst"
    """The latest change of an activity first."""


@dataclass(frozen=True)
class OrganisationFilter:
    """What to look for; empty means everything."""

    text: str = ""
    trust: Trust | None = None
    order: Order = Order.NAME


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in the list."""

    id: int
    name: str
    municipality: str
    is_trusted: bool
    activities: int
    """In the current edition, drafts too."""
    latest_at: datetime | None
    """When an activity of it last changed."""


_ORDERS = {Order.NAME: "LOWER(o.name), o.id", Order.LATEST: "latest_at DESC NULLS LAST, o.id"}


async def organisation_list(
    wanted: OrganisationFilter, *, edition: Edition | None, actor: Person, offset: int
) -> tuple[list[OrganisationRow], int]:
    """A page of the list, and how many there are; raises NotFound for who may not see it."""
    if not rights.may_see_organisations(actor):
        raise NotFound
    conditions: list[tuple[str, Any]] = [
        ("o.slug LIKE ?", f"%{word}%") for word in normalised(wanted.text).split()[:MOST_WORDS]
    ]
    if wanted.trust is not None:
        conditions.append(("o.is_trusted = ?", wanted.trust is Trust.TRUSTED))
    where = " AND ".join(sql for sql, _value in conditions) or "1 = 1"
    parameters = [value for _sql, value in conditions]
    counted = await db.rows(f"SELECT COUNT(*) AS number FROM organisation o WHERE {where}", parameters)  # noqa: S608 - conditions of ours
    found = await db.rows(
        "SELECT o.id, o.name, m.name, o.is_trusted, "  # noqa: S608 - conditions of ours
        "(SELECT COUNT(*) FROM activity a WHERE a.organisation_id = o.id AND a.edition_id = ?), "
        "(SELECT MAX(a.changed_at) FROM activity a WHERE a.organisation_id = o.id) AS latest_at "
        "FROM organisation o JOIN municipality m ON m.code = o.municipality_id "
        f"WHERE {where} ORDER BY {_ORDERS[wanted.order]} LIMIT ? OFFSET ?",
        [edition.id if edition else 0, *parameters, PAGE, offset],
    )
    return [_row(each) for each in found], counted[0]["number"]


def _row(row: Any) -> OrganisationRow:
    """Any: drivers have rows of their own."""
    id_, name, municipality, is_trusted, activities, latest_at = row
    latest = db.moment(latest_at) if latest_at else None
    return OrganisationRow(id_, name, municipality, bool(is_trusted), activities, latest)
