"""What goes by itself: who came to an activity, and what was written to them, 30 days after the week."""

from datetime import datetime, timedelta

from weekplanner.core import clock, db
from weekplanner.signups.models import GuestMessage, SignUp

TERM = timedelta(days=30)
CHUNK = 500
"""Rows removed at a time: no transaction may hold the write lock for long."""


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove what is past its term at `now`; answers how many of each.

    How many places were taken stays: it names nobody.
    """
    last_day = clock.local(now - TERM).date()
    sign_ups = SignUp.filter(occurrence__activity__edition__ends_on__lt=last_day)
    written = GuestMessage.filter(activity__edition__ends_on__lt=last_day)
    counts = {"sign_ups": await sign_ups.count(), "guest_messages": await written.count()}
    if is_dry_run:
        return counts
    ids = [number for (number,) in await sign_ups.order_by("id").values_list("id")]
    for start in range(0, len(ids), CHUNK):
        async with db.transaction():
            await SignUp.filter(id__in=ids[start : start + CHUNK]).delete()
    async with db.transaction():
        await GuestMessage.filter(id__in=[row[0] for row in await written.values_list("id")]).delete()
    return counts
