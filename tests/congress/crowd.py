"""People who want to come to a congress at the same moment, as a process of its own.

    python -m tests.congress.crowd WHAT CONGRESS NUMBER SIZE

`rush` lets SIZE people sign up at the same moment, and prints how many have a seat and how many wait.
`change` lets parties sign up, change, cancel, answer offers and use codes, over and over. `arrange` changes
capacities, keeps seats for codes and decides about requests, and `tell` works off what is due. Each of these
prints a line after each step. `enter` lets everybody in at the same moment, by name, and SIZE people who did
not sign up; it prints how many came in first here, how many were inside already, and how many did not fit.
"""

import asyncio
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import timedelta

from tests.make import at
from weekplanner import wiring
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress import codes
from weekplanner.congress.models.congresses import Congress, Workshop
from weekplanner.congress.models.registrations import (
    Attendee,
    Registration,
    RegistrationState,
    Source,
    WorkshopChoice,
)
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.congress.operations import (
    answering,
    arranging,
    changing,
    deciding,
    inviting,
    programme,
    signing_up,
)
from weekplanner.congress.operations.entrance import Full
from weekplanner.congress.operations.letting_in import Noted, let_in
from weekplanner.congress.personal import link_of
from weekplanner.congress.values import Choice, Party, WorkshopValues
from weekplanner.core import clock, db, settings
from weekplanner.core.errors import NotFound, Refused
from weekplanner.mailer import schedule

NOW = at(16, 12, month=8)
"""As for the test that asks for it."""
AT_ONCE = 10
"""Of those who change their minds, in one process."""
CAPACITIES = (10, 20, 40, 60)


async def rush(congress_id: int, number: int, size: int) -> None:
    """Everybody at once; prints how many have a seat and how many wait."""
    choices = await _choices(congress_id, random.Random(number))
    states = await asyncio.gather(
        *(_enter(congress_id, f"{number}.{each}", choices=choices) for each in range(size))
    )
    counted = Counter(state.value for state in states)
    print(counted["confirmed"], counted["waiting"], flush=True)


async def change(congress_id: int, number: int, size: int) -> None:
    """People who cannot make up their minds; each takes `size` steps."""

    async def change_mind(who: str) -> None:
        chance = random.Random(who)
        for _step in range(size):
            await _try(lambda: _step_of(chance, congress_id, who))

    await asyncio.gather(*(change_mind(f"{number}.{each}") for each in range(AT_ONCE)))


async def arrange(congress_id: int, number: int, size: int) -> None:
    """The team, `size` times."""
    chance = random.Random(number)
    for step in range(size):
        await _try(lambda step=step: _arrange(chance, congress_id, step))


async def enter(congress_id: int, number: int, size: int) -> None:
    """Everybody at one door at once; prints how many it let in, knew to be inside, and had no seat for."""
    attendees = await Attendee.filter(congress_id=congress_id, registration__source=Source.SELF)
    at_door = [Noted(f"{number} {each.id}", NOW, attendee_id=each.id) for each in attendees]
    at_door += [
        Noted(f"{number} walks in {each}", NOW, name=f"Inloper {number}.{each}") for each in range(size)
    ]
    random.Random(number).shuffle(at_door)
    answers = Counter(await asyncio.gather(*(_come_in(congress_id, each) for each in at_door)))
    print(answers["first"], answers["again"], answers["full"], flush=True)


async def _come_in(congress_id: int, noted: Noted) -> str:
    try:
        outcome = await let_in(congress_id, noted, actor=SYSTEM)
    except Full:
        return "full"
    return "again" if outcome.is_again else "first"


async def tell(_congress_id: int, _number: int, size: int) -> None:
    """What is due is worked off, in `size` passes; offers end in the last of them."""
    for step in range(size):
        with clock.frozen(NOW + timedelta(hours=step)):
            await schedule.run_due()
        print("done", flush=True)


async def _try(step: Callable[[], Awaitable[object]]) -> None:
    try:
        await step()
    except (Refused, NotFound) as problem:
        print(type(problem).__name__, flush=True)
    else:
        print("done", flush=True)


async def _choices(congress_id: int, chance: random.Random) -> tuple[Choice, ...]:
    workshops = await Workshop.filter(part__congress_id=congress_id)
    if len(workshops) < 2:
        return ()
    first, second = chance.sample(workshops, 2)
    return (Choice(first.part_id, first.id, second.id),)


