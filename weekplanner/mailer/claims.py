"""Which mailer sends what: rows are claimed with a lease, so that any number of mailers can run.

A mailer that dies keeps nothing: what it held comes back when the lease ends. Every change of a claimed
row asks whether the claim still stands, so that a late mailer cannot overwrite another's work.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tortoise.expressions import F
from tortoise.queryset import QuerySet

from weekplanner.core import db
from weekplanner.mailer.kinds import Values
from weekplanner.mailer.models import REASON_CHARACTERS, OutboxMessage, Priority, Status

LEASE = timedelta(seconds=90)
"""Renewed while a message is on its way; longer than a database may keep a renewal waiting."""

_DUE = "SELECT 1 FROM outbox_message WHERE status='new' AND priority=? AND next_attempt_at<=? LIMIT 1"
_EXPIRED = "SELECT 1 FROM outbox_message WHERE status='sending' AND lease_until<? LIMIT 1"
_CLAIM_EMBEDDED = """
UPDATE outbox_message SET status='sending', claimed_by=?, lease_until=?, attempts=attempts+1 WHERE id IN
  (SELECT id FROM outbox_message WHERE status='new' AND priority=? AND next_attempt_at<=?
   ORDER BY next_attempt_at, id LIMIT ?)
RETURNING *
"""
# MATERIALIZED, so that the LIMIT is evaluated once; SKIP LOCKED, so that mailers do not wait for each other.
_CLAIM_SERVER = """
WITH due AS MATERIALIZED
  (SELECT id AS due_id FROM outbox_message WHERE status='new' AND priority=? AND next_attempt_at<=?
   ORDER BY next_attempt_at, id LIMIT ? FOR UPDATE SKIP LOCKED)
UPDATE outbox_message SET status='sending', claimed_by=?, lease_until=?, attempts=attempts+1
FROM due WHERE id=due_id RETURNING *
"""


@dataclass(frozen=True)
class Claimed:
    """A message of the outbox as a mailer holds it: plain, since models take as long to load as to send."""

    id: int
    kind: str
    values: Values
    language: str
    to_address: str
    to_name: str
    message_id: str
    dated_at: datetime
    boundary: str
    attempts: int
    not_after: datetime | None
    last_error: str


async def due_priority(now: datetime) -> Priority | None:
    """The most urgent class with a message that is due; a cheap question that waits for no writer."""
    for priority in Priority:
        if await db.rows(_DUE, (int(priority), now)):
            return priority
    return None


async def claim(claimant: str, priority: Priority, *, most: int, now: datetime) -> list[Claimed]:
    """Take up to `most` due messages of a class, those that wait longest first."""
    lease_until = now + LEASE
    if db.dialect() == "sqlite":
        taken = await db.execute(_CLAIM_EMBEDDED, (claimant, lease_until, int(priority), now, most))
    else:
        taken = await db.execute(_CLAIM_SERVER, (int(priority), now, most, claimant, lease_until))
    # RETURNING keeps no order.
    return [_claimed(row) for row in sorted(taken, key=lambda row: (row["next_attempt_at"], row["id"]))]


async def take_back(now: datetime) -> int:
    """Free the messages of mailers that died: their lease is over. Answers how many."""
    if not await db.rows(_EXPIRED, (now,)):
        return 0  # most of the time: no need to ask for the write lock
    expired = OutboxMessage.filter(status=Status.SENDING, lease_until__lt=now)
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


async def end(
    claimant: str, ids: Collection[int], status: Status, *, now: datetime, reason: str = ""
) -> set[int]:
    """Mark messages sent, failed or dropped, in one commit; answers those whose claim still stood."""
    marks = ", ".join("?" * len(ids))
    # Plain SQL: it follows every message, and building the same statement takes longer than running it.
    ended = await db.execute(
        "UPDATE outbox_message SET status=?, claimed_by=NULL, lease_until=NULL, "  # noqa: S608 - fixed
        f"ended_at=?, last_error=? WHERE id IN ({marks}) AND claimed_by=? AND status='sending' RETURNING id",
        (status.value, now, reason[:REASON_CHARACTERS], *ids, claimant),
    )
    return {row["id"] for row in ended}


def _claimed(row: Mapping[str, Any]) -> Claimed:
    return Claimed(
        id=row["id"],
        kind=row["kind"],
        values=json.loads(row["values"]),
        language=row["language"],
        to_address=row["to_address"],
        to_name=row["to_name"],
        message_id=row["message_id"],
        dated_at=db.moment(row["dated_at"]),
        boundary=row["boundary"],
        attempts=row["attempts"],
        not_after=db.moment(row["not_after"]) if row["not_after"] else None,
        last_error=row["last_error"],
    )


def _held(claimant: str, ids: Sequence[int]) -> QuerySet[OutboxMessage]:
    return OutboxMessage.filter(id__in=ids, claimed_by=claimant, status=Status.SENDING)
