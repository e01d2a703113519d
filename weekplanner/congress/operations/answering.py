"""Answering an offer: accept it, decline it, or let it end; of the hall and of a workshop."""

from collections.abc import Sequence

from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.registrations import (
    Decision,
    Registration,
    RegistrationState,
    WorkshopChoice,
)
from weekplanner.congress.operations import workshops
from weekplanner.congress.operations.hall import (
    Hall,
    check_goes_on,
    locked_hall,
    move_seats,
    note,
    tell,
    with_workshops,
)
from weekplanner.congress.operations.seating import confirm, leave, serve
from weekplanner.congress.personal import link_of
from weekplanner.congress.queries.standings import standing_of
from weekplanner.core import db
from weekplanner.core.errors import NotFound, Refused
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress


class OfferEnded(Refused):
    """It was for a while only, and went to the next in line."""

    message = (
        "De stoel die wij voor u vasthielden is naar de volgende gegaan. "
        "U kunt zich opnieuw aanmelden: dan komt u achteraan op de wachtlijst."
    )


class WorkshopOfferEnded(Refused):
    """The same for a seat in a workshop."""

    message = (
        "De plek in deze workshop is naar de volgende gegaan. Uw stoel in de zaal houdt u. "
        "Bij ‘Wijzigen’ kunt u de workshop opnieuw kiezen."
    )


async def accept_by_link(link: PersonalLink) -> Registration:
    """Take the seats that are kept for a party: it gets its tickets.

    Accepting twice changes nothing. Raises NotFound, CalledOff, Begun and OfferEnded.
    """
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        if registration.state is RegistrationState.CONFIRMED:
            return registration
        check_goes_on(hall)
        if not _has_offer(hall, registration):
            raise OfferEnded
        await move_seats(hall, taken=registration.people, held=-registration.people)
        await confirm(hall, registration, Decision.ACCEPTED)
    return registration


async def decline_by_link(link: PersonalLink) -> Registration:
    """Let the seats go to the next in line. Twice changes nothing; raises NotFound and OfferEnded."""
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        if registration.state is RegistrationState.DECLINED:
            return registration
        if registration.state is not RegistrationState.OFFERED:
            raise OfferEnded
        await leave(hall, registration, RegistrationState.DECLINED)
        await note(hall, registration, Decision.DECLINED)
        await serve(hall)
        await tell(hall, messages.cancelled(hall.congress, await standing_of(registration)))
    return registration


async def end_offers(rows: Sequence[DueRow]) -> Progress:
    """Nobody answered in time: the seats go to the next in line, and who did not answer is told."""
    (row,) = rows
    registration = await Registration.get_or_none(id=row.subject_id)
    if registration is None:
        return Progress(0)
    hall = await locked_hall(registration.congress_id)
    registration = await db.lock(Registration, id=registration.id)
    until = registration.offered_until
    if registration.state is not RegistrationState.OFFERED or until is None or hall.now < until:
        return Progress(0)
    await leave(hall, registration, RegistrationState.EXPIRED)
    await note(hall, registration, Decision.EXPIRED)
    await serve(hall)
    await tell(hall, messages.offer_expired(hall.congress, await standing_of(registration)))
    return Progress(hall.told)


async def accept_workshop_by_link(link: PersonalLink, choice_id: int) -> Registration:
    """Take the seats in a workshop that are kept for a party; it leaves its second choice.

    Accepting twice changes nothing. Raises NotFound, CalledOff, Begun and WorkshopOfferEnded.
    """
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        choice = await _own_choice(registration, choice_id)
        if choice.seat_id == choice.first_choice_id:
            return registration
        check_goes_on(hall)
        if choice.offered_until is None or hall.now >= choice.offered_until:
            raise WorkshopOfferEnded
        await with_workshops(hall)
        await workshops.take_offer(hall, registration, choice)
        await note(hall, registration, Decision.WORKSHOP_ACCEPTED, workshop_id=choice.first_choice_id)
        await workshops.offer_workshops(hall)
        await workshops.tell_seated(hall, registration)
    return registration


async def decline_workshop_by_link(link: PersonalLink, choice_id: int) -> Registration:
    """Keep what a party has in that round, and wait no longer. Raises NotFound."""
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        choice = await _own_choice(registration, choice_id)
        if not choice.in_line:
            return registration
        await with_workshops(hall)
        await workshops.give_up_line(hall, registration, choice)
        await note(hall, registration, Decision.WORKSHOP_DECLINED, workshop_id=choice.first_choice_id)
        await workshops.offer_workshops(hall)
    return registration


async def end_workshop_offers(rows: Sequence[DueRow]) -> Progress:
    """Nobody answered in time: the seats go to the next in line; the party keeps what it has."""
    (row,) = rows
    choice = await WorkshopChoice.get_or_none(id=row.subject_id).select_related("registration")
    if choice is None:
        return Progress(0)
    hall = await locked_hall(choice.registration.congress_id)
    choice = await db.lock(WorkshopChoice, id=choice.id)
    if choice.offered_until is None or hall.now < choice.offered_until:
        return Progress(0)
    registration = await Registration.get(id=choice.registration_id)
    await with_workshops(hall)
    await workshops.give_up_line(hall, registration, choice)
    await note(hall, registration, Decision.WORKSHOP_EXPIRED, workshop_id=choice.first_choice_id)
    await workshops.offer_workshops(hall)
    standing = await standing_of(registration)
    await tell(hall, messages.workshop_expired(hall.congress, standing, choice, hall.workshops))
    return Progress(hall.told)


async def locked_by_link(link: PersonalLink) -> tuple[Hall, Registration]:
    """A party and the hall it is for, locked first; raises NotFound for a link that ended."""
    of = await Registration.get_or_none(id=link.id)
    if of is None:
        raise NotFound
    hall = await locked_hall(of.congress_id)
    registration = await db.lock(Registration, id=link.id)
    if link != link_of(registration.id, registration.link_version):
        raise NotFound
    return hall, registration


def _has_offer(hall: Hall, registration: Registration) -> bool:
    """Whether seats are still kept: also when nobody looked at the schedule since they ended."""
    until = registration.offered_until
    return registration.state is RegistrationState.OFFERED and until is not None and hall.now < until


async def _own_choice(registration: Registration, choice_id: int) -> WorkshopChoice:
    choice = await WorkshopChoice.get_or_none(id=choice_id, registration_id=registration.id)
    if choice is None or registration.state is not RegistrationState.CONFIRMED:
        raise NotFound
    return choice
