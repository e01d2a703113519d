"""CongressInvitation codes: seats that are kept for somebody, or for a block of people, until a day."""

from collections.abc import Sequence
from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.congress import codes, plans, rights
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.congress.operations.hall import Hall, check_goes_on, locked_hall, move_seats
from weekplanner.congress.operations.recording import record_congress
from weekplanner.congress.operations.seating import serve
from weekplanner.core import db, texts
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress


class NotSoMany(Refused):
    """Only free seats can be kept for somebody."""

    def __init__(self, free: int) -> None:
        sentence = texts.ngettext(
            "Er is nog %(number)s stoel vrij om vast te houden.",
            "Er zijn nog %(number)s stoelen vrij om vast te houden.",
            free,
        )
        super().__init__(sentence % {"number": free}, field="seats")


class UntilBeforeNow(Refused):
    """It would keep nothing."""

    message = "Kies een moment in de toekomst, en voor het begin van het congres."


async def invite(
    congress_id: int, names: Sequence[str], *, seats: int, valid_until: datetime, actor: Person
) -> list[CongressInvitation]:
    """Make a code for each name, that keeps so many seats each.

    Raises NotFound, NotAllowed, CalledOff, Begun, NotSoMany and UntilBeforeNow.
    """
    async with db.transaction():
        hall = await locked_hall(congress_id)
        require(rights.may_invite(actor))
        if hall.congress.state.value != "draft":
            check_goes_on(hall)
        if not hall.now < valid_until <= hall.congress.starts_at:
            raise UntilBeforeNow(field="valid_until")
        if seats * len(names) > hall.seats.free:
            raise NotSoMany(hall.seats.free)
        made = [await _make(hall, name, seats=seats, valid_until=valid_until) for name in names]
        await move_seats(hall, reserved=seats * len(names))
        await schedule.plan([plans.invitation_ends(each) for each in made])
        await record_congress(actor, rights.INVITE, hall.congress)
    return made


async def end_invitation(invitation_id: int, *, actor: Person) -> CongressInvitation:
    """Let what is left on a code be for everybody; who used it keeps the seat.

    Raises NotFound and NotAllowed.
    """
    async with db.transaction():
        of = await CongressInvitation.get_or_none(id=invitation_id)
        if of is None:
            raise NotFound
        hall = await locked_hall(of.congress_id)
        require(rights.may_invite(actor))
        invitation = await db.lock(CongressInvitation, id=invitation_id)
        if invitation.ended_at is None:
            await _end(hall, invitation)
            await record_congress(actor, rights.INVITE, hall.congress)
    return invitation


async def end_invitations(rows: Sequence[DueRow]) -> Progress:
    """What nobody used of a code by its last moment is for everybody."""
    (row,) = rows
    of = await CongressInvitation.get_or_none(id=row.subject_id)
    if of is None:
        return Progress(0)
    hall = await locked_hall(of.congress_id)
    invitation = await db.lock(CongressInvitation, id=of.id)
    if invitation.ended_at is None and hall.now >= invitation.valid_until:
        await _end(hall, invitation)
    return Progress(hall.told)


async def _make(hall: Hall, name: str, *, seats: int, valid_until: datetime) -> CongressInvitation:
    invitation = CongressInvitation(
        congress_id=hall.congress.id,
        name=name,
        seats=seats,
        valid_until=valid_until,
        created_at=hall.now,
    )
    await db.insert(invitation)
    invitation.digest = codes.digest("invitation", codes.invitation_code(invitation.id))
    await invitation.save(update_fields=["digest"])
    return invitation


async def _end(hall: Hall, invitation: CongressInvitation) -> None:
    await move_seats(hall, reserved=-invitation.left)
    invitation.ended_at = hall.now
    await invitation.save(update_fields=["ended_at"])
    await serve(hall)
