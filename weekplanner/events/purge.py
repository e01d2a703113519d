"""What goes by itself: a first activity whose writer never confirmed the address."""

from datetime import datetime, timedelta

from weekplanner.core import db
from weekplanner.events.models import PendingActivity

UNCONFIRMED_KEPT = timedelta(days=14)


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove what is past its term at `now`; answers how many rows."""
    unconfirmed = PendingActivity.filter(created_at__lte=now - UNCONFIRMED_KEPT)
    async with db.transaction():
        count = await (unconfirmed.count() if is_dry_run else unconfirmed.delete())
    return {"unconfirmed_activities": count}
