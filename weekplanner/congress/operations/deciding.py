"""Deciding about who is of another audience and asked to be let in."""

from collections.abc import Iterable
from contextlib import suppress

from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.registrations import Decision, Registration, RegistrationState
from weekplanner.congress.operations.changing import locked_for_team
from weekplanner.congress.operations.hall import check_goes_on, move_seats, note, saved, tell
from weekplanner.congress.operations.recording import record_registration
from weekplanner.congress.operations.seating import confirm, leave
from weekplanner.congress.queries.standings import place_in_line, standing_of
from weekplanner.core import db
from weekplanner.core.errors import Refused, require

MOST_AT_ONCE = 200


class NothingChosen(Refused):
    """A button was pressed with nothing ticked."""

    message = "Kies eerst één of meer aanmeldingen."


class ReasonNeeded(Refused):
    """Who is not let in reads why."""

    message = "Schrijf een reden op. Wie het vroeg, leest die in de mail."


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
                hall, messages.waiting(hall.congress, standing, number=await place_in_line(registration))
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


async def let_in_many(
    congress_id: int, registration_ids: Iterable[int], reason: str = "", *, actor: Person
) -> int:
    """Let in those of these parties that still ask, who asked first first; answers how many.

    Raises NotAllowed, NothingChosen, CalledOff and Begun.
    """
    done = 0
    for registration_id in await _asking(congress_id, registration_ids, actor=actor):
        with suppress(DecidedAlready):  # by a colleague, since
            await let_in(registration_id, reason, actor=actor)
            done += 1
    return done


async def refuse_many(
    congress_id: int, registration_ids: Iterable[int], reason: str, *, actor: Person
) -> int:
    """Do not let in those of these parties that still ask; answers how many. They read the reason.

    Raises NotAllowed, NothingChosen and ReasonNeeded.
    """
    if not reason:
        raise ReasonNeeded(field="reason")
    done = 0
    for registration_id in await _asking(congress_id, registration_ids, actor=actor):
        with suppress(DecidedAlready):
            await refuse(registration_id, reason, actor=actor)
            done += 1
    return done


async def _asking(congress_id: int, registration_ids: Iterable[int], *, actor: Person) -> list[int]:
    """Each is decided in a transaction of its own: together they would hold the hall for long."""
    require(rights.may_keep_attendees(actor))
    ids = list(registration_ids)[:MOST_AT_ONCE]
    if not ids:
        raise NothingChosen
    asking = Registration.filter(congress_id=congress_id, id__in=ids, state=RegistrationState.REQUESTED)
    return [row[0] for row in await asking.order_by("id").values_list("id")]