async def _enter(
    congress_id: int,
    who: str,
    *,
    people: int = 1,
    choices: tuple[Choice, ...] = (),
    code: str = "",
    audience: str = "wethouder",
) -> RegistrationState:
    party = _party(who, people=people, choices=choices, audience=audience)
    entered = await signing_up.sign_up(
        congress_id, party, request_key=f"{who} {people}", network=None, code=code
    )
    return entered.state


def _party(who: str, *, people: int, choices: tuple[Choice, ...], audience: str = "wethouder") -> Party:
    return Party(
        name=f"Gast {who}",
        email=f"gast.{who}@example.org",
        audience=audience,
        others=tuple(f"Collega {each}" for each in range(people - 1)),
        choices=choices,
        wish="" if audience == "wethouder" else "Ik kom graag.",
    )


async def _step_of(chance: random.Random, congress_id: int, who: str) -> None:
    people, choices = chance.choice((1, 1, 1, 2, 4)), await _choices(congress_id, chance)
    found = await Registration.filter(congress_id=congress_id, email=f"gast.{who}@example.org").order_by(
        "-id"
    )
    mine = found[0] if found else None
    if mine is None or not mine.is_live:
        audience = chance.choice(("wethouder", "wethouder", "vrijwilliger"))
        await _enter(
            congress_id,
            who,
            people=people,
            choices=choices,
            code=await _some_code(congress_id, chance),
            audience=audience,
        )
        return
    link = link_of(mine.id, mine.link_version)
    offered = await WorkshopChoice.filter(registration_id=mine.id, in_line=True).first()
    if mine.state is RegistrationState.OFFERED:
        await chance.choice((answering.accept_by_link, answering.decline_by_link))(link)
    elif offered and chance.random() < 0.5:
        answer = chance.choice((answering.accept_workshop_by_link, answering.decline_workshop_by_link))
        await answer(link, offered.id)
    elif chance.random() < 0.4:
        party = _party(who, people=people, choices=choices, audience=mine.audience)
        await changing.change_by_link(link, party, version=mine.version)
    elif chance.random() < 0.2 and (code := await _some_code(congress_id, chance)):
        await changing.use_code_by_link(link, code)
    else:
        await changing.cancel_by_link(link)


async def _some_code(congress_id: int, chance: random.Random) -> str:
    invitations = await CongressInvitation.filter(congress_id=congress_id)
    if not invitations or chance.random() < 0.7:
        return ""
    return codes.invitation_code(chance.choice(invitations).id)


async def _arrange(chance: random.Random, congress_id: int, step: int) -> None:
    what = step % 4
    if what == 0:
        await arranging.change_capacity(congress_id, chance.choice(CAPACITIES), actor=SYSTEM)
    elif what == 1:
        workshop = chance.choice(await Workshop.filter(part__congress_id=congress_id))
        values = WorkshopValues(workshop.title, chance.choice((1, 3, 10, 30)))
        await programme.edit_workshop(workshop.id, values, actor=SYSTEM)
    elif what == 2:
        await _invite(chance, congress_id)
    else:
        asking = await Registration.filter(congress_id=congress_id, state=RegistrationState.REQUESTED).first()
        if asking is None:
            return
        if chance.random() < 0.7:
            await deciding.let_in(asking.id, "Er is plaats.", actor=SYSTEM)
        else:
            await deciding.refuse(asking.id, "Het is vol.", actor=SYSTEM)


async def _invite(chance: random.Random, congress_id: int) -> None:
    last = await CongressInvitation.filter(congress_id=congress_id, ended_at=None).first()
    if last is not None and chance.random() < 0.5:
        await inviting.end_invitation(last.id, actor=SYSTEM)
        return
    congress = await Congress.get(id=congress_id)
    until = min(NOW + timedelta(hours=chance.randint(1, 9)), congress.starts_at)
    await inviting.invite(congress_id, ["Blok"], seats=chance.randint(1, 3), valid_until=until, actor=SYSTEM)


async def main(what: str, *numbers: int) -> None:
    """Do what is asked."""
    wiring.wire()
    acts = {"rush": rush, "change": change, "arrange": arrange, "tell": tell, "enter": enter}
    with clock.frozen(NOW):
        async with db.opened(settings.current(), wiring.MODEL_MODULES):
            await acts[what](*numbers)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], *map(int, sys.argv[2:])))
