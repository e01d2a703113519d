"""Which mailer sends what: rows are claimed with a lease, so that any number of mailers can run.

A mailer that dies keeps nothing: what it held comes back when the lease ends. Every change of a claimed
row asks whether the claim still stands, so that a late mailer cannot overwrite another's work.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from weekplanner.core import db
from weekplanner.mailer.models import REASON_CHARACTERS, OutboxMessage, Priority, Status

LEASE = timedelta(seconds=90)
"""Renewed while a message is on its way; longer than a database may keep a renewal waiting."""

_CLAIM_EMBEDDED = """
UPDATE outbox_message SET status='sending', claimed_by=?, lease_until=?, attempts=attempts+1 WHERE id IN
  (SELECT id FROM outbox_message WHERE status='new' AND priority=? AND next_attempt_at<=?
   ORDER BY next_attempt_at, id LIMIT ?)
RETURNING id
"""
# MATERIALIZED, so that the LIMIT is evaluated once; SKIP LOCKED, so that mailers do not wait for each other.
_CLAIM_SERVER = """
WITH due AS MATERIALIZED
  (SELECT id AS due_id FROM outbox_message WHERE status='new' AND priority=? AND next_attempt_at<=?
   ORDER BY next_attempt_at, id LIMIT ? FOR UPDATE SKIP LOCKED)
UPDATE outbox_message SET status='sending', claimed_by=?, lease_until=?, attempts=attempts+1
FROM due WHERE id=due_id RETURNING id
"""


async def due_priority(now: datetime) -> Priority | None:
    """The most urgent class with a message that is due; a cheap question that waits for no writer."""
    for priority in Priority:
        if await _free().filter(priority=priority, next_attempt_at__lte=now).exists():
            return priority
    return None


async def claim(claimant: str, priority: Priority, *, most: int, now: datetime) -> list[OutboxMessage]:
    """Take up to `most` due messages of a class, those that wait longest first."""
    lease_until = now + LEASE
    if db.dialect() == "sqlite":
        taken = await db.execute(_CLAIM_EMBEDDED, (claimant, lease_until, int(priority), now, most))
    else:
        taken = await db.execute(_CLAIM_SERVER, (int(priority), now, most, claimant, lease_until))
    ids = [row["id"] for row in taken]
    return await OutboxMessage.filter(id__in=ids).order_by("next_attempt_at", "id") if ids else []


async def take_back(now: datetime) -> int:
    """Free the messages of mailers that died: their lease is over. Answers how many."""
    expired = OutboxMessage.filter(status=Status.SENDING, lease_until__lt=now)
    if not await expired.exists():  # most of the time: no need to ask for the write lock
        return 0
    return await expired.update(status=Status.NEW, claimed_by=None, lease_until=None)


async def renew(claimant: str, ids: Sequence[int], now: datetime) -> None:
    """Keep the claim on messages that are still on their way."""
    await _held(claimant, ids).update(lease_until=now + LEASE)


async def give_back(claimant: str, ids: Sequence[int], **changes: Any) -> None:
    """Free messages that were not tried after all."""
    await _held(claimant, ids).update(
        status=Status.NEW, claimed_by=None, lease_until=None, attempts=F("attempts") - 1, **changes
    )


async def postpone(claimant: str, message_id: int, until: datetime) -> None:
    """Free a message that was not tried, until a later moment."""
    await give_back(claimant, [message_id], next_attempt_at=until)


async def try_again(claimant: str, message_id: int, *, at: datetime, reason: str) -> bool:
    """Free a message that was tried in vain, until its next attempt; False when the claim was lost."""
    freed = await _held(claimant, [message_id]).update(
        status=Status.NEW,
        claimed_by=None,
        lease_until=None,
        next_attempt_at=at,
        last_error=reason[:REASON_CHARACTERS],
    )
    return freed > 0


async def end(claimant: str, message_id: int, status: Status, *, now: datetime, reason: str = "") -> bool:
    """Mark a message sent, failed or dropped; False when the claim was lost."""
    # Plain SQL: it follows every message, and building the same statement takes longer than running it.
    ended = await db.execute(
        "UPDATE outbox_message SET status=?, claimed_by=NULL, lease_until=NULL, ended_at=?, last_error=?"
        " WHERE id=? AND claimed_by=? AND status='sending' RETURNING id",
        (status.value, now, reason[:REASON_CHARACTERS], message_id, claimant),
    )
    return bool(ended)


def _free() -> QuerySet[OutboxMessage]:
    return OutboxMessage.filter(status=Status.NEW)


def _held(claimant: str, ids: Sequence[int]) -> QuerySet[OutboxMessage]:
    return OutboxMessage.filter(id__in=ids, claimed_by=claimant, status=Status.SENDING)
