"""Changing or ending a sign-up: behind its personal link, or by the team for who telephoned."""

from weekplanner.accounts.people import Person
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.congress import rights
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.registrations import (
    Attendee,
    Decision,
    Registration,
    RegistrationState,
)
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.congress.operations import workshops
from weekplanner.congress.operations.answering import locked_by_link
from weekplanner.congress.operations.entering import choices_for, people_of, use_seats
from weekplanner.congress.operations.guesses import count_guess
from weekplanner.congress.operations.hall import (
    Hall,
    check_goes_on,
    locked_hall,
    move_seats,
    note,
    saved,
    tell,
    with_workshops,
)
from weekplanner.congress.operations.recording import record_registration
from weekplanner.congress.operations.seating import confirm, give_back, leave, serve
from weekplanner.congress.operations.signing_up import (
    OnTheList,
    checked,
    former_of,
    usable_invitation,
    write_needs,
)
from weekplanner.congress.queries.standings import attendees_of, choices_of, standing_of, standing_with_needs
from weekplanner.congress.values import Choice, Party, Standing
from weekplanner.core import db, texts
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.texts import gettext as _


class Ended(Refused):
    """There is nothing to change any more."""

    message = "Deze aanmelding is beëindigd. U kunt zich opnieuw aanmelden."


class TooMany(Refused):
    """The group cannot grow that much: who has seats keeps those."""

    def __init__(self, free: int) -> None:
        sentence = texts.ngettext(
            "Er is nog %(number)s stoel vrij.", "Er zijn nog %(number)s stoelen vrij.", free
        )
        words = sentence % {"number": free} if free else _("Er zijn geen stoelen meer vrij.")
        super().__init__(words, field="others")


class OnlyBeforeAnAnswer(Refused):
    """Seats are kept for the group as it is."""

    message = "Er wordt een stoel voor u vastgehouden. Neem die eerst aan; daarna kunt u wijzigen."


class NoCodeNeeded(Refused):
    """It has seats."""

    message = "U heeft al een stoel. Een code is niet nodig."


async def change_by_link(link: PersonalLink, party: Party, *, version: int) -> Registration:
    """Come with others, choose other workshops, need something else.

    A group that has seats can become larger as far as there are seats. Raises NotFound, Ended, Stale,
    CalledOff, Begun, TooMany, OnlyBeforeAnAnswer, WrongAddress, OnTheList, GroupTooLarge, NoSuchWorkshop and
    SameWorkshop.
    """
    party = checked(party)
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        await _change(hall, registration, party, version=version)
    return registration


async def change_for(registration_id: int, party: Party, *, version: int, actor: Person) -> Registration:
    """The same by the team, for who telephoned; raises NotAllowed besides."""
    party = checked(party)
    async with db.transaction():
        hall, registration = await locked_for_team(registration_id, actor=actor)
        if await _change(hall, registration, party, version=version, account_id=actor.account_id):
            await record_registration(actor, rights.KEEP_ATTENDEES, registration)
    return registration


async def cancel_by_link(link: PersonalLink) -> Registration:
    """Not come after all. Cancelling twice changes nothing; raises NotFound and Begun."""
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        await _cancel(hall, registration)
    return registration


async def cancel_for(registration_id: int, reason: str, *, actor: Person) -> Registration:
    """The same by the team, with a reason that is kept and told. Raises NotFound, NotAllowed and Begun."""
    async with db.transaction():
        hall, registration = await locked_for_team(registration_id, actor=actor)
        if await _cancel(hall, registration, reason=reason, account_id=actor.account_id):
            await record_registration(actor, rights.KEEP_ATTENDEES, registration)
    return registration


async def use_code_by_link(link: PersonalLink, code: str, *, network: str | None = None) -> Registration:
    """Let who waits, or asked to be let in, have seats that were kept for an invitation code.

    Guesses count against the limit of the `network`. Raises NotFound, Ended, NoCodeNeeded, CalledOff, Begun,
    TooOften, UnknownCode, UsedCode, EndedCode and TooFewOnCode.
    """
    if (of := await Registration.get_or_none(id=link.id)) is None:
        raise NotFound
    await count_guess(of.congress_id, code, network=network)
    async with db.transaction():
        hall, registration = await locked_by_link(link)
        if not registration.is_live:
            raise Ended
        if registration.state is RegistrationState.CONFIRMED:
            raise NoCodeNeeded
        check_goes_on(hall)
        invitation = await usable_invitation(hall, code, registration.people)
        if registration.state is RegistrationState.WAITING:
            await move_seats(hall, waiting=-1)
        elif registration.state is RegistrationState.OFFERED:
            await move_seats(hall, held=-registration.people)
        await use_seats(hall, invitation, registration.people)
        registration.invitation_id = invitation.id
        await confirm(hall, registration, Decision.ACCEPTED, reason=invitation.name)
        await serve(hall)
    return registration


async def new_tickets(registration_id: int, *, actor: Person) -> Registration:
    """Let the tickets of a party be worth nothing, and send new ones: they were lost, or given away.

    Raises NotFound, NotAllowed, and Ended for who has no seat.
    """
    async with db.transaction():
        hall, registration = await locked_for_team(registration_id, actor=actor)
        if registration.state is not RegistrationState.CONFIRMED:
            raise Ended
        await with_workshops(hall)
        for attendee in await attendees_of(registration):
            await Attendee.filter(id=attendee.id).update(ticket_version=attendee.ticket_version + 1)
        await saved(hall, registration, ())
        await _tell_changed(hall, registration)
        await record_registration(actor, rights.KEEP_ATTENDEES, registration)
    return registration


