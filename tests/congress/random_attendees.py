"""People and a team who try anything, on the real thing and in a model of it at once."""

from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

from tests.congress.box_office import BoxOffice, Room
from tests.make import Make, at
from weekplanner.accounts.models import Attempt
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress import codes
from weekplanner.congress.models.congresses import Congress, CongressKind, Workshop
from weekplanner.congress.models.registrations import Registration, WorkshopChoice
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
from weekplanner.congress.personal import link_of
from weekplanner.congress.values import Choice, Party, WorkshopValues
from weekplanner.core import clock, db
from weekplanner.core.clock import MovableClock
from weekplanner.core.errors import Refused
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueRow, OutboxMessage

BEGIN = at(20, 8, month=9)
"""Eleven days before: offers last 48 hours at first, then 24."""
PEOPLE = ("Riet", "Ali", "Jo", "Truus", "Bep", "Sjaan", "Kees")
WAITS = tuple(timedelta(hours=hours) for hours in (1, 5, 23, 25, 49, 70))
CHOICES: tuple[tuple[int, int | None] | None, ...] = (None, (0, None), (0, 1), (1, 0), (1, 2), (2, 0))
REMINDERS = ("congress_week_before", "congress_day_before")
"""What goes at a moment has tests of its own."""

_numbers = count(1)
Came = tuple[str, str]


@dataclass
class Play:
    """One congress, as it is and as it must be."""

    congress: Congress
    workshops: list[Workshop]
    moving: MovableClock
    office: BoxOffice
    codes: list[CongressInvitation] = field(default_factory=list)

    async def take(self, what: str, who: str, number: int, other: int) -> Came:
        """Take a step: what came of it, and what must come of it; nothing where it makes no sense."""
        async with db.transaction():
            await Attempt.all().delete()  # how often somebody may is not what this is about
        return await STEPS[what](self, who, number, other)

    async def latest(self, who: str) -> Registration | None:
        """The last party of somebody."""
        email = f"{who.lower()}@example.org"
        return await Registration.filter(congress_id=self.congress.id, email=email).order_by("-id").first()

    def typed(self, number: int) -> str:
        """A code as somebody types it; one too many is one that nobody gave out."""
        if number >= len(self.codes):
            return "AAAAA-AAAAA"
        return codes.invitation_code(self.codes[number].id)

    def choices(self, other: int) -> tuple[tuple[int, int | None] | None, tuple[Choice, ...]]:
        """Which workshops: for the model, and for the real thing."""
        chosen = CHOICES[other % len(CHOICES)]
        if chosen is None:
            return None, ()
        first, second = (self.workshops[each] if each is not None else None for each in chosen)
        assert first is not None
        return chosen, (Choice(first.part_id, first.id, second.id if second else None),)


async def begin(make: Make, moving: MovableClock, *, capacity: int) -> Play:
    """A congress of its own, eleven days before its day, with a round of three workshops."""
    moving.set(BEGIN)
    async with db.transaction():
        for model in (Congress, DueRow, OutboxMessage):  # of the try before
            await model.all().delete()
    congress = await make.congress(seats=capacity, kind=CongressKind.OTHER)
    workshops = await make.workshops(congress, 1, 3, 4)
    rooms = [Room(1), Room(3), Room(4)]
    office = BoxOffice(capacity, rooms, congress.starts_at, congress.closes_at, BEGIN)
    return Play(congress, workshops, moving, office)


async def outcome(step: Awaitable[object]) -> str:
    """What came of it."""
    try:
        await step
    except Refused as refused:
        return type(refused).__name__
    return "done"


def _party(who: str, people: int, choices: tuple[Choice, ...], *, audience: str, wish: str = "") -> Party:
    return Party(
        name=who,
        email=f"{who.lower()}@example.org",
        audience=audience,
        others=tuple(f"Collega {each}" for each in range(people - 1)),
        choices=choices,
        wish=wish,
    )


async def sign_up(play: Play, who: str, number: int, other: int) -> Came:
    """Everybody can; some are of another audience, some have a code."""
    people, (chosen, choices) = number % 4 + 1, play.choices(other)
    is_invited, wish = other % 5 > 0, number % 2 == 0
    code = (number + other) % 4 if other % 3 == 0 else None
    must_come = play.office.sign_up(who, people, choice=chosen, is_invited=is_invited, wish=wish, code=code)
    audience = "wethouder" if is_invited else "vrijwilliger"
    party = _party(who, people, choices, audience=audience, wish="Graag." if wish else "")
    typed = "" if code is None else play.typed(code)
    try:
        entered = await signing_up.sign_up(
            play.congress.id, party, request_key=f"form {next(_numbers)}", network=None, code=typed
        )
    except Refused as refused:
        return type(refused).__name__, must_come
    return entered.state.value, must_come


async def _by_link(
    play: Play, who: str, act: Callable[..., Awaitable[object]], must_come: str, *more: object
) -> Came:
    registration = await play.latest(who)
    if registration is None:
        return "", must_come
    return await outcome(act(link_of(registration.id, registration.link_version), *more)), must_come


async def cancel(play: Play, who: str, _number: int, _other: int) -> Came:
    """Not come after all."""
    return await _by_link(play, who, changing.cancel_by_link, play.office.cancel(who))


async def change(play: Play, who: str, number: int, other: int) -> Came:
    """With more or fewer, to other workshops."""
    people, (chosen, choices) = number % 4 + 1, play.choices(other)
    registration = await play.latest(who)
    if registration is None:
        return "", play.office.change(who, people, chosen)
    party = _party(who, people, choices, audience=registration.audience, wish=registration.wish)
    link = link_of(registration.id, registration.link_version)
    came = await outcome(changing.change_by_link(link, party, version=registration.version))
    return came, play.office.change(who, people, chosen)


