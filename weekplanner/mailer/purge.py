"""What goes by itself: to whom a message went and what it said, and what was due, 30 days after its end."""

from datetime import datetime, timedelta

from weekplanner.core import db
from weekplanner.mailer.models import DueRow, OutboxMessage

TERM = timedelta(days=30)
CHUNK = 500
"""Rows at a time: no transaction may hold the write lock for long."""


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Empty the messages that ended before the term, and remove what was due; answers how many of each."""
    return {
        "message_values": await _empty_messages(now, is_dry_run=is_dry_run),
        "due_rows": await _remove_due_rows(now, is_dry_run=is_dry_run),
    }


async def _empty_messages(now: datetime, *, is_dry_run: bool) -> int:
    """The rows stay, with their unique keys: what was told once is not told again."""
    past = OutboxMessage.filter(ended_at__lt=now - TERM).exclude(to_address="")
    ids = await past.values_list("id", flat=True)
    if not is_dry_run:
        for start in range(0, len(ids), CHUNK):
            async with db.transaction():
                chunk = past.filter(id__in=ids[start : start + CHUNK])
                await chunk.update(values={}, to_address="", to_name="")
    return len(ids)


async def _remove_due_rows(now: datetime, *, is_dry_run: bool) -> int:
    """With their unique keys: nothing is planned for a moment that is over."""
    past = DueRow.filter(not_after__lt=now - TERM)
    ids = await past.values_list("id", flat=True)
    if not is_dry_run:
        for start in range(0, len(ids), CHUNK):
            async with db.transaction():
                await past.filter(id__in=ids[start : start + CHUNK]).delete()
    return len(ids)
