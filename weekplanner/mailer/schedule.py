"""What must be told at a moment: planned by the change that causes it, worked off once it is due.

A row is planned in the transaction of its cause, and ended in the one that fills the outbox, so running the
schedule twice, in several processes or after a day of downtime tells nothing twice. What is found only after
its `not_after` is dropped and counted (product §10). A pass with nothing due is one look at an index.
"""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from weekplanner.core import clock, db, logs
from weekplanner.core.turns import take_turn
from weekplanner.mailer.models import DueRow, DueState

LOOK_EVERY_S = 1.0
ERROR_REST_S = 5.0
FIRST_DELAY, LONGEST_DELAY = timedelta(minutes=1), timedelta(hours=1)
"""When what failed is tried again: each failure in a row waits twice as long."""


@dataclass(frozen=True)
class Plan:
    """One thing to tell: `kind` names the reminder, `subject_id` the row of the package that has it.

    `unique_key` says what it is for, by ids and moments: what was told under it is not told again. A
    subject has one row of a kind that waits.
    """

    kind: str
    subject_id: int
    unique_key: str
    at: datetime
    not_after: datetime
    group: str = ""
    """Those of a kind with the same group are worked off together; by default each by itself."""

    @property
    def group_key(self) -> str:
        """As the row has it."""
        return self.group or str(self.subject_id)


@dataclass(frozen=True)
class Progress:
    """What working off did: how many messages it queued, and where to go on if there are more recipients."""

    messages: int
    go_on_after: int | None = None
    """Id of the last recipient: the rest follows in a transaction of its own."""


Work = Callable[[Sequence[DueRow]], Awaitable[Progress]]
Size = Callable[[Sequence[DueRow]], Awaitable[int]]


async def _one_each(rows: Sequence[DueRow]) -> int:
    return len(rows)


@dataclass(frozen=True)
class Reminder:
    """A kind of thing to tell: `work` puts the messages of due rows of one group in the outbox.

    `work` runs in a transaction, which it keeps under 250 ms. `size` says how many messages rows would have
    been that came too late.
    """

    kind: str
    work: Work
    size: Size = _one_each


@dataclass
class Counts:
    """What a pass did, by kind."""

    queued: Counter[str] = field(default_factory=Counter)
    too_late: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)


class _Overtaken(Exception):
    """Somebody planned a row anew while it was worked off."""


_reminders: dict[str, Reminder] = {}


def wire(reminders: Iterable[Reminder]) -> None:
    """Set what can be told at a moment."""
    _reminders.clear()
    _reminders.update({each.kind: each for each in reminders})


def kinds() -> list[str]:
    """Of everything that can be told at a moment."""
    return list(_reminders)


async def plan(plans: Iterable[Plan]) -> None:
    """Let these be told at their moments, in place of what waited for the same subjects.

    What was told under the same key stays told. Part of the change that causes them.
    """
    db.require_transaction()
    by_kind: dict[str, list[Plan]] = {}
    for each in plans:
        by_kind.setdefault(each.kind, []).append(each)
    for kind, wanted in by_kind.items():
        waiting = DueRow.filter(kind=kind, subject_id__in=[each.subject_id for each in wanted])
        keys = [each.unique_key for each in wanted]
        await waiting.filter(state=DueState.WAITING).exclude(unique_key__in=keys).delete()
        await DueRow.bulk_create(
            [_row(each) for each in wanted],
            on_conflict=("unique_key",),
            update_fields=("due_at", "not_after", "group_key"),
        )


async def plan_unless_waiting(wanted: Plan) -> None:
    """The same, but what waits for the subject already keeps its moment: several causes are told as one."""
    db.require_transaction()
    waiting = DueRow.filter(kind=wanted.kind, subject_id=wanted.subject_id, state=DueState.WAITING)
    if not await waiting.update(not_after=wanted.not_after):
        await plan([wanted])


async def rows_of(kind: str, subject_ids: Iterable[int]) -> dict[int, DueRow]:
    """What was planned last of this kind for each of these subjects, and what became of it."""
    rows = await DueRow.filter(kind=kind, subject_id__in=list(subject_ids)).order_by("id")
    return {row.subject_id: row for row in rows}


async def forget(kind: str, subject_ids: Iterable[int], *, but_for: str = "") -> None:
    """Let what waits for these subjects not be told after all, unless it has the unique key `but_for`."""
    db.require_transaction()
    waiting = DueRow.filter(kind=kind, subject_id__in=list(subject_ids), state=DueState.WAITING)
    await waiting.exclude(unique_key=but_for).delete()


