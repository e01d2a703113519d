"""Due rows: each told once in its time, too late dropped and counted; one that fails holds up no other."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NOW
from tests.counting import counted
from tests.mailer.conftest import Queue
from tests.site import Site
from weekplanner import wiring
from weekplanner.core import clock, db
from weekplanner.mailer import check, outbox, purge, queries, schedule
from weekplanner.mailer.models import DueRow, DueState, OutboxMessage
from weekplanner.mailer.outbox import Message
from weekplanner.mailer.schedule import Plan, Progress, Reminder

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST, MANY, BROKEN = "first", "many", "broken"
AT_ONCE = 10


def a_plan(
    subject: int = 1,
    *,
    kind: str = FIRST,
    at: datetime = NOW,
    lasts: timedelta = DAY,
    key: str = "",
    group: str = "",
) -> Plan:
    """Something to tell, due now unless said otherwise."""
    return Plan(kind, subject, key or f"{kind}:{subject}", at, at + lasts, group)


async def plan(*plans: Plan) -> None:
    """Part of some change."""
    async with db.transaction():
        await schedule.plan(plans)


async def put(key: str) -> int:
    """One message."""
    return int(await outbox.put(Message("note", "jan@example.org", {"words": "Dag!"}, f"note:{key}")))


class Works:
    """What each kind of reminder of these tests does."""

    def __init__(self) -> None:
        self.groups: list[list[int]] = []
        self.is_broken = True

    async def once(self, rows: Sequence[DueRow]) -> Progress:
        """One message for all that is due together."""
        self.groups.append([row.subject_id for row in rows])
        return Progress(await put(rows[0].unique_key))

    async def many(self, rows: Sequence[DueRow]) -> Progress:
        """As many messages as the number of the subject, some at a time."""
        (row,) = rows
        last = min(row.done_until + AT_ONCE, row.subject_id)
        queued = [await put(f"{row.unique_key}-{number}") for number in range(row.done_until, last)]
        return Progress(sum(queued), last if last < row.subject_id else None)

    async def broken(self, rows: Sequence[DueRow]) -> Progress:
        """Half of its work, and then an error, until it is mended."""
        queued = await put(rows[0].unique_key)
        if self.is_broken:
            raise KeyError("there is no such thing")
        return Progress(queued)

    @staticmethod
    async def size(rows: Sequence[DueRow]) -> int:
        """How many messages rows of MANY would have been."""
        return sum(row.subject_id for row in rows)


@pytest.fixture
def works(queue: Queue) -> Iterator[Works]:
    """The schedule, with reminders of these tests alone."""
    made = Works()
    schedule.wire(
        (
            Reminder(FIRST, made.once),
            Reminder(MANY, made.many, made.size),
            Reminder(BROKEN, made.broken),
        )
    )
    yield made
    wiring.wire()


async def passed() -> dict[str, dict[str, int]]:
    """What a pass did, by kind; kinds it did nothing for are left out."""
    totals = schedule.totals(await schedule.run_due())
    return {kind: dict(numbers) for kind, numbers in totals.items() if any(numbers.values())}


def did(queued: int = 0, too_late: int = 0, failed: int = 0) -> dict[str, int]:
    """The numbers of one kind."""
    return {"queued": queued, "too_late": too_late, "failed": failed}


async def keys() -> list[str]:
    """What was told, in the order of telling."""
    rows = await OutboxMessage.all().order_by("id")
    return [row.unique_key.removeprefix("note:") for row in rows]


async def test_what_is_due_is_told_once_however_often_the_schedule_runs(
    works: Works, now: clock.MovableClock
):
    await plan(a_plan(at=NOW + HOUR))
    assert await passed() == {}
    now.move(HOUR)
    assert await passed() == {FIRST: did(queued=1)}
    assert await passed() == {}
    now.move(DAY)
    assert await passed() == {}
    assert await keys() == ["first:1"]


async def test_after_downtime_what_is_still_useful_is_told_and_the_rest_dropped_and_counted(
    works: Works, now: clock.MovableClock
):
    await plan(a_plan(1, lasts=HOUR), a_plan(2, lasts=DAY), a_plan(30, kind=MANY, lasts=HOUR))
    now.move(DAY)
    assert await passed() == {FIRST: did(queued=1, too_late=1), MANY: did(too_late=30)}
    assert await keys() == ["first:2"]
    dropped = await DueRow.filter(state=DueState.DROPPED).order_by("id")
    assert [(row.unique_key, row.messages, row.ended_at) for row in dropped] == [
        ("first:1", 1, NOW + DAY),
        ("many:30", 30, NOW + DAY),
    ]
    assert await passed() == {}


async def test_the_last_moment_is_not_too_late(works: Works, now: clock.MovableClock):
    await plan(a_plan(lasts=HOUR))
    now.move(HOUR)
    assert await passed() == {FIRST: did(queued=1)}


async def test_a_new_plan_takes_the_place_of_what_waits_for_the_same_subject(
    works: Works, now: clock.MovableClock
):
    await plan(a_plan(1, key="first:1:monday"), a_plan(2))
    await plan(a_plan(1, key="first:1:tuesday", at=NOW + HOUR))
    assert await passed() == {FIRST: did(queued=1)}
    now.move(HOUR)
    assert await passed() == {FIRST: did(queued=1)}
    assert await keys() == ["first:2", "first:1:tuesday"]


async def test_what_was_told_is_not_told_again_under_the_same_key(works: Works, now: clock.MovableClock):
    await plan(a_plan(key="first:1:monday"))
    await passed()
    await plan(a_plan(key="first:1:tuesday", at=NOW + HOUR))
    await plan(a_plan(key="first:1:monday", at=NOW + HOUR))
    now.move(HOUR)
    assert await passed() == {}
    assert await keys() == ["first:1:monday"]


async def test_several_causes_are_told_as_one_at_the_moment_of_the_first(
    works: Works, now: clock.MovableClock
):
    for minutes in (30, 40, 50):
        async with db.transaction():
            await schedule.plan_unless_waiting(a_plan(at=NOW + timedelta(minutes=minutes)))
    now.move(timedelta(minutes=30))
    assert await passed() == {FIRST: did(queued=1)}
    now.move(HOUR)
    assert await passed() == {}


async def test_what_is_forgotten_is_not_told(works: Works):
    await plan(a_plan(1), a_plan(2), a_plan(3), a_plan(1, kind=MANY))
    async with db.transaction():
        await schedule.forget(FIRST, [1])
        await schedule.forget(FIRST, [2, 3], but_for="first:3")
    await passed()
    assert sorted(await keys()) == ["first:3", "many:1-0"]


async def test_what_belongs_together_is_worked_off_together(works: Works, now: clock.MovableClock):
    await plan(
        a_plan(1, group="a"), a_plan(2, group="b"), a_plan(3, group="a"), a_plan(4, group="a", at=NOW + HOUR)
    )
    assert await passed() == {FIRST: did(queued=2)}
    now.move(HOUR)
    await passed()
    assert works.groups == [[1, 3], [2], [4]]


async def test_many_recipients_are_told_in_parts_that_are_counted_together(works: Works):
    await plan(a_plan(35, kind=MANY))
    assert await passed() == {MANY: did(queued=35)}
    row = await DueRow.get()
    assert (row.state, row.messages, row.done_until) == (DueState.DONE, 35, 30)
    assert len(await keys()) == 35


async def test_one_that_fails_holds_up_no_other_leaves_nothing_and_is_tried_again(
    works: Works, now: clock.MovableClock
):
    await plan(a_plan(1, kind=BROKEN), a_plan(2, at=NOW), a_plan(3, kind=MANY))
    assert await passed() == {BROKEN: did(failed=1), FIRST: did(queued=1), MANY: did(queued=3)}
    assert not [key for key in await keys() if key.startswith(BROKEN)]
    for minutes in (1, 2, 4):
        now.move(timedelta(minutes=minutes, seconds=-1))
        assert await passed() == {}
        now.move(timedelta(seconds=1))
        assert await passed() == {BROKEN: did(failed=1)}
    works.is_broken = False
    now.move(timedelta(minutes=8))
    assert await passed() == {BROKEN: did(queued=1)}
    assert (await keys())[-1] == "broken:1"


async def test_one_that_goes_on_failing_is_tried_each_hour_until_it_is_too_late(
    works: Works, now: clock.MovableClock
):
    await plan(a_plan(kind=BROKEN))
    tries = 0
    for _minute in range(25 * 60):
        tries += (await passed()).get(BROKEN, did())["failed"]
        now.move(timedelta(minutes=1))
    assert tries == 6 + 23  # after 1, 2, 4, 8, 16 and 32 minutes, then each hour
    assert [row.state for row in await DueRow.all()] == [DueState.DROPPED]


async def test_an_unknown_kind_holds_up_no_other(works: Works):
    """A row of a version that was taken back."""
    await plan(a_plan(kind="gone"), a_plan(2))
    counts = await schedule.run_due()
    assert (counts.failed, counts.queued) == ({"gone": 1}, {FIRST: 1})


async def test_a_plan_is_part_of_the_change_that_causes_it(works: Works):
    with pytest.raises(ValueError, match="after all"):
        async with db.transaction():
            await schedule.plan([a_plan()])
            raise ValueError("not after all")
    with pytest.raises(db.OutsideTransaction):
        await schedule.plan([a_plan()])
    assert await passed() == {}


async def test_a_pass_with_nothing_due_is_one_look_however_much_is_planned(works: Works):
    await plan(*(a_plan(number, at=NOW + HOUR) for number in range(1, 400)))
    with counted() as statements:
        assert await passed() == {}
    assert len(statements) == 1


steps = st.lists(
    st.tuples(
        st.sampled_from(["plan", "join", "forget", "pass"]),
        st.integers(1, 3),  # which subject
        st.integers(-2, 6),  # due so many hours from now
        st.integers(0, 4),  # hours that it is useful
        st.integers(0, 3),  # hours that pass
    ),
    max_size=25,
)


@given(steps=steps)
async def test_whatever_is_planned_forgotten_and_passed_each_key_ends_once_and_in_time(
    works: Works, now: clock.MovableClock, steps: list[tuple[str, int, int, int, int]]
):
    """Beside a model of it: what waits by subject, and what became of every key."""
    async with db.transaction():
        await DueRow.all().delete()
        await OutboxMessage.all().delete()
    waiting: dict[int, Plan] = {}
    ended: dict[str, DueState] = {}
    for what, subject, due, lasts, hours in [*steps, ("pass", 1, 0, 0, 0)]:
        moment = clock.now() + due * HOUR
        wanted = a_plan(subject, at=moment, lasts=lasts * HOUR, key=f"{subject}:{moment:%d%H}:{lasts}")
        async with db.transaction():
            if what == "forget":
                await schedule.forget(FIRST, [subject])
                waiting.pop(subject, None)
            elif what == "plan" or (what == "join" and subject not in waiting):
                await schedule.plan([wanted])
                waiting.pop(subject, None)
                if wanted.unique_key not in ended:
                    waiting[subject] = wanted
            elif what == "join":
                await schedule.plan_unless_waiting(wanted)
                waiting[subject] = replace(waiting[subject], not_after=wanted.not_after)
        if what == "pass":
            now.move(hours * HOUR)
            await passed()
            for number, each in [item for item in waiting.items() if item[1].at <= clock.now()]:
                in_time = clock.now() <= each.not_after
                ended[each.unique_key] = DueState.DONE if in_time else DueState.DROPPED
                del waiting[number]
    rows = await DueRow.all()
    assert {row.unique_key: row.state for row in rows} == {
        **ended,
        **{each.unique_key: DueState.WAITING for each in waiting.values()},
    }
    assert sorted(await keys()) == sorted(key for key, state in ended.items() if state is DueState.DONE)


async def test_a_schedule_that_nobody_runs_is_noticed(
    works: Works, now: clock.MovableClock, site: Site, use: Callable[..., None], tmp_path
):
    use(mail_url=f"maildir:{tmp_path}/mail")
    await plan(a_plan(1), a_plan(2), a_plan(3, at=NOW + HOUR))
    now.move(timedelta(minutes=15, seconds=-1))
    assert (await queries.overdue_reminders(), await check.problems()) == (0, [])
    assert (await site.get("/readyz")).status_code == 200
    now.move(timedelta(seconds=1))
    sentence = "the schedule does not run (overdue: 2)"
    assert await check.problems() == [
        f"T{sentence[1:]}. Start `weekplanner mailer`, or look in its log.",
    ]
    page = await site.get("/readyz")
    assert (page.status_code, page.text) == (503, f"{sentence}\n")
    assert "weekplanner_due_rows_overdue 2.0" in (await site.get("/metrics")).text
    await passed()
    assert (await site.get("/readyz")).status_code == 200


async def test_a_reminder_that_fails_again_and_again_is_noticed(
    works: Works, now: clock.MovableClock, use: Callable[..., None], tmp_path
):
    use(mail_url=f"maildir:{tmp_path}/mail")
    await plan(a_plan(kind=BROKEN))
    for minutes in (0, 1, 2):
        assert await check.problems() == []
        now.move(timedelta(minutes=minutes))
        await passed()
    assert await check.problems() == [
        "Some reminders cannot be made (1). Look for reminder_failed in the log."
    ]


async def test_what_was_due_is_gone_thirty_days_after_its_last_moment(works: Works, now: clock.MovableClock):
    await plan(a_plan(1), a_plan(2, lasts=2 * DAY), a_plan(3, at=NOW + DAY, lasts=DAY))
    await passed()
    at = NOW + timedelta(days=31, seconds=1)
    assert await purge.purge(at, is_dry_run=True) == {"message_values": 0, "due_rows": 1}
    assert await purge.purge(at, is_dry_run=False) == {"message_values": 0, "due_rows": 1}
    assert [row.subject_id for row in await DueRow.all().order_by("id")] == [2, 3]
    assert await purge.purge(at + DAY, is_dry_run=False) == {"message_values": 0, "due_rows": 2}
