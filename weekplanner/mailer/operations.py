"""Stepping in by hand: failed messages are tried again, waiting ones go now.

Who may, and writing it down, is up to the package that has the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.queryset import QuerySet

from weekplanner.core import clock, db
from weekplanner.mailer import by_hand
from weekplanner.mailer.by_hand import Verdict
from weekplanner.mailer.models import OutboxMessage, Status

MOST_AT_ONCE = 1000
"""Messages tried again in one transaction, which takes about a tenth of a second."""


@dataclass(frozen=True)
class Outcome:
    """What came of stepping in for one message; of one that was not there only its number is known."""

    id: int
    verdict: Verdict
    kind: str = ""
    gets_one_attempt: bool = False


async def retry(ids: Sequence[int]) -> list[Outcome]:
    """Let failed messages go again, as if they were never tried; in the transaction of the caller.

    The four days that a message is tried for count from when it was queued. An older one gets one attempt:
    when that is refused for now, it is failed again.
    """
    db.require_transaction()
    now = clock.now()
    failed = await _locked(OutboxMessage.filter(id__in=ids, status=Status.FAILED))
    verdicts = {
        each.id: by_hand.may_retry(each.status, to=each.to_address, not_after=each.not_after, now=now)
        for each in failed
    }
    again = await _again([each for each in failed if verdicts[each.id] is Verdict.FINE])
    rest = [each for each in ids if verdicts.get(each) is not Verdict.FINE]
    return [*again, *(Outcome(each, verdicts.get(each, Verdict.NOT_FAILED)) for each in rest)]


async def retry_failed(kind: str, day: date) -> list[Outcome]:
    """The same for what failed of a kind that was queued on an Amsterdam day: the oldest that can go."""
    db.require_transaction()
    starts_at, ends_at = clock.day_range(day)
    failed = OutboxMessage.filter(kind=kind, dated_at__gte=starts_at, dated_at__lt=ends_at)
    return await _again(await _locked(failed.filter(by_hand.can_be_retried(clock.now())).limit(MOST_AT_ONCE)))


async def hurry(ids: Sequence[int]) -> list[Outcome]:
    """Let waiting messages go now, in the transaction of the caller."""
    db.require_transaction()
    now = clock.now()
    waiting = {each.id: each for each in await _locked(OutboxMessage.filter(id__in=ids, status=Status.NEW))}
    verdicts = {
        each.id: by_hand.may_hurry(
            each.status, next_attempt_at=each.next_attempt_at, not_after=each.not_after, now=now
        )
        for each in waiting.values()
    }
    sooner = [number for number, verdict in verdicts.items() if verdict is Verdict.FINE]
    await OutboxMessage.filter(id__in=sooner, status=Status.NEW).update(next_attempt_at=now)
    return [
        Outcome(each, verdicts[each], waiting[each].kind)
        if each in waiting
        else Outcome(each, Verdict.NOT_WAITING)
        for each in ids
    ]


async def _again(failed: Sequence[OutboxMessage]) -> list[Outcome]:
    now = clock.now()
    chosen = OutboxMessage.filter(id__in=[each.id for each in failed], status=Status.FAILED)
    await chosen.update(status=Status.NEW, attempts=0, next_attempt_at=now, ended_at=None)
    return [
        Outcome(each.id, Verdict.FINE, each.kind, by_hand.gets_one_attempt(each.dated_at, now))
        for each in failed
    ]


async def _locked(query: QuerySet[OutboxMessage]) -> list[OutboxMessage]:
    """Rows that nobody else changes until this transaction ends, without what they say."""
    columns = ("id", "kind", "status", "to_address", "not_after", "next_attempt_at", "dated_at")
    return await query.order_by("id").only(*columns).select_for_update()
