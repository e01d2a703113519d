"""Who gets a seat in the hall: at once, as an offer that ends, or on the day itself without asking."""

from weekplanner.congress import plans
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.registrations import Decision, Registration, RegistrationState
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.congress.operations import workshops
from weekplanner.congress.operations.hall import Hall, move_seats, note, saved, tell, with_workshops
from weekplanner.congress.queries.standings import choices_of, standing_of
from weekplanner.core import db
from weekplanner.mailer import schedule

_FIRST_IN_LINE = """
SELECT * FROM registration WHERE congress_id = ? AND state = 'waiting' AND people <= ? ORDER BY id LIMIT 1
"""


async def serve(hall: Hall) -> None:
    """Let who waits have what is free: first in workshops who has a seat already, then in the hall."""
    await workshops.offer_workshops(hall)
    await offer_to_waiting(hall)


async def offer_to_waiting(hall: Hall) -> None:
    """Offer free seats to who waits longest and fits whole, until nobody does.

    A group is one: it is offered all its seats or none, and who is passed over keeps the place in line. On
    the day of the congress the seats are theirs at once; nothing is offered from the start on.
    """
    while hall.goes_on and hall.seats.waiting and hall.seats.free:
        found = await db.read(Registration, _FIRST_IN_LINE, (hall.congress.id, hall.seats.free))
        if not found:
            return
        registration = found[0]
        if hall.congress.is_its_day(hall.now):
            await move_seats(hall, taken=registration.people, waiting=-1)
            await confirm(hall, registration, Decision.PROMOTED)
        else:
            await move_seats(hall, held=registration.people, waiting=-1)
            await _offer(hall, registration)


async def confirm(
    hall: Hall,
    registration: Registration,
    decision: Decision,
    *,
    reason: str = "",
    account_id: int | None = None,
) -> None:
    """Seats that were counted are theirs: seat them in workshops, and send the ticket."""
    if not hall.workshops:
        await with_workshops(hall)
    registration.state, registration.confirmed_at = RegistrationState.CONFIRMED, hall.now
    registration.offered_until, registration.sequence = None, registration.sequence + 1
    registration.was_invited = True
    names = ("state", "confirmed_at", "offered_until", "sequence", "was_invited", "invitation_id")
    await saved(hall, registration, names)
    choices = await choices_of(registration)
    await workshops.seat_party(hall, registration, choices)
    for choice in choices:
        await workshops.save_choice(choice)
    await note(hall, registration, decision, reason=reason, account_id=account_id)
    standing = await standing_of(registration)
    await tell(hall, messages.confirmed(hall.congress, standing, hall.workshops, has_waited=True))


async def leave(hall: Hall, registration: Registration, state: RegistrationState) -> None:
    """Let a party go, to a state that has no seat, and give back what it had.

    Who waits is served after it: `serve` follows. What came from an
    invitation that still stands is kept for its code again.
    """
    was, people = registration.state, registration.people
    if was is RegistrationState.CONFIRMED:
        await with_workshops(hall)
        await workshops.leave_all(hall, registration, await choices_of(registration))
        await give_back(hall, registration, people)
    elif was is RegistrationState.OFFERED:
        await move_seats(hall, held=-people)
    elif was is RegistrationState.WAITING:
        await move_seats(hall, waiting=-1)
    registration.state, registration.offered_until, registration.ended_at = state, None, hall.now
    registration.sequence += 1
    await saved(hall, registration, ("state", "offered_until", "ended_at", "sequence"))


async def give_back(hall: Hall, registration: Registration, people: int) -> None:
    """So many of the seats that a party has in the hall are no longer its own."""
    if registration.invitation_id is not None:
        invitation = await db.lock(CongressInvitation, id=registration.invitation_id)
        await CongressInvitation.filter(id=invitation.id).update(used=invitation.used - people)
        if invitation.ended_at is None:
            await move_seats(hall, taken=-people, reserved=people)
            return
    await move_seats(hall, taken=-people)


async def _offer(hall: Hall, registration: Registration) -> None:
    registration.state = RegistrationState.OFFERED
    registration.offered_until = plans.answer_until(hall.congress, hall.now)
    await saved(hall, registration, ("state", "offered_until"))
    await note(hall, registration, Decision.OFFERED)
    await schedule.plan([plans.offer_ends(registration)])
    standing = await standing_of(registration)
    await tell(hall, messages.offered(hall.congress, standing))
