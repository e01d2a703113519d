"""However many people want to come at the same moment, in however many processes: no seat is given twice."""

import asyncio
import os
import signal
import sys
from collections import Counter
from pathlib import Path

from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make
from tests.processes import run_together
from tests.sizes import size
from weekplanner.congress.models.congresses import Workshop
from weekplanner.congress.models.entrance import CheckIn
from weekplanner.congress.models.registrations import Registration, RegistrationState
from weekplanner.congress.models.seats import Seats
from weekplanner.core import settings
from weekplanner.mailer.models import OutboxMessage

PROCESSES = 5
SEATS = size(150, rehearsal=750)
PEOPLE = size(200, rehearsal=1_000)
"""In each process."""
PRESENT, FREE = size(50, rehearsal=500), 5
"""Who has a seat, and seats for who walks in."""
DOORS = 3
STEPS = size(8, rehearsal=100)
PATIENCE_S = size(120, rehearsal=900)


def crowd(what: str, congress_id: int, number: int, many: int) -> list[str]:
    """The command for people in a process of their own."""
    numbers = map(str, (congress_id, number, many))
    return [sys.executable, "-m", "tests.congress.crowd", what, *numbers]


def environment() -> dict[str, str]:
    """The settings of the test, for its processes."""
    current = settings.current()
    return {
        "WEEKPLANNER_DATABASE_URL": current.database_url,
        "WEEKPLANNER_SECRET_KEY": str(current.secret_key),
        "WEEKPLANNER_BASE_URL": current.base_url,
    }


async def test_of_a_thousand_people_at_once_the_first_have_a_seat_and_the_rest_wait_in_order(make: Make):
    congress = await make.congress(seats=SEATS)
    await make.workshops(congress, SEATS // 5, SEATS // 3)
    outputs = await run_together(
        [crowd("rush", congress.id, number, PEOPLE) for number in range(PROCESSES)], env=environment()
    )
    answered = [tuple(map(int, output.split())) for output in outputs]
    everybody = PROCESSES * PEOPLE
    assert (sum(seated for seated, _waiting in answered), sum(waiting for _seated, waiting in answered)) == (
        SEATS,
        everybody - SEATS,
    )
    assert await what_is_wrong_with_congresses() == []
    seats = await Seats.get(congress_id=congress.id)
    assert (seats.taken, seats.free, seats.waiting) == (SEATS, 0, everybody - SEATS)
    in_order = [each.state for each in await Registration.all().order_by("id")]
    waiting = [RegistrationState.WAITING] * (everybody - SEATS)
    assert in_order == [RegistrationState.CONFIRMED] * SEATS + waiting
    letters = await OutboxMessage.all().only("kind", "to_address", "values")
    assert Counter(each.kind for each in letters) == {
        "congress_confirmed": SEATS,
        "congress_waiting": everybody - SEATS,
    }
    assert len({each.to_address for each in letters}) == everybody
    numbers = [each.values["number"] for each in letters if each.kind == "congress_waiting"]
    assert sorted(numbers) == list(range(1, everybody - SEATS + 1))
    full = [each.taken for each in await Workshop.all().order_by("id")]
    assert all(taken <= capacity for taken, capacity in zip(full, (SEATS // 5, SEATS // 3), strict=True))


async def test_whatever_happens_at_once_and_whoever_is_killed_what_is_kept_is_whole(
    make: Make, tmp_path: Path
):
    congress = await make.congress(seats=40)
    await make.workshops(congress, 5, 10, 20)
    commands = [crowd("change", congress.id, number, STEPS) for number in range(3)]
    commands += [crowd(what, congress.id, 1, STEPS) for what in ("arrange", "tell")]
    errors = tmp_path / "errors"
    with errors.open("ab") as log:
        victim, *others = [
            await asyncio.create_subprocess_exec(
                *command,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
                env={**os.environ, **environment()},
            )
            for command in commands
        ]
    try:
        async with asyncio.timeout(PATIENCE_S):
            ends = asyncio.gather(*(each.communicate() for each in others))
            assert victim.stdout is not None
            for _line in range(3 * STEPS):
                assert await victim.stdout.readline(), errors.read_text()
            victim.kill()
            await ends
            statuses = [await each.wait() for each in (victim, *others)]
    finally:
        for process in (victim, *others):
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert errors.read_text() == ""
    assert statuses == [-signal.SIGKILL, *[0] * len(others)]
    assert await what_is_wrong_with_congresses() == []


async def test_at_doors_in_several_processes_everybody_comes_in_first_once(make: Make):
    congress = await make.congress(seats=PRESENT + FREE)
    for _each in range(PRESENT):
        await make.registration(congress)
    outputs = await run_together(
        [crowd("enter", congress.id, number, FREE) for number in range(DOORS)], env=environment()
    )
    answered = [tuple(map(int, output.split())) for output in outputs]
    first, again, full = (sum(of_one) for of_one in zip(*answered, strict=True))
    assert (first, again, full) == (PRESENT + FREE, (DOORS - 1) * PRESENT, (DOORS - 1) * FREE)
    assert await CheckIn.filter(congress_id=congress.id, is_again=False).count() == PRESENT + FREE
    assert (await Seats.get(congress_id=congress.id)).arrived == PRESENT + FREE
    assert await what_is_wrong_with_congresses() == []
