"""What goes by itself: to whom a message went and what it said, 30 days after its end."""

from datetime import datetime, timedelta

from weekplanner.core import db
from weekplanner.mailer.models import OutboxMessage

TERM = timedelta(days=30)
CHUNK = 500
"""Rows emptied at a time: no transaction may hold the write lock for long."""


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Empty the messages that ended before the term; answers how many.

    The rows stay, with their unique keys: what was told once is not told again.
    """
    past = OutboxMessage.filter(ended_at__lt=now - TERM).exclude(to_address="")
    ids = await past.values_list("id", flat=True)
    if not is_dry_run:
        for start in range(0, len(ids), CHUNK):
            async with db.transaction():
                chunk = past.filter(id__in=ids[start : start + CHUNK])
                await chunk.update(values={}, to_address="", to_name="")
    return {"message_values": len(ids)}
