"""What guests do in a season: sign up, for themselves or somebody else, think again, and stay away."""

from dataclasses import replace

from rehearsal.world import World
from weekplanner.demo.guests import FIRST_NAMES, HELPERS, REMARKS, SURNAMES
from weekplanner.signups.models import MOST_PEOPLE, PlacesState, SignUp
from weekplanner.signups.operations.changing import cancel_by_link, change_by_link
from weekplanner.signups.operations.entering import sign_up
from weekplanner.signups.personal import PURPOSE
from weekplanner.signups.values import Guest, Helper

REGULARS = 4
"""Somebody goes to so many things."""


async def come(world: World) -> None:
    """Sign up on the page."""
    places = await world.places(PlacesState.OPEN)
    await _sign_up(world, places.occurrence_id, replace(guest(world), email=_mailbox(world)))


async def come_with_help(world: World) -> None:
    """Be signed up by somebody else; half of those have no mail."""
    places = await world.places(PlacesState.OPEN)
    number = next(world.numbers)
    found = guest(world)
    if number % 2:
        found = replace(found, email=f"gast-{number}@example.org")
    helper = Helper(world.chance.choice(HELPERS), f"hulp-{number}@example.nl")
    await _sign_up(world, places.occurrence_id, found, helper=helper)


async def come_twice(world: World) -> None:
    """Sign up for what one has a place at already."""
    known = await world.one_of(SignUp.filter(state__in=["placed", "waiting"]).exclude(email=""))
    await _sign_up(world, known.occurrence_id, replace(Guest.of(known), remark="Ik weet het niet zeker."))


async def change(world: World) -> None:
    """Come with more or fewer people, by the link from the mail."""
    link = world.link(PURPOSE)
    known = await world.one_of(SignUp.filter(id=link.id))
    wanted = replace(Guest.of(known), people=world.chance.randint(1, MOST_PEOPLE), wants_transport=True)
    await change_by_link(link, wanted, version=known.version)


async def stay_away(world: World) -> None:
    """Call it off, by the link from the mail."""
    await cancel_by_link(world.link(PURPOSE))


def guest(world: World) -> Guest:
    """Somebody, without a way to reach them yet."""
    return Guest(
        name=f"{world.chance.choice(FIRST_NAMES)} {world.chance.choice(SURNAMES)}",
        people=world.chance.choice((1, 1, 1, 2, 2, 3, 4)),
        wants_transport=world.chance.random() < 0.1,
        remark=world.chance.choice(REMARKS) if world.chance.random() < 0.2 else "",
    )


def _mailbox(world: World) -> str:
    return f"gast-{next(world.numbers) // REGULARS}@example.org"


async def _sign_up(world: World, occurrence_id: int, found: Guest, *, helper: Helper | None = None) -> None:
    request_key = f"season-{next(world.numbers)}"
    await sign_up(occurrence_id, found, request_key=request_key, network=None, helper=helper)