async def use_code(play: Play, who: str, number: int, _other: int) -> Came:
    """Have seats that were kept."""
    must_come = play.office.use_code(who, number % 3)
    return await _by_link(play, who, changing.use_code_by_link, must_come, play.typed(number % 3))


async def accept(play: Play, who: str, _number: int, _other: int) -> Came:
    """Take what is offered."""
    return await _by_link(play, who, answering.accept_by_link, play.office.accept(who))


async def decline(play: Play, who: str, _number: int, _other: int) -> Came:
    """Leave it to the next."""
    return await _by_link(play, who, answering.decline_by_link, play.office.decline(who))


async def _own_choice(play: Play, who: str) -> WorkshopChoice | None:
    registration = await play.latest(who)
    if registration is None or registration.state.value != "confirmed":
        return None
    return await WorkshopChoice.get_or_none(registration_id=registration.id)


async def accept_workshop(play: Play, who: str, _number: int, _other: int) -> Came:
    """Take the first choice."""
    choice, must_come = await _own_choice(play, who), play.office.accept_workshop(who)
    if choice is None:
        return "", must_come
    return await _by_link(play, who, answering.accept_workshop_by_link, must_come, choice.id)


async def decline_workshop(play: Play, who: str, _number: int, _other: int) -> Came:
    """Keep the second."""
    choice, must_come = await _own_choice(play, who), play.office.decline_workshop(who)
    if choice is None:
        return "", must_come
    return await _by_link(play, who, answering.decline_workshop_by_link, must_come, choice.id)


async def let_in(play: Play, who: str, _number: int, _other: int) -> Came:
    """The team decides."""
    registration, must_come = await play.latest(who), play.office.let_in(who)
    if registration is None:
        return "", must_come
    return await outcome(deciding.let_in(registration.id, actor=SYSTEM)), must_come


async def refuse(play: Play, who: str, _number: int, _other: int) -> Came:
    """The team decides otherwise."""
    registration, must_come = await play.latest(who), play.office.refuse(who)
    if registration is None:
        return "", must_come
    return await outcome(deciding.refuse(registration.id, "Vol.", actor=SYSTEM)), must_come


async def set_capacity(play: Play, _who: str, number: int, other: int) -> Came:
    """More seats, or fewer."""
    seats = number + other + 1
    came = await outcome(arranging.change_capacity(play.congress.id, seats, actor=SYSTEM))
    return came, play.office.set_capacity(seats)


async def set_room(play: Play, _who: str, number: int, other: int) -> Came:
    """The same of a workshop."""
    workshop = play.workshops[number % 3]
    values = WorkshopValues(workshop.title, other + 1)
    came = await outcome(programme.edit_workshop(workshop.id, values, actor=SYSTEM))
    return came, play.office.set_room(number % 3, other + 1)


async def invite(play: Play, _who: str, number: int, other: int) -> Came:
    """Keep seats for a code."""
    seats, until = number % 3 + 1, clock.now() + WAITS[other % len(WAITS)]
    must_come = play.office.invite(seats, until)
    try:
        play.codes += await inviting.invite(
            play.congress.id, ["Gasten"], seats=seats, valid_until=until, actor=SYSTEM
        )
    except Refused as refused:
        return type(refused).__name__, must_come
    return "done", must_come


async def end_code(play: Play, _who: str, number: int, _other: int) -> Came:
    """Keep them no longer."""
    must_come = play.office.end_code(number % 3)
    if number % 3 >= len(play.codes):
        return "", must_come
    return await outcome(inviting.end_invitation(play.codes[number % 3].id, actor=SYSTEM)), must_come


async def wait(play: Play, _who: str, number: int, other: int) -> Came:
    """Time goes by; one in three times nobody looks at the schedule."""
    play.moving.set(clock.now() + WAITS[number % len(WAITS)])
    play.office.now = clock.now()
    if other % 3:
        await schedule.run_due()
        play.office.look_at_the_schedule()
    return "", ""


STEPS: dict[str, Callable[[Play, str, int, int], Awaitable[Came]]] = {
    "sign up": sign_up,
    "cancel": cancel,
    "change": change,
    "use code": use_code,
    "accept": accept,
    "decline": decline,
    "accept workshop": accept_workshop,
    "decline workshop": decline_workshop,
    "let in": let_in,
    "refuse": refuse,
    "set capacity": set_capacity,
    "set room": set_room,
    "invite": invite,
    "end code": end_code,
    "wait": wait,
}


async def differences(play: Play) -> list[str]:
    """Every party that stands, sits or was told otherwise than it must be."""
    parties = await Registration.filter(congress_id=play.congress.id).order_by("id")
    choices = {
        each.registration_id: each
        for each in await WorkshopChoice.filter(registration__congress_id=play.congress.id)
    }
    told: dict[int, Counter[str]] = {each.id: Counter() for each in parties}
    for row in await OutboxMessage.filter(kind__startswith="congress_").only("id", "kind", "values"):
        if row.values["registration"] in told and row.kind not in REMINDERS:
            told[row.values["registration"]][row.kind] += 1
    rooms = {workshop.id: number for number, workshop in enumerate(play.workshops)}
    found = []
    for real, must in zip(parties, play.office.parties, strict=True):
        choice = choices.get(real.id)
        is_so = (
            real.state.value,
            real.people,
            real.offered_until,
            rooms[choice.seat_id] if choice and choice.seat_id else None,
            bool(choice and choice.in_line),
            choice.offered_until if choice else None,
            told[real.id],
        )
        must_be = (
            must.state,
            must.people,
            must.until,
            must.seat,
            must.in_line,
            must.workshop_until,
            +must.told,
        )
        if is_so != must_be:
            found.append(f"{must.who} is {is_so}, and must be {must_be}")
    return found
