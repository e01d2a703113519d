"""Schedules in processes of their own tell everybody once together; one that is killed loses nothing."""

import asyncio
import json
import signal
from collections import Counter

from tests.make import MadeActivity, Make, at
from tests.server import Program, running
from tests.sizes import size
from weekplanner import wiring
from weekplanner.mailer.models import DueRow, DueState, OutboxMessage
from weekplanner.signups.operations.telling import GUESTS_AT_ONCE

SCHEDULES = 4
ACTIVITIES = 8
GUESTS = size(500, rehearsal=2_000)
TEN, THREE = "2027-10-05T10:00", "2027-10-05T15:00"


async def with_guests(make: Make, number: int) -> MadeActivity:
    """Soup for so many people, each with an address."""
    soup = await make.activity(capacity=number)
    (occurrence,) = await soup.occurrences()
    for each in range(number):
        await make.sign_up(occurrence.id, f"Gast {each}", email=f"gast{each}@example.org")
    return soup


async def reminded() -> Counter[str]:
    """How often each address has a reminder."""
    return Counter([row.to_address for row in await OutboxMessage.filter(kind="signup_reminder")])


async def test_the_command_prints_how_many_messages_it_made_of_each_kind(make: Make, program: Program):
    await with_guests(make, 3)
    status, output, errors = await program.run("schedule", "--now", TEN, "--json")
    assert (status, errors) == (0, "")
    nothing = {"queued": 0, "too_late": 0, "failed": 0}
    kinds = [each.kind for each in wiring.REMINDERS]
    assert json.loads(output) == {
        **dict.fromkeys(kinds, nothing),
        "still_right": {**nothing, "queued": 1},
        "guests_reminder": {**nothing, "queued": 3},
    }
    status, output, errors = await program.run("schedule", "--now", "2027-10-06T12:01")
    assert (status, errors) == (0, "")
    lines = {kind: f"0 {kind}" for kind in kinds}
    lines["organiser_day_before"] = "0 organiser_day_before, 1 too late"
    assert [" ".join(line.split()) for line in output.splitlines()] == list(lines.values())


async def test_several_schedules_at_once_tell_everybody_once(make: Make, program: Program):
    owner = {}
    for number in range(ACTIVITIES):
        soup = await make.activity(contact_email=f"fatma{number % 3}@example.org", capacity=100, **owner)
        owner = {"organisation": soup.organisation, "organiser": soup.organiser}
        (occurrence,) = await soup.occurrences()
        for each in range(25):
            await make.sign_up(occurrence.id, email=f"gast{number}.{each}@example.org")
    totals: Counter[str] = Counter()
    too_late: Counter[str] = Counter()
    runs = (program.run("schedule", "--now", THREE, "--json") for _ in range(SCHEDULES))
    for status, output, errors in await asyncio.gather(*runs):
        assert (status, errors) == (0, "")
        counts = json.loads(output)
        totals.update({kind: numbers["queued"] for kind, numbers in counts.items()})
        too_late.update({kind: numbers["too_late"] for kind, numbers in counts.items()})
    guests = 25 * ACTIVITIES
    assert +totals == {"guests_reminder": guests, "organiser_day_before": 3}
    assert +too_late == {"still_right": 3}
    kinds = ("signup_reminder", "organiser_day_before")
    told = Counter([row.kind for row in await OutboxMessage.filter(kind__in=kinds)])
    assert told == {"signup_reminder": guests, "organiser_day_before": 3}
    assert set((await reminded()).values()) == {1}
    done = await DueRow.filter(state=DueState.DONE)
    assert sum(row.messages for row in done) == guests + 3


async def test_a_schedule_that_is_killed_half_way_loses_nothing_and_repeats_nothing(
    make: Make, program: Program
):
    await with_guests(make, GUESTS)
    async with running(program, "schedule", "--now", TEN) as schedule:
        async with asyncio.timeout(60):
            while not (row := await DueRow.get(kind="guests_reminder")).done_until:
                await asyncio.sleep(0)
        schedule.kill()
        assert await schedule.wait() == -signal.SIGKILL
    told = await reminded()
    row = await DueRow.get(kind="guests_reminder")
    assert (row.state, row.messages, sum(told.values()) % GUESTS_AT_ONCE) == (
        DueState.WAITING,
        told.total(),
        0,
    )
    assert 0 < told.total() < GUESTS
    status, output, errors = await program.run("schedule", "--now", TEN, "--json")
    assert (status, errors) == (0, "")
    assert json.loads(output)["guests_reminder"]["queued"] == GUESTS - told.total()
    assert await reminded() == Counter(f"gast{each}@example.org" for each in range(GUESTS))
    ended = await DueRow.get(kind="guests_reminder")
    assert (ended.state, ended.messages) == (DueState.DONE, GUESTS)


async def test_a_mailer_runs_the_schedule_too(make: Make, program: Program):
    await with_guests(make, 2)
    status, output, _errors = await program.run("mailer", "--once", "--now", TEN)
    assert status == 0
    assert {row.status.value for row in await OutboxMessage.filter(kind="signup_reminder")} == {"sent"}
    assert output.endswith(" sent, 0 postponed, 0 failed, 0 dropped\n")
    assert at(5, 10) == (await DueRow.get(kind="guests_reminder")).ended_at