async def locked_for_team(registration_id: int, *, actor: Person) -> tuple[Hall, Registration]:
    """A party and the hall it is for, locked first; raises NotFound and NotAllowed."""
    require(rights.may_keep_attendees(actor))
    of = await Registration.get_or_none(id=registration_id)
    if of is None:
        raise NotFound
    hall = await locked_hall(of.congress_id)
    return hall, await db.lock(Registration, id=registration_id)


async def _change(
    hall: Hall, registration: Registration, party: Party, *, version: int, account_id: int | None = None
) -> bool:
    """Answers whether there was anything to change."""
    if not registration.is_live:
        raise Ended
    stored = await standing_with_needs(registration)
    if stored.party == party:
        return False
    if registration.version != version:
        raise Stale
    check_goes_on(hall)
    await with_workshops(hall)
    workshops.check_choices(hall, party.choices)
    await _check_address(hall, registration, party)
    await _resize(hall, registration, party.people - registration.people)
    await _rename(registration, stored, party)
    await write_needs(hall, registration, party.needs)
    await _choose(hall, registration, party)
    registration.sequence += 1
    if party.email.lower() != registration.email.lower():
        await _leave_address(hall, stored)
        registration.link_version += 1
    registration.update_from_dict(party.columns())
    await saved(hall, registration, [*party.columns(), "link_version", "sequence"])
    await note(hall, registration, Decision.CHANGED, account_id=account_id)
    await serve(hall)
    await _tell_changed(hall, registration)
    return True


async def _check_address(hall: Hall, registration: Registration, party: Party) -> None:
    if party.email.lower() == registration.address_key:
        return
    other = await former_of(hall, party)
    if other is not None and other.is_live:
        raise OnTheList(field="email")


async def _leave_address(hall: Hall, stored: Standing) -> None:
    """Tell the address that the party had, and take the invitation out of the calendar there.

    Who signs up with that address later must have a SEQUENCE above it (RFC 5546 §2.1.4), and nobody knows
    any more then whose it was: so all invitations of the congress go on from there.
    """
    if not stored.registration.email:
        return
    await tell(hall, messages.address_changed(hall.congress, stored))
    hall.congress.sequence += stored.registration.sequence + 1
    await hall.congress.save(update_fields=["sequence"])


async def _resize(hall: Hall, registration: Registration, more: int) -> None:
    """More or fewer seats in the hall."""
    if more and registration.state is RegistrationState.OFFERED:
        raise OnlyBeforeAnAnswer(field="others")
    if registration.state is not RegistrationState.CONFIRMED:
        return
    if more < 0:
        await give_back(hall, registration, -more)
    elif more > 0:
        await _grow(hall, registration, more)


async def _grow(hall: Hall, registration: Registration, more: int) -> None:
    """Seats of the same invitation as far as it has any, else of the hall."""
    if registration.invitation_id is not None:
        invitation = await db.lock(CongressInvitation, id=registration.invitation_id)
        if invitation.left >= more:
            await use_seats(hall, invitation, more)
            return
        raise TooMany(invitation.left)
    if more > hall.seats.free:
        raise TooMany(hall.seats.free)
    await move_seats(hall, taken=more)


async def _rename(registration: Registration, stored: Standing, party: Party) -> None:
    """The people as they are now: who stays keeps the ticket, also under another name."""
    if stored.party.names == party.names:
        return
    for is_companion in (False, True):
        known = [each for each in stored.attendees if each.is_companion is is_companion]
        wanted = [name for name, helps in party.names if helps is is_companion]
        for attendee, name in zip(known, wanted, strict=False):
            await Attendee.filter(id=attendee.id).update(name=name)
        await Attendee.filter(id__in=[each.id for each in known[len(wanted) :]]).delete()
        if added := tuple((name, is_companion) for name in wanted[len(known) :]):
            await db.insert_many(people_of(registration, added))


async def _choose(hall: Hall, registration: Registration, party: Party) -> None:
    """Other workshops, or seats for more or fewer: what is chosen as before keeps its seats and its place."""
    is_in = registration.state is RegistrationState.CONFIRMED
    more = party.people - registration.people
    wanted = {each.part_id: each for each in party.choices}
    for former in await choices_of(registration):
        as_before = Choice(former.part_id, former.first_choice_id, former.second_choice_id)
        if wanted.get(former.part_id) == as_before:
            del wanted[former.part_id]
            if is_in and more:
                await workshops.resize(hall, registration, former, more)
            continue
        if is_in:
            await workshops.leave_all(hall, registration, [former])
        await former.delete()
    registration.people = party.people
    made = choices_for(registration, wanted.values())
    if is_in:
        await workshops.seat_party(hall, registration, made)
    await db.insert_many(made)


async def _cancel(
    hall: Hall, registration: Registration, *, reason: str = "", account_id: int | None = None
) -> bool:
    """Answers whether there was anything to end."""
    if not registration.is_live:
        return False
    check_goes_on(hall)
    await leave(hall, registration, RegistrationState.CANCELLED)
    await note(hall, registration, Decision.CANCELLED, reason=reason, account_id=account_id)
    await serve(hall)
    standing = await standing_of(registration)
    await tell(hall, messages.cancelled(hall.congress, standing, reason=reason))
    return True


async def _tell_changed(hall: Hall, registration: Registration) -> None:
    await registration.refresh_from_db()  # what waited may have been offered a seat
    standing = await standing_of(registration)
    await tell(hall, messages.changed(hall.congress, standing, hall.workshops))
