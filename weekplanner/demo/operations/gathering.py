"""The congresses of an edition of the demonstration: made, signed up for, and visited when they are over."""

from collections.abc import Sequence
from datetime import timedelta

from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.congresses import Congress, Workshop
from weekplanner.congress.models.entrance import ReadBy
from weekplanner.congress.models.registrations import Attendee, Registration, RegistrationState
from weekplanner.congress.operations import arranging, changing, deciding, entrance, programme, signing_up
from weekplanner.congress.operations.entrance import Entrance
from weekplanner.congress.personal import link_of
from weekplanner.congress.values import PartValues, Party
from weekplanner.core import clock
from weekplanner.demo.congresses import DemoCongress, parties_of
from weekplanner.demo.content import lot
from weekplanner.demo.weeks import Stretch
from weekplanner.editions.models import Edition
from weekplanner.mailer import schedule

PARTIES_AT_ONCE = 5
"""In one transaction: some 60 ms."""
SHARE_ABSENT = 0.12
CANCELLED_AFTER = 11
"""One in so many parties calls it off: seats come free, and are offered to who waits."""


async def arrange(found: DemoCongress, edition: Edition) -> Congress:
    """Make a congress with its programme, and put it on the site."""
    made = await arranging.add_congress(edition.year, found.values, seats=found.seats, actor=SYSTEM)
    for part in found.parts():
        await programme.add_part(made.id, part, actor=SYSTEM)
    for each in found.rounds:
        starts, ends, title = each.part
        values = PartValues(title, found.moment(starts), found.moment(ends), is_round=True)
        of_round = await programme.add_part(made.id, values, actor=SYSTEM)
        for workshop in each.workshops:
            await programme.add_workshop(of_round.id, workshop, actor=SYSTEM)
    await made.refresh_from_db(["version"])
    return await arranging.publish_congress(made.id, version=made.version, actor=SYSTEM)


async def come(
    found: DemoCongress,
    congress: Congress,
    edition: Edition,
    numbers: Sequence[int],
    *,
    during: Stretch,
    seed: int,
) -> None:
    """Let these parties sign up, each at a moment of its own; what is due by then is told, and ends."""
    workshops = await Workshop.filter(part__congress_id=congress.id).order_by("part_id", "id")
    parties = parties_of(found, edition, workshops, seed=seed)
    for number in numbers:
        with clock.frozen(during.at((number + 1) / (len(parties) + 2))):
            await schedule.run_due()
            await _sign_up(congress, parties[number], number)


async def _sign_up(congress: Congress, party: Party, number: int) -> None:
    entered = await signing_up.sign_up(congress.id, party, request_key=f"demo {number}", network=None)
    made = entered.registration
    assert made is not None
    if made.state is RegistrationState.REQUESTED and number % 2:
        await deciding.let_in(made.id, "Er is nog plaats.", actor=SYSTEM)
    earlier = f"{congress.kind.value}{number - 3}-"
    if number % CANCELLED_AFTER == CANCELLED_AFTER - 1:
        of = Registration.filter(congress_id=congress.id, email__startswith=earlier)
        leaving = await of.filter(state=RegistrationState.CONFIRMED).first()
        if leaving is not None:
            await changing.cancel_by_link(link_of(leaving.id, leaving.link_version))


async def think_again(congress: Congress, *, during: Stretch) -> None:
    """Let one who has a seat call it off just now: it is offered to who waits."""
    seated = Registration.filter(congress_id=congress.id, state=RegistrationState.CONFIRMED)
    leaving = await seated.order_by("people", "id").first()
    if leaving is not None:
        with clock.frozen(during.at(1)):
            await changing.cancel_by_link(link_of(leaving.id, leaving.link_version))


async def visit(congress: Congress, *, seed: int) -> None:
    """Let who has a seat come in on the day, but for some."""
    attendees = Attendee.filter(congress_id=congress.id, registration__state=RegistrationState.CONFIRMED)
    for number, attendee in enumerate(await attendees.order_by("id")):
        chance = lot(seed, "door", attendee.id)
        if chance.random() < SHARE_ABSENT:
            continue
        at = congress.starts_at - timedelta(minutes=chance.randint(0, 40))
        with clock.frozen(at):
            key = f"demo {number}"
            seen = Entrance(key, attendee.id, ReadBy.SCAN, at, attendee.ticket_version)
            await entrance.check_in(congress.id, seen, actor=SYSTEM)
