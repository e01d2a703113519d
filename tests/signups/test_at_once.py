"""However many people sign up at the same moment, in however many processes: nothing is oversold."""

import asyncio
import os
import signal
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

from tests.make import Make, acting
from tests.processes import run_together
from tests.signups.wholeness import what_is_wrong_with_places
from tests.sizes import size
from weekplanner.core import db, settings
from weekplanner.events.operations import editing
from weekplanner.events.operations.steps import stored_values
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.models import Places, SignUp
from weekplanner.signups.operations import changing
from weekplanner.signups.operations import places as places_operations
from weekplanner.signups.personal import link_of

PROCESSES = 5
PARTIES = size(100, rehearsal=1_000)
"""In each process."""
PLACES = 40
STEPS = size(8, rehearsal=100)
A_WHILE_S = 0.3
PATIENCE_S = size(120, rehearsal=900)


def crowd(what: str, occurrence_id: int, number: int, many: int) -> list[str]:
    """The command for people in a process of their own."""
    numbers = map(str, (occurrence_id, number, many))
    return [sys.executable, "-m", "tests.signups.crowd", what, *numbers]


def environment() -> dict[str, str]:
    """The settings of the test, for its processes."""
    current = settings.current()
    return {
        "WEEKPLANNER_DATABASE_URL": current.database_url,
        "WEEKPLANNER_SECRET_KEY": str(current.secret_key),
        "WEEKPLANNER_BASE_URL": current.base_url,
    }


async def test_of_five_hundred_parties_at_once_exactly_those_that_fit_have_a_place(make: Make):
    soup = await make.activity(capacity=PLACES)
    (occurrence,) = await soup.occurrences()
    outputs = await run_together(
        [crowd("rush", occurrence.id, number, PARTIES) for number in range(PROCESSES)], env=environment()
    )
    answered = Counter[str]()
    for output in outputs:
        placed, waiting = map(int, output.split())
        answered.update({"signup_confirmed": placed, "signup_waiting": waiting})
    assert await what_is_wrong_with_places() == []
    places = await Places.get(occurrence_id=occurrence.id)
    assert places.taken == PLACES  # among so many parties there is one for every number that is left
    states = Counter(each.state.value for each in await SignUp.all())
    assert states == {"placed": answered["signup_confirmed"], "waiting": answered["signup_waiting"]}
    letters = await OutboxMessage.filter(kind__startswith="signup_")
    assert Counter(each.kind for each in letters) == answered
    assert len({each.to_address for each in letters}) == len(letters) == PROCESSES * PARTIES


async def test_an_edit_waits_for_who_is_signing_up_before_it_locks_what_they_need(make: Make):
    soup = await make.activity(capacity=PLACES)
    (occurrence,) = await soup.occurrences()
    guest = await make.sign_up(occurrence.id)
    activity = await soup.fresh()
    values = replace(await stored_values(activity), title="Erwtensoep")
    actor = acting(soup.organiser, soup.organisation)
    is_locked, may_go_on = asyncio.Event(), asyncio.Event()

    async def change_mind() -> None:
        async with db.transaction():
            await places_operations.locked(occurrence.id)
            is_locked.set()
            await may_go_on.wait()
            await changing.cancel_by_link(link_of(guest.id))
            await make.sign_up(occurrence.id, people=2)

    changing_mind = asyncio.create_task(change_mind())
    await is_locked.wait()
    edit = editing.edit_activity(soup.id, values, version=activity.version, actor=actor)
    editing_it = asyncio.create_task(edit)
    assert not (await asyncio.wait({editing_it}, timeout=A_WHILE_S))[0]
    may_go_on.set()
    await asyncio.gather(changing_mind, editing_it)
    assert await what_is_wrong_with_places() == []


async def test_whatever_happens_at_once_and_whoever_is_killed_what_is_kept_is_whole(
    make: Make, tmp_path: Path
):
    soup = await make.activity(capacity=PLACES)
    (occurrence,) = await soup.occurrences()
    commands = [crowd("change", occurrence.id, number, STEPS) for number in range(3)]
    commands += [crowd(what, occurrence.id, 1, STEPS) for what in ("organise", "tell")]
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
    assert await what_is_wrong_with_places() == []
