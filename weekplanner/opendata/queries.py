"""Reading what is public of activities: some of them whole, and all of an edition."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from weekplanner.core import db, settings
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity, State
from weekplanner.events.queries import activities
from weekplanner.events.queries.activities import Whole
from weekplanner.listing.models import Entry

ON_SITE = frozenset({State.PUBLISHED, State.CANCELLED})

PIECE = 200
"""Activities in memory at a time, about 20 ms; others are served in between."""


@dataclass(frozen=True)
class Published:
    """An activity on the site, with how many places are left by the UID of an occurrence that counts them."""

    whole: Whole
    places_left: Mapping[str, int | None]


async def published(ids: Sequence[int]) -> list[Published]:
    """These activities, in that order; what was taken down meanwhile is left out."""
    query = activities.with_belongings(Activity.filter(id__in=list(ids), state__in=list(ON_SITE)))
    found = {whole.activity.id: whole for whole in await activities.wholes(query)} if ids else {}
    rows = await Entry.filter(activity_id__in=list(found)).values_list("uid", "places_free") if found else []
    places_left = dict(rows)
    return [Published(found[each], places_left) for each in ids if each in found]


async def one(activity_id: int) -> Published | None:
    """An activity; None when it was taken down. Raises NotFound for what never was on the site."""
    found = await published([activity_id])
    if found:
        return found[0]
    if not await Activity.exists(id=activity_id, published_at__isnull=False):
        raise NotFound
    return None


async def pieces_of(edition: Edition) -> AsyncIterator[list[Whole]]:
    """All activities of an edition on the site, by id, a piece at a time."""
    last = 0
    while True:
        query = Activity.filter(edition_id=edition.id, state__in=list(ON_SITE), id__gt=last)
        piece = await activities.wholes(activities.with_belongings(query).order_by("id").limit(PIECE))
        if piece:
            yield piece
        if len(piece) < PIECE:
            return
        last = piece[-1].activity.id


async def last_change(edition: Edition) -> datetime | None:
    """When what is on the site of an edition last changed; None while there is nothing."""
    newest = (
        await Activity.filter(edition_id=edition.id, published_at__isnull=False)
        .order_by("-changed_at")
        .first()
    )
    return newest.changed_at if newest else None


async def mark(edition: Edition, version: int) -> str:
    """Another one whenever a file of the edition's activities would read differently.

    Each change of an activity or an organisation raises its version, and each change that readers see,
    such as another picture or the name of a place, the revision of an entry.
    """
    (activity,) = await db.rows(
        "SELECT COUNT(*), SUM(a.version), SUM(o.version), MAX(a.changed_at) FROM activity a "
        "JOIN organisation o ON o.id = a.organisation_id "
        "WHERE a.edition_id = ? AND a.published_at IS NOT NULL",
        (edition.id,),
    )
    (entry,) = await db.rows(
        "SELECT COUNT(*), SUM(revision), MAX(revised_at) FROM listing_entry WHERE edition_year = ?",
        (edition.year,),
    )
    seen = (version, settings.current().base_url, edition.year, *map(str, activity), *map(str, entry))
    return blake2b(repr(seen).encode(), digest_size=16).hexdigest()
