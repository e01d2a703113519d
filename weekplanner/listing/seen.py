"""When readers last saw something change, for who asks whether to come and look again."""

from dataclasses import dataclass
from datetime import datetime

from weekplanner.core import db
from weekplanner.listing.models import EntryKind, EntryState
from weekplanner.listing.selection import Scope

_COLUMNS = {
    Scope.ACTIVITY: "activity_id",
    Scope.ORGANISATION: "organisation_id",
    Scope.MUNICIPALITY: "municipality_code",
    Scope.PROVINCE: "province_code",
}


@dataclass(frozen=True, slots=True)
class LastSeen:
    """Of all entries of one thing: when one was last revised, and whether any can still be seen."""

    at: datetime
    is_listed: bool


async def last_seen(scope: Scope) -> dict[str | int, LastSeen]:
    """By activity, organisation, municipality or province; what was withdrawn is a change too."""
    column = _COLUMNS[scope]
    rows = await db.rows(
        f"SELECT {column} AS id, MAX(revised_at) AS at, "  # noqa: S608 - fixed
        "MAX(CASE WHEN state = ? THEN 0 ELSE 1 END) AS is_listed "
        f"FROM listing_entry WHERE kind = ? AND {column} IS NOT NULL GROUP BY {column}",
        [EntryState.WITHDRAWN.value, EntryKind.ACTIVITY.value],
    )
    return {row["id"]: LastSeen(db.moment(row["at"]), bool(row["is_listed"])) for row in rows}
