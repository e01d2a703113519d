"""People who sign up at once, as a process of its own.

    python -m tests.signups.crowd WHAT OCCURRENCE NUMBER SIZE

`rush` lets SIZE parties take a place at the same moment. `change` lets them sign up, come with more or
fewer, and cancel, over and over. `organise` edits the activity, and `tell` tells of it. Each of these
prints a line after each step.
"""

import asyncio
import random
import sys
from collections import Counter
from dataclasses import replace

from tests.make import at
from weekplanner import wiring
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import clock, db, settings
from weekplanner.core.errors import Refused
from weekplanner.events.models import Activity, Occurrence
from weekplanner.events.operations import editing
from weekplanner.events.operations.steps import stored_values
from weekplanner.mailer import schedule
from weekplanner.signups.models import SignUp, SignUpState
from weekplanner.signups.operations import changing, entering
from weekplanner.signups.personal import link_of
from weekplanner.signups.plans import EDITS_JOINED
from weekplanner.signups.values import Guest

NOW = at(16, 12, month=8)
"""As for the test that asks for it."""
AT_ONCE = 10
"""Of those who change their minds, in one process."""
CAPACITIES = (1, 5, 20, 40, 60)


async def rush(occurrence_id: int, number: int, size: int) -> None:
    """Everybody at once; prints how many have a place and how many wait."""
    chance = random.Random(number)
    states = await asyncio.gather(
        *(enter(occurrence_id, f"{number}.{each}", chance.randint(1, 6)) for each in range(size))
    )
    counted = Counter(state.value for state in states)
    print(counted["placed"], counted["waiting"], flush=True)


async def enter(occurrence_id: int, name: str, people: int) -> SignUpState:
    """Take a place, or one in the line."""
    guest = Guest(name=f"Gast {name}", email=f"gast.{name}@example.org", people=people)
    entered = await entering.sign_up(occurrence_id, guest, request_key=name, network=None)
    return entered.state


async def change(occurrence_id: int, number: int, size: int) -> None:
    """People who cannot make up their minds; each takes `size` steps."""

    async def change_mind(who: str) -> None:
        chance = random.Random(who)
        for _step in range(size):
            try:
                await _step_of(chance, occurrence_id, who)
            except Refused as refused:
                print(type(refused).__name__, flush=True)
            else:
                print("done", flush=True)

    await asyncio.gather(*(change_mind(f"{number}.{each}") for each in range(AT_ONCE)))


async def _step_of(chance: random.Random, occurrence_id: int, who: str) -> None:
    people = chance.randint(1, 6)
    mine = await SignUp.filter(occurrence_id=occurrence_id, email=f"gast.{who}@example.org").order_by("-id")
    if not mine or not mine[0].is_live:
        await enter(occurrence_id, who, people)
    elif chance.random() < 0.5:
        guest = replace(Guest.of(mine[0]), people=people)
        await changing.change_by_link(link_of(mine[0].id), guest, version=mine[0].version)
    elif chance.random() < 0.5:
        await changing.cancel_by_link(link_of(mine[0].id))
    else:
        await changing.remove_guest(mine[0].id, version=mine[0].version, actor=SYSTEM)


async def organise(occurrence_id: int, number: int, size: int) -> None:
    """Edit capacity, time and title, `size` times; one in three moves it."""
    chance = random.Random(number)
    activity_id = (await Occurrence.get(id=occurrence_id)).activity_id
    for step in range(size):
        activity = await Activity.get(id=activity_id)
        values = await stored_values(activity)
        first, *others = values.occurrences
        starts_at = at(chance.randint(1, 7), chance.randint(9, 17)) if step % 3 == 0 else first.starts_at
        moved = replace(
            first,
            capacity=chance.choice(CAPACITIES),
            starts_at=starts_at,
            ends_at=starts_at + (first.ends_at - first.starts_at),
        )
        wanted = replace(values, title=f"Soep {step}", occurrences=(moved, *others))
        try:
            await editing.correct_activity(activity_id, wanted, version=activity.version, actor=SYSTEM)
        except Refused as refused:
            print(type(refused).__name__, flush=True)
        else:
            print("done", flush=True)


async def tell(_occurrence_id: int, _number: int, size: int) -> None:
    """Let the notices of edits go out, in `size` passes."""
    for _pass in range(size):
        with clock.frozen(NOW + EDITS_JOINED):
            await schedule.run_due()
        print("done", flush=True)


async def main(what: str, *numbers: int) -> None:
    """Do what is asked."""
    wiring.wire()
    with clock.frozen(NOW):
        async with db.opened(settings.current(), wiring.MODEL_MODULES):
            await {"rush": rush, "change": change, "organise": organise, "tell": tell}[what](*numbers)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:])))
