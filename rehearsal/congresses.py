"""What people and the team do with congresses in a season: sign up, answer, think better of it, come in."""

from dataclasses import replace

from tortoise.queryset import QuerySet

from rehearsal.world import NothingToDo, World
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.congresses import Congress, CongressState, Workshop
from weekplanner.congress.models.entrance import ReadBy
from weekplanner.congress.models.registrations import (
    LIVE,
    Attendee,
    Registration,
    RegistrationState,
    WorkshopChoice,
)
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations import answering, arranging, changing, deciding, entrance, signing_up
from weekplanner.congress.operations.entrance import Entrance
from weekplanner.congress.personal import PURPOSE
from weekplanner.congress.queries.standings import needs_of, standing_of
from weekplanner.congress.values import Choice, Party
from weekplanner.core import clock

MAILBOX = "congres-"
"""How the addresses begin that only they have: in the end they must be nowhere."""


async def come(world: World) -> None:
    """Somebody signs up, alone or with others."""
    congress = await world.one_of(_to_come())
    number = next(world.numbers)
    audiences = [*congress.audiences, *congress.audiences, "anders"]
    audience = world.chance.choice(audiences)
    party = Party(
        name=f"Deelnemer {number}",
        email=f"{MAILBOX}{number}@example.org",
        audience=audience,
        others=tuple(f"Collega {each}" for each in range(world.chance.choice((0, 0, 0, 1, 3)))),
        choices=await _choices(world, congress),
        wish="" if audience in congress.audiences else "Ik kom graag.",
    )
    await signing_up.sign_up(congress.id, party, request_key=f"season-{number}", network=None)


async def answer(world: World) -> None:
    """Who was offered a seat takes it, or does not."""
    link = world.link(PURPOSE)
    registration = await Registration.get_or_none(id=link.id)
    if registration is None or registration.state is not RegistrationState.OFFERED:
        raise NothingToDo
    await (answering.accept_by_link if world.chance.random() < 0.7 else answering.decline_by_link)(link)


async def answer_workshop(world: World) -> None:
    """The same of a seat in a workshop."""
    link = world.link(PURPOSE)
    choice = await WorkshopChoice.filter(registration_id=link.id, offered_until__isnull=False).first()
    if choice is None:
        raise NothingToDo
    does = world.chance.choice((answering.accept_workshop_by_link, answering.decline_workshop_by_link))
    await does(link, choice.id)


async def change(world: World) -> None:
    """Somebody wants other workshops."""
    link = world.link(PURPOSE)
    registration = await Registration.get_or_none(id=link.id, state__in=LIVE)
    if registration is None:
        raise NothingToDo
    standing = await standing_of(registration)
    standing.needs = await needs_of(registration)
    congress = await Congress.get(id=registration.congress_id)
    wanted = replace(standing.party, choices=await _choices(world, congress))
    await changing.change_by_link(link, wanted, version=registration.version)


async def stay_away(world: World) -> None:
    """Somebody calls it off."""
    await changing.cancel_by_link(world.link(PURPOSE))


async def decide(world: World) -> None:
    """The team decides about who asked to be let in."""
    asking = await world.one_of(Registration.filter(state=RegistrationState.REQUESTED))
    if world.chance.random() < 0.6:
        await deciding.let_in(asking.id, actor=SYSTEM)
    else:
        await deciding.refuse(asking.id, "Er zijn er al veel.", actor=SYSTEM)


async def make_room(world: World) -> None:
    """The team takes a larger hall, or a smaller one."""
    congress = await world.one_of(_to_come())
    seats = await Seats.get(congress_id=congress.id)
    wanted = max(1, seats.capacity + world.chance.randint(-4, 6))
    await arranging.change_capacity(congress.id, wanted, actor=SYSTEM)


async def come_in(world: World) -> None:
    """Some more people come in at a door, on the day."""
    begins_at, ends_at = clock.day_range(clock.today())
    today = Congress.filter(state=CongressState.PUBLISHED, starts_at__gte=begins_at, starts_at__lt=ends_at)
    congress = await world.one_of(today)
    outside = Attendee.filter(
        congress_id=congress.id, registration__state=RegistrationState.CONFIRMED, arrived_at=None
    )
    for attendee in await outside.order_by("id").limit(world.chance.randint(1, 12)):
        seen = Entrance(
            f"season-{next(world.numbers)}",
            attendee.id,
            ReadBy.SCAN,
            clock.now(),
            attendee.ticket_version,
        )
        await entrance.check_in(congress.id, seen, actor=SYSTEM)


def _to_come() -> QuerySet[Congress]:
    return Congress.filter(state=CongressState.PUBLISHED, starts_at__gt=clock.now())


async def _choices(world: World, congress: Congress) -> tuple[Choice, ...]:
    """A first and a second workshop in each round, by chance."""
    rounds: dict[int, list[Workshop]] = {}
    for workshop in await Workshop.filter(part__congress_id=congress.id).order_by("id"):
        rounds.setdefault(workshop.part_id, []).append(workshop)
    chosen = []
    for part_id, workshops in rounds.items():
        first, second = world.chance.sample(workshops, 2)
        chosen.append(Choice(part_id, first.id, second.id))
    return tuple(chosen)
