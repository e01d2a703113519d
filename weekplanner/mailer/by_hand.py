"""When somebody of the team may step in: try a failed message again, or let a waiting one go now."""

from datetime import datetime
from enum import Enum

from tortoise.expressions import Q

from weekplanner.mailer import retries
from weekplanner.mailer.models import Status


class Verdict(Enum):
    """What came of stepping in, or would come of it."""

    FINE = "fine"
    FORGOTTEN = "forgotten"
    """Its contents went, 30 days after its end."""
    TOO_LATE = "too late"
    NOT_FAILED = "not failed"
    """It was tried again already, or there is no such message."""
    NOT_WAITING = "not waiting"
    DUE = "due"
    """It is next already; the mailer takes it as soon as it can."""


def may_retry(status: Status, *, to: str, not_after: datetime | None, now: datetime) -> Verdict:
    """Whether a message can be tried again; `can_be_retried` says the same to the database."""
    if status is not Status.FAILED:
        return Verdict.NOT_FAILED
    if not to:
        return Verdict.FORGOTTEN
    return Verdict.TOO_LATE if not_after and not_after < now else Verdict.FINE


def can_be_retried(now: datetime) -> Q:
    """The messages that `may_retry` calls fine."""
    is_in_time = Q(not_after__isnull=True) | Q(not_after__gte=now)
    return Q(status=Status.FAILED) & ~Q(to_address="") & is_in_time


def may_hurry(
    status: Status, *, next_attempt_at: datetime, not_after: datetime | None, now: datetime
) -> Verdict:
    """Whether a message can go sooner than it would."""
    if status is not Status.NEW:
        return Verdict.NOT_WAITING
    if not_after and not_after < now:
        return Verdict.TOO_LATE
    return Verdict.DUE if next_attempt_at <= now else Verdict.FINE


def gets_one_attempt(dated_at: datetime, now: datetime) -> bool:
    """Whether a message is so old that its next attempt is its last."""
    return retries.next_attempt(1, queued_at=dated_at, now=now, chance=lambda: 0.0) is None