async def run_due(stop: asyncio.Event | None = None) -> Counts:
    """Work off everything that is due now, or until `stop`; what fails is tried again later."""
    counts, overtaken = Counts(), set[int]()
    while not (stop and stop.is_set()):
        due = DueRow.filter(state=DueState.WAITING, due_at__lte=clock.now())
        first = await due.order_by("due_at", "id").first()
        if first is None:
            break
        try:
            await _work_off(first.kind, first.group_key, counts)
        except _Overtaken as error:
            if first.id in overtaken:  # its own work planned it anew or forgot it: trying on would never end
                await _note_failure(first, error, counts)
            overtaken.add(first.id)
        except db.FAILURES:
            raise
        except Exception as error:  # noqa: BLE001 - one poisoned row must not hold up the others
            await _note_failure(first, error, counts)
    return counts


async def run(stop: asyncio.Event) -> None:
    """Work off what becomes due, until `stop`."""
    while not stop.is_set():
        rest_s = LOOK_EVERY_S
        try:
            await run_due(stop)
        except Exception as error:  # noqa: BLE001 - the database is away, for one; the loop must go on
            logs.failure("schedule_failed", error)
            rest_s = ERROR_REST_S
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), rest_s)


async def _work_off(kind: str, group_key: str, counts: Counts) -> None:
    """Bring what is due of one group one transaction further.

    Other schedulers wait for their turn; nobody else takes it. So rows of other packages are locked before
    these, in the order in which their own changes lock them and plan.
    """
    now = clock.now()
    reminder = _reminders[kind]
    async with db.transaction():
        await take_turn(f"due:{kind}:{group_key}")
        due = DueRow.filter(state=DueState.WAITING, kind=kind, group_key=group_key, due_at__lte=now)
        rows = await due.order_by("id")
        late = [row for row in rows if row.not_after < now]
        in_time = [row for row in rows if row.not_after >= now]
        dropped = queued = 0
        if late:
            dropped = await reminder.size(late)
            await _end(late, DueState.DROPPED, messages=dropped, now=now)
        if in_time:
            progress = await reminder.work(in_time)
            queued = progress.messages
            if progress.go_on_after is None:
                await _end(in_time, DueState.DONE, messages=queued, now=now)
            else:
                await _keep(in_time, progress)
    counts.too_late.update({kind: dropped} if dropped else {})
    counts.queued.update({kind: queued} if queued else {})


async def _end(rows: Sequence[DueRow], state: DueState, *, messages: int, now: datetime) -> None:
    """Raises _Overtaken when a row was planned anew, or forgotten, since it was read."""
    for number, row in enumerate(rows):
        of_group = messages if number == 0 else 0
        await _change(row, state=state, messages=row.messages + of_group, ended_at=now)


async def _keep(rows: Sequence[DueRow], progress: Progress) -> None:
    for number, row in enumerate(rows):
        of_group = progress.messages if number == 0 else 0
        await _change(row, done_until=progress.go_on_after, messages=row.messages + of_group, failures=0)


async def _change(row: DueRow, **columns: object) -> None:
    still = DueRow.filter(id=row.id, state=DueState.WAITING, due_at=row.due_at, done_until=row.done_until)
    if not await still.update(**columns):
        raise _Overtaken


async def _note_failure(row: DueRow, error: Exception, counts: Counts) -> None:
    logs.failure("reminder_failed", error, kind=row.kind, row=row.id)
    counts.failed[row.kind] += 1
    await _postpone(row.kind, row.group_key)


async def _postpone(kind: str, group_key: str) -> None:
    """Let what cannot be worked off now wait, longer each time."""
    now = clock.now()
    async with db.transaction():
        await take_turn(f"due:{kind}:{group_key}")
        waiting = DueRow.filter(state=DueState.WAITING, kind=kind, group_key=group_key, due_at__lte=now)
        for row in await waiting:
            delay = min(FIRST_DELAY * 2 ** min(row.failures, 10), LONGEST_DELAY)
            await DueRow.filter(id=row.id).update(due_at=now + delay, failures=row.failures + 1)


def _row(wanted: Plan) -> DueRow:
    return DueRow(
        kind=wanted.kind,
        subject_id=wanted.subject_id,
        group_key=wanted.group_key,
        unique_key=wanted.unique_key,
        due_at=wanted.at,
        not_after=wanted.not_after,
    )


def totals(counts: Counts) -> Mapping[str, Mapping[str, int]]:
    """By kind, how many were queued, too late and failed, for a command to print."""
    return {
        kind: {
            "queued": counts.queued[kind],
            "too_late": counts.too_late[kind],
            "failed": counts.failed[kind],
        }
        for kind in kinds()
    }
