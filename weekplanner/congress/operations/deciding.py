"""Deciding about who is of another audience and asked to be let in."""

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.registrations import Decision, Registration, RegistrationState
from weekplanner.congress.operations.changing import locked_for_team
from weekplanner.congress.operations.hall import check_goes_on, move_seats, note, saved, tell
from weekplanner.congress.operations.recording import record_registration
from weekplanner.congress.operations.seating import confirm, leave
from weekplanner.congress.queries.standings import standing_of
from weekplanner.core import db
from weekplanner.core.errors import Refused


class DecidedAlready(Refused):
    """A colleague was first, or who asked does not want it any more."""

    message = "Hierover is al besloten."


async def let_in(registration_id: int, reason: str = "", *, actor: Person) -> Registration:
    """Let a party come: it has seats, or the place in line of when it asked.

    Raises NotFound, NotAllowed, DecidedAlready, CalledOff and Begun.
    """
    async with db.transaction():
        hall, registration = await locked_for_team(registration_id, actor=actor)
        if registration.state is not RegistrationState.REQUESTED:
            raise DecidedAlready
        check_goes_on(hall)
        if registration.people <= hall.seats.free:
            await move_seats(hall, taken=registration.people)
            await confirm(hall, registration, Decision.LET_IN, reason=reason, account_id=actor.account_id)
        else:
            await move_seats(hall, waiting=1)
            registration.state = RegistrationState.WAITING
            await saved(hall, registration, ["state"])
            await note(hall, registration, Decision.LET_IN, reason=reason, account_id=actor.account_id)
            standing = await standing_of(registration)
            await tell(
                hall, messages.waiting(hall.congress, standing, number=await number_in_line(registration))
            )
        await record_registration(actor, rights.KEEP_ATTENDEES, registration)
    return registration


async def refuse(registration_id: int, reason: str, *, actor: Person) -> Registration:
    """Do not let a party come; it reads the reason. Raises NotFound, NotAllowed and DecidedAlready."""
    async with db.transaction():
        hall, registration = await locked_for_team(registration_id, actor=actor)
        if registration.state is not RegistrationState.REQUESTED:
            raise DecidedAlready
        await leave(hall, registration, RegistrationState.REFUSED)
        await note(hall, registration, Decision.REFUSED, reason=reason, account_id=actor.account_id)
        standing = await standing_of(registration)
        await tell(hall, messages.refused(hall.congress, standing, reason=reason))
        await record_registration(actor, rights.KEEP_ATTENDEES, registration)
    return registration


async def number_in_line(registration: Registration) -> int:
    """The number in line: how many parties wait that came earlier, and this one."""
    earlier = Registration.filter(
        congress_id=registration.congress_id, state=RegistrationState.WAITING, id__lte=registration.id
    )
    return await earlier.count()
