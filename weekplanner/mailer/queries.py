"""What became of messages and of what is due: for /readyz, /metrics, `weekplanner check` and the mail log."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from tortoise.queryset import QuerySet

from weekplanner.core import clock, db
from weekplanner.mailer import addresses, by_hand
from weekplanner.mailer.by_hand import Verdict
from weekplanner.mailer.models import DueRow, DueState, OutboxMessage, Priority, Status

STUCK_AFTER = timedelta(minutes=15)
FAILING_AFTER = 3
"""Times in a row that something due could not be worked off: the first may be bad luck."""
LOG_DAYS = 14
_LISTED_COLUMNS = (
    "id",
    "kind",
    "to_address",
    "status",
    "dated_at",
    "attempts",
    "next_attempt_at",
    "not_after",
    "ended_at",
    "last_error",
)


async def waiting_messages() -> int:
    """Messages that must still be sent."""
    return await OutboxMessage.filter(status__in=[Status.NEW, Status.SENDING]).count()


async def failed_messages() -> int:
    """Messages that were given up."""
    return await OutboxMessage.filter(status=Status.FAILED).count()


async def dropped_messages() -> int:
    """Messages that were too late or had lost their point."""
    return await OutboxMessage.filter(status=Status.DROPPED).count()


async def overdue_s(least_urgent: Priority = Priority.BULK) -> float:
    """How long the message that waits longest could have gone already, in seconds."""
    now = clock.now()
    oldest = now
    for priority in Priority:
        if priority <= least_urgent:
            waiting = OutboxMessage.filter(status=Status.NEW, priority=priority)
            first = await waiting.order_by("next_attempt_at").only("next_attempt_at").first()
            oldest = min(oldest, first.next_attempt_at) if first else oldest
    return (now - oldest).total_seconds()


async def stuck_outbox() -> str | None:
    """A sentence when messages do not go out; many bulk messages at once may take their time."""
    waiting_s = await overdue_s(least_urgent=Priority.NORMAL)
    if waiting_s < STUCK_AFTER.total_seconds():
        return None
    return f"mail has been waiting for {waiting_s / 60:.0f} minutes"


async def overdue_reminders() -> int:
    """Reminders and notices that should have been in the outbox 15 minutes ago."""
    return await DueRow.filter(state=DueState.WAITING, due_at__lte=clock.now() - STUCK_AFTER).count()


async def failing_reminders() -> int:
    """Reminders and notices that could not be made, again and again; they are tried again by themselves."""
    return await DueRow.filter(state=DueState.WAITING, failures__gte=FAILING_AFTER).count()


async def stuck_schedule() -> str | None:
    """A sentence when nobody works off what is due."""
    overdue = await overdue_reminders()
    return f"the schedule does not run (overdue: {overdue})" if overdue else None


class Standing(Enum):
    """How far messages are, in the words of an address."""

    WAITING = "wacht"
    """For their turn, or being sent."""
    SENT = "verstuurd"
    FAILED = "mislukt"
    DROPPED = "vervallen"

    @property
    def statuses(self) -> tuple[Status, ...]:
        """What the outbox calls it."""
        return _STATUSES[self]


_STATUSES = {
    Standing.WAITING: (Status.NEW, Status.SENDING),
    Standing.SENT: (Status.SENT,),
    Standing.FAILED: (Status.FAILED,),
    Standing.DROPPED: (Status.DROPPED,),
}
_STANDINGS = {status: standing for standing, statuses in _STATUSES.items() for status in statuses}


@dataclass(frozen=True)
class MailFilter:
    """Which messages one looks for; empty means every kind, however far they are, of the latest days."""

    kind: str = ""
    standing: Standing | None = None
    day: date | None = None
    """In Amsterdam, when they were queued."""


@dataclass(frozen=True)
class DayOfKind:
    """How many messages of a kind were queued on a day, by how far they are."""

    day: date
    kind: str
    numbers: Mapping[Standing, int]


@dataclass(frozen=True)
class Listed:
    """A message in a list: everything but what it says, and to whom as far as one may read it."""

    id: int
    kind: str
    to: str
    """Masked (`j•••@example.org`); empty when it is no longer known."""
    status: Status
    dated_at: datetime
    attempts: int
    next_attempt_at: datetime
    ended_at: datetime | None
    last_error: str
    may_retry: Verdict
    may_hurry: Verdict


async def numbers_now() -> dict[Status, int]:
    """How many messages wait, and how many are being sent."""
    found = await db.rows(
        "SELECT status, COUNT(*) AS number FROM outbox_message "
        "WHERE status IN ('new', 'sending') GROUP BY status"
    )
    numbers = {Status(row["status"]): row["number"] for row in found}
    return {status: numbers.get(status, 0) for status in _STATUSES[Standing.WAITING]}


def log_days() -> list[date]:
    """The days that the log is about, the latest first."""
    today = clock.today()
    return [today - timedelta(days=number) for number in range(LOG_DAYS)]


async def numbers_of_day(day: date) -> list[DayOfKind]:
    """What was queued on a day, by kind; an index holds all that is counted."""
    found = await db.rows(
        "SELECT kind, status, COUNT(*) AS number FROM outbox_message WHERE dated_at >= ? AND dated_at < ? "
        "GROUP BY kind, status",
        clock.day_range(day),
    )
    numbers: dict[str, Counter[Standing]] = {}
    for row in found:
        numbers.setdefault(row["kind"], Counter())[_STANDINGS[Status(row["status"])]] += row["number"]
    return [DayOfKind(day, kind, counted) for kind, counted in numbers.items()]


async def number_of_messages(wanted: MailFilter) -> int:
    """How many there are."""
    return await _found(wanted).count()


async def retriable_messages(kind: str, day: date) -> int:
    """How many failed messages of a kind and a day can be tried again."""
    failed = _found(MailFilter(kind, Standing.FAILED, day))
    return await failed.filter(by_hand.can_be_retried(clock.now())).count()


async def messages(wanted: MailFilter, *, offset: int, limit: int) -> list[Listed]:
    """Those queued last first."""
    # The numbers first: an index has them in this order, and rows that are only passed by are not read.
    ids = await _newest_first(_found(wanted)).offset(offset).limit(limit).values_list("id", flat=True)
    return await _listed(OutboxMessage.filter(id__in=ids)) if ids else []


async def messages_to(address: str, *, limit: int) -> list[Listed]:
    """The last messages to a canonical address, whatever its capitals."""
    found = await db.rows(
        "SELECT id FROM outbox_message WHERE LOWER(to_address) = ? ORDER BY dated_at DESC, id DESC LIMIT ?",
        (address.lower(), limit),
    )
    return await _listed(OutboxMessage.filter(id__in=[row["id"] for row in found])) if found else []


def _found(wanted: MailFilter) -> QuerySet[OutboxMessage]:
    query = OutboxMessage.all()
    if wanted.kind:
        query = query.filter(kind=wanted.kind)
    if wanted.standing is Standing.SENT:
        # As what it is not: SQLite would look up every message that was ever sent, and then its day.
        query = query.exclude(status__in=[each for each in Status if each is not Status.SENT])
    elif wanted.standing:
        query = query.filter(status__in=wanted.standing.statuses)
    if wanted.day:
        starts_at, ends_at = clock.day_range(wanted.day)
        return query.filter(dated_at__gte=starts_at, dated_at__lt=ends_at)
    if wanted.standing is Standing.WAITING:
        return query  # what must still go is shown, however long it waits
    return query.filter(dated_at__gte=clock.day_range(log_days()[-1])[0])


def _newest_first(query: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
    return query.order_by("-dated_at", "-id")


async def _listed(query: QuerySet[OutboxMessage]) -> list[Listed]:
    now = clock.now()
    return [_line(row, now) for row in await _newest_first(query).only(*_LISTED_COLUMNS)]


def _line(row: OutboxMessage, now: datetime) -> Listed:
    return Listed(
        id=row.id,
        kind=row.kind,
        to=addresses.masked(row.to_address),
        status=row.status,
        dated_at=row.dated_at,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        ended_at=row.ended_at,
        last_error=row.last_error,
        may_retry=by_hand.may_retry(row.status, to=row.to_address, not_after=row.not_after, now=now),
        may_hurry=by_hand.may_hurry(
            row.status, next_attempt_at=row.next_attempt_at, not_after=row.not_after, now=now
        ),
    )
