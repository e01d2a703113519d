"""Signing up for a congress: a seat, a place in line, or a request to be let in."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from weekplanner.accounts.addresses import address
from weekplanner.accounts.operations import limits
from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.registrations import (
    MOST_PEOPLE,
    Attendee,
    Needs,
    Registration,
    RegistrationState,
    Source,
    WorkshopChoice,
)
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.congress.operations import hall as halls
from weekplanner.congress.operations import workshops
from weekplanner.congress.operations.guesses import count_guess, of_code
from weekplanner.congress.operations.hall import Hall, check_goes_on, locked_hall, move_seats, tell
from weekplanner.congress.operations.recording import record_registration
from weekplanner.congress.queries.standings import place_in_line, standing_of
from weekplanner.congress.values import NeedsValues, Party, Standing
from weekplanner.core import clock, db, texts, tokens
from weekplanner.core.errors import Refused, require
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.core.texts import gettext as _

SAME_CLICK = timedelta(minutes=15)
"""How long the same form, sent again, is taken for a second click."""

_FORMER = "SELECT * FROM registration WHERE congress_id = ? AND address_key = ? ORDER BY id DESC LIMIT 1"


class NotOpenYet(Refused):
    """Signing up begins later."""

    def __init__(self, congress: Congress) -> None:
        opens_at = texts.moment_with_year(congress.opens_at)
        super().__init__(_("Aanmelden kan vanaf %(moment)s.") % {"moment": opens_at})


class Closed(Refused):
    """Signing up has ended, and it has not begun."""

    message = "Aanmelden kan niet meer: de aanmelding is gesloten. Heeft u een uitnodigingscode? Vul die in."


class OtherAudience(Refused):
    """It is meant for others; who still wants to come can ask."""

    message = (
        "Dit congres is voor anderen bedoeld. Wilt u toch graag komen? Vertel dan waarom. "
        "Het team kijkt of het kan."
    )


class UnknownCode(Refused):
    """Nobody gave out such a code for this congress."""

    message = "Wij kennen deze code niet. Kijk of u hem goed heeft overgenomen, of laat hem leeg."


class UsedCode(Refused):
    """All seats of it have somebody in them."""

    message = "Deze code is al gebruikt. Laat hem leeg om u zonder code aan te melden, of bel ons."


class EndedCode(Refused):
    """What was kept for it is for everybody now."""

    message = "Deze code geldt niet meer. Laat hem leeg om u zonder code aan te melden."


class TooFewOnCode(Refused):
    """There are fewer seats on it than people in the group."""

    def __init__(self, left: int) -> None:
        sentence = texts.ngettext(
            "Met deze code is er nog %(number)s stoel.", "Met deze code zijn er nog %(number)s stoelen.", left
        )
        super().__init__(sentence % {"number": left}, field="code")


class GroupTooLarge(Refused):
    """More people than one address may sign up."""

    message = f"Meld hooguit {MOST_PEOPLE} mensen tegelijk aan."


class OnTheList(Refused):
    """For the team, who sees the list anyhow."""

    message = "Dit e-mailadres staat al op de lijst. Wijzig de aanmelding die er is."


@dataclass(frozen=True)
class Entered:
    """What came of signing up.

    `registration` is None when the address was on the list already: what it says is theirs, and goes by mail.
    """

    state: RegistrationState
    registration: Registration | None = None
    number: int = 0
    """Of who waits: the place in line, or the one that a newcomer would get."""


@dataclass(frozen=True)
class _Wish:
    """Who wants to come, and how they came to say so."""

    party: Party
    source: Source
    request_key: str
    language: str
    invitation: CongressInvitation | None = None


async def sign_up(
    congress_id: int,
    party: Party,
    *,
    request_key: str,
    network: str | None,
    code: str = "",
    language: str = SOURCE_LANGUAGE,
) -> Entered:
    """Give a party seats, or a place in line when the whole of it does not fit any more.

    With an invitation `code` it has seats that were kept, whatever its audience and also outside the window
    of signing up. Without one, who is of another audience asks to be let in with a `wish`. Who is on the list
    already gets a mail that says so, and nothing changes. `request_key` was made with the form; `network`
    counts against the limits, None does not.

    Raises WrongAddress, TooOften, NotFound, CalledOff, Begun, NotOpenYet, Closed, OtherAudience,
    GroupTooLarge, UnknownCode, UsedCode, EndedCode, TooFewOnCode, NoSuchWorkshop and SameWorkshop.
    """
    now = clock.now()
    party = checked(party)
    if code.strip():
        await count_guess(congress_id, code, network=network)
    async with db.transaction():
        hall = await locked_hall(congress_id, now=now)
        check_goes_on(hall)
        former = await former_of(hall, party)
        if former is not None and _is_second_click(former, request_key, party, now):
            return Entered(former.state, former, await place_in_line(former))
        await _count(party, network)
        invitation = await usable_invitation(hall, code, party.people) if code.strip() else None
        if invitation is None:
            _check_window(hall)
        await _check_choices(hall, party)
        if former is not None and former.is_live:
            await _say_again(hall, former)
            return Entered(_state_for(hall, party, invitation), number=hall.seats.waiting + 1)
        wish = _Wish(party, Source.SELF, digest_of(request_key), language, invitation)
        made = await _enter(hall, wish, _state_for(hall, party, invitation), former)
    return Entered(made.state, made, hall.seats.waiting)


async def add_party(congress_id: int, party: Party, *, request_key: str, actor: Person) -> Registration:
    """Sign up somebody who telephoned or wrote to the team, of whatever audience, also when it is closed.

    Raises WrongAddress, NotFound, NotAllowed, CalledOff, Begun, GroupTooLarge, NoSuchWorkshop, SameWorkshop,
    and OnTheList for an address that is there already.
    """
    party = checked(party)
    async with db.transaction():
        hall = await locked_hall(congress_id)
        require(rights.may_keep_attendees(actor))
        check_goes_on(hall)
        former = await former_of(hall, party)
        if former is not None and _is_second_click(former, request_key, party, hall.now):
            return former
        if former is not None and former.is_live:
            raise OnTheList(field="email")
        await _check_choices(hall, party)
        fits = party.people <= hall.seats.free
        state = RegistrationState.CONFIRMED if fits else RegistrationState.WAITING
        wish = _Wish(party, Source.TEAM, digest_of(request_key), SOURCE_LANGUAGE)
        made = await _enter(hall, wish, state, former)
        await record_registration(actor, rights.KEEP_ATTENDEES, made)
    return made


def checked(party: Party) -> Party:
    """The same with the address as it is compared; raises WrongAddress and GroupTooLarge."""
    if 1 + len(party.others) > MOST_PEOPLE:
        raise GroupTooLarge(field="others")
    return Party(**{**vars(party), "email": address(party.email).text})


async def former_of(hall: Hall, party: Party) -> Registration | None:
    """The latest sign-up with the same address, ended or not."""
    found = await db.read(Registration, _FORMER, (hall.congress.id, party.email.lower()))
    return found[0] if found else None


async def usable_invitation(hall: Hall, code: str, people: int) -> CongressInvitation:
    """The invitation with this code, that keeps seats for so many people, locked.

    Raises UnknownCode, EndedCode, UsedCode and TooFewOnCode.
    """
    found = await of_code(hall.congress.id, code)
    if found is None:
        raise UnknownCode(field="code")
    invitation = await db.lock(CongressInvitation, id=found.id)
    if invitation.ended_at is not None or hall.now >= invitation.valid_until:
        raise EndedCode(field="code")
    if invitation.left == 0:
        raise UsedCode(field="code")
    if people > invitation.left:
        raise TooFewOnCode(invitation.left)
    return invitation


async def use_seats(hall: Hall, invitation: CongressInvitation, people: int) -> None:
    """Let a party have seats that were kept for the code."""
    await CongressInvitation.filter(id=invitation.id).update(used=invitation.used + people)
    await move_seats(hall, taken=people, reserved=-people)


async def write_needs(hall: Hall, registration: Registration, needs: NeedsValues) -> None:
    """Keep what somebody needs, or keep it no longer."""
    await Needs.filter(registration_id=registration.id).delete()
    if needs:
        await db.insert(
            Needs(
                registration_id=registration.id,
                diets=list(needs.diets),
                access=list(needs.access),
                remark=needs.remark,
                consented_at=hall.now,
            )
        )


def digest_of(request_key: str) -> str:
    """What is kept of the key of a form."""
    return tokens.digest(f"congress {request_key}")


def _check_window(hall: Hall) -> None:
    if hall.now < hall.congress.opens_at:
        raise NotOpenYet(hall.congress)
    if hall.now >= hall.congress.closes_at:
        raise Closed


async def _check_choices(hall: Hall, party: Party) -> None:
    if party.choices:
        workshops.check_choices(await halls.with_known_workshops(hall), party.choices)


def _state_for(hall: Hall, party: Party, invitation: CongressInvitation | None) -> RegistrationState:
    """Where a party would stand; raises OtherAudience for who is of another one and does not ask."""
    if invitation is not None:
        return RegistrationState.CONFIRMED
    if party.audience not in hall.congress.audiences:
        if not party.wish:
            raise OtherAudience(field="wish")
        return RegistrationState.REQUESTED
    fits = party.people <= hall.seats.free
    return RegistrationState.CONFIRMED if fits else RegistrationState.WAITING


async def _enter(
    hall: Hall, wish: _Wish, state: RegistrationState, former: Registration | None
) -> Registration:
    """Write the party down, and tell it; who came back is sent a later invitation than the one taken back."""
    is_in = state is RegistrationState.CONFIRMED
    made = Registration(
        congress_id=hall.congress.id,
        state=state,
        source=wish.source,
        **wish.party.columns(),
        invitation_id=wish.invitation.id if wish.invitation else None,
        language=wish.language,
        sequence=former.sequence + 1 if former else 0,
        was_invited=is_in,
        request_key=wish.request_key,
        created_at=hall.now,
        changed_at=hall.now,
        confirmed_at=hall.now if is_in else None,
    )
    await db.insert(made)
    attendees = await insert_attendees(made, wish.party.names)
    if wish.party.needs:
        await write_needs(hall, made, wish.party.needs)
    if wish.invitation:
        await use_seats(hall, wish.invitation, made.people)
    elif is_in:
        await move_seats(hall, taken=made.people)
    elif state is RegistrationState.WAITING:
        await move_seats(hall, waiting=1)
    choices = [
        WorkshopChoice(
            registration_id=made.id,
            part_id=each.part_id,
            first_choice_id=each.first_choice_id,
            second_choice_id=each.second_choice_id,
        )
        for each in wish.party.choices
    ]
    if is_in and choices:
        await workshops.seat_party(hall, made, choices)
    await db.insert_many(choices)
    await tell(
        hall,
        messages.entered(
            hall.congress,
            Standing(made, attendees, choices),
            hall.workshops,
            number=hall.seats.waiting,
        ),
    )
    return made


async def insert_attendees(registration: Registration, names: tuple[tuple[str, bool], ...]) -> list[Attendee]:
    """Write down people of a party, in their order."""
    people = [
        Attendee(
            congress_id=registration.congress_id,
            registration_id=registration.id,
            name=name,
            is_companion=is_companion,
        )
        for name, is_companion in names
    ]
    await db.insert_many(people)
    return people


def _is_second_click(former: Registration, request_key: str, party: Party, now: datetime) -> bool:
    is_same = former.is_live and former.request_key == digest_of(request_key)
    return is_same and now - former.created_at < SAME_CLICK and former.people == party.people


async def _say_again(hall: Hall, former: Registration) -> None:
    """Remind somebody of a sign-up they have, at most once a day."""
    standing = await standing_of(former)
    day = clock.local(hall.now).date()
    await tell(hall, messages.repeated(hall.congress, standing, hall.workshops, day=day))


async def _count(party: Party, network: str | None) -> None:
    """Nobody's mailbox, and nobody's table, is filled by somebody else."""
    attempts = [(limits.SIGN_UPS_TO_ONE, party.email.lower())]
    if network is not None:
        attempts.append((limits.SIGN_UPS_FROM_NETWORK, network))
    await limits.count_all(attempts)
