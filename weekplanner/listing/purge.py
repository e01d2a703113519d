"""What the listing need not keep: changes that were followed long ago, and keys of a week that is over."""

from datetime import datetime

from weekplanner.core import clock, db
from weekplanner.editions.models import Edition
from weekplanner.listing.models import CHANGES_KEPT, Change, FormerKeys


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove what is past its use; answers how many rows of each."""
    over = await Edition.filter(ends_on__lt=clock.local(now).date()).values_list("year", flat=True)
    changes = Change.filter(at__lt=now - CHANGES_KEPT)
    former = FormerKeys.filter(edition_year__in=list(over))
    async with db.transaction():
        if is_dry_run:
            return {"listing_changes": await changes.count(), "former_keys": await former.count()}
        return {"listing_changes": await changes.delete(), "former_keys": await former.delete()}
