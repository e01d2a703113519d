"""Signing up for a congress: a seat, a place in line, or a request to be let in."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from weekplanner.accounts.addresses import address
from weekplanner.accounts.operations import limits
from weekplanner.accounts.people import Person
from weekplanner.congress import rights
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.registrations import (
    MOST_PEOPLE,
    Needs,
    Registration,
    RegistrationState,
    Source,
)
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.congress.operations import together, workshops
from weekplanner.congress.operations.entering import NewParty, enter, needs_for
from weekplanner.congress.operations.guesses import count_guess, of_code
from weekplanner.congress.operations.hall import Hall, check_goes_on, locked_hall, tell, with_workshops
from weekplanner.congress.operations.recording import record_registration
from weekplanner.congress.queries.standings import place_in_line, standing_of
from weekplanner.congress.values import Asked, Entered, NeedsValues, Party
from weekplanner.core import clock, db, texts, tokens
from weekplanner.core.errors import Problem, Refused, require
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.core.texts import gettext as _

SAME_CLICK = timedelta(minutes=15)
"""How long the same form, sent again, is taken for a second click."""

_FORMERS = "SELECT * FROM registration WHERE congress_id = ? AND address_key IN ({marks}) ORDER BY id"


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
    asked = Asked(checked(party), digest_of(request_key), language, network, code.strip())
    if asked.code:
        await count_guess(congress_id, code, network=network)
    if not asked.code and not db.is_in_transaction():
        return await together.answered(congress_id, asked, _answer)
    async with db.transaction():
        (answer,) = await _answer(await locked_hall(congress_id), [asked])
        if isinstance(answer, Problem):
            raise answer
    return answer


async def add_party(congress_id: int, party: Party, *, request_key: str, actor: Person) -> Registration:
    """Sign up somebody who telephoned or wrote to the team, of whatever audience, also when it is closed.

    Raises WrongAddress, NotFound, NotAllowed, CalledOff, Begun, GroupTooLarge, NoSuchWorkshop, SameWorkshop,
    and OnTheList for an address that is there already.
    """
    asked = Asked(checked(party), digest_of(request_key), SOURCE_LANGUAGE)
    async with db.transaction():
        hall = await locked_hall(congress_id)
        require(rights.may_keep_attendees(actor))
        check_goes_on(hall)
        former = await former_of(hall, asked.party)
        if former is not None and _is_second_click(former, asked, hall.now):
            return former
        if former is not None and former.is_live:
            raise OnTheList(field="email")
        if asked.party.choices:
            workshops.check_choices(await with_workshops(hall), asked.party.choices)
        fits = asked.party.people <= hall.seats.free
        state = RegistrationState.CONFIRMED if fits else RegistrationState.WAITING
        made = _new(hall, asked, state, former, source=Source.TEAM)
        await enter(hall, [NewParty(asked.party, made)])
        await record_registration(actor, rights.KEEP_ATTENDEES, made)
    return made


async def _answer(hall: Hall, asked: Sequence[Asked]) -> list[Entered | Problem]:
    """What comes of each, in their order: they are the only ones who sign up at this moment.

    Each has another address. Who is refused has changed nothing, and is not counted.
    """
    check_goes_on(hall)
    if any(each.party.choices for each in asked):
        await with_workshops(hall)
    formers = await _formers_of(hall, [each.party.email.lower() for each in asked])
    answers: dict[Asked, Entered | Problem] = {}
    for each in asked:
        former = formers.get(each.party.email.lower())
        if former is not None and _is_second_click(former, each, hall.now):
            answers[each] = Entered(former.state, former, await place_in_line(former))
        elif problem := _why_not(hall, each):
            answers[each] = problem
    left = [each for each in asked if each not in answers]
    problems = await limits.count_each([_counted(each) for each in left])
    answers.update({each: problem for each, problem in zip(left, problems, strict=True) if problem})
    answers.update(await _give(hall, [each for each in left if each not in answers], formers))
    return [answers[each] for each in asked]


async def _give(
    hall: Hall, asked: Sequence[Asked], formers: Mapping[str, Registration]
) -> dict[Asked, Entered | Problem]:
    """Let these have what there is, the first first."""
    answers: dict[Asked, Entered | Problem] = {}
    entering: list[NewParty] = []
    free, waiting = hall.seats.free, hall.seats.waiting
    for each in asked:
        try:
            invitation = await usable_invitation(hall, each.code, each.party.people) if each.code else None
        except Refused as refused:
            answers[each] = refused
            continue
        state = _state_for(hall, each, free=free, is_invited=invitation is not None)
        former = formers.get(each.party.email.lower())
        if former is not None and former.is_live:
            await _say_again(hall, former)
            answers[each] = Entered(state, number=waiting + 1)
            continue
        made = _new(hall, each, state, former, invitation=invitation)
        if state is RegistrationState.CONFIRMED and invitation is None:
            free -= made.people
        waiting += state is RegistrationState.WAITING
        entering.append(NewParty(each.party, made, invitation, number=waiting))
        answers[each] = Entered(state, made, waiting)
    await enter(hall, entering)
    return answers


def checked(party: Party) -> Party:
    """The same with the address as it is compared; raises WrongAddress and GroupTooLarge."""
    if 1 + len(party.others) > MOST_PEOPLE:
        raise GroupTooLarge(field="others")
    return Party(**{**vars(party), "email": address(party.email).text})


async def former_of(hall: Hall, party: Party) -> Registration | None:
    """The latest sign-up with the same address, ended or not."""
    key = party.email.lower()
    return (await _formers_of(hall, [key])).get(key)


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


async def write_needs(hall: Hall, registration: Registration, needs: NeedsValues) -> None:
    """Keep what somebody needs, or keep it no longer."""
    await Needs.filter(registration_id=registration.id).delete()
    if needs:
        await db.insert(needs_for(hall, registration, needs))


def digest_of(request_key: str) -> str:
    """What is kept of the key of a form."""
    return tokens.digest(f"congress {request_key}")


def _why_not(hall: Hall, asked: Asked) -> Refused | None:
    """What is wrong with a wish whatever seats there are; in the language of who has it."""
    with texts.use_language(asked.language):
        try:
            if not asked.code:
                _check_window(hall)
                _check_audience(hall, asked.party)
            workshops.check_choices(hall, asked.party.choices)
        except Refused as refused:
            return refused
    return None


def _check_window(hall: Hall) -> None:
    if hall.now < hall.congress.opens_at:
        raise NotOpenYet(hall.congress)
    if hall.now >= hall.congress.closes_at:
        raise Closed


def _check_audience(hall: Hall, party: Party) -> None:
    if party.audience not in hall.congress.audiences and not party.wish:
        raise OtherAudience(field="wish")


def _state_for(hall: Hall, asked: Asked, *, free: int, is_invited: bool) -> RegistrationState:
    """Where a party stands when so many seats are free."""
    if is_invited:
        return RegistrationState.CONFIRMED
    if asked.party.audience not in hall.congress.audiences:
        return RegistrationState.REQUESTED
    return RegistrationState.CONFIRMED if asked.party.people <= free else RegistrationState.WAITING


async def _formers_of(hall: Hall, keys: Sequence[str]) -> dict[str, Registration]:
    """The latest sign-up with each of these addresses, ended or not."""
    statement = _FORMERS.format(marks=", ".join("?" * len(keys)))
    found = await db.read(Registration, statement, (hall.congress.id, *keys))
    return {each.address_key: each for each in found}


def _new(
    hall: Hall,
    asked: Asked,
    state: RegistrationState,
    former: Registration | None,
    *,
    source: Source = Source.SELF,
    invitation: CongressInvitation | None = None,
) -> Registration:
    """A party as it is written down; who came back is sent a later invitation than the one taken back."""
    is_in = state is RegistrationState.CONFIRMED
    return Registration(
        congress_id=hall.congress.id,
        state=state,
        source=source,
        **asked.party.columns(),
        invitation_id=invitation.id if invitation else None,
        language=asked.language,
        sequence=former.sequence + 1 if former else 0,
        was_invited=is_in,
        request_key=asked.request_key,
        created_at=hall.now,
        changed_at=hall.now,
        confirmed_at=hall.now if is_in else None,
    )


def _counted(asked: Asked) -> list[tuple[limits.Limit, str]]:
    """Nobody's mailbox, and nobody's table, is filled by somebody else."""
    attempts = [(limits.SIGN_UPS_TO_ONE, asked.party.email.lower())]
    return attempts if asked.network is None else [*attempts, (limits.SIGN_UPS_FROM_NETWORK, asked.network)]


def _is_second_click(former: Registration, asked: Asked, now: datetime) -> bool:
    is_same = former.is_live and former.request_key == asked.request_key
    return is_same and now - former.created_at < SAME_CLICK and former.people == asked.party.people


async def _say_again(hall: Hall, former: Registration) -> None:
    """Remind somebody of a sign-up they have, at most once a day."""
    if not hall.workshops:
        await with_workshops(hall)
    standing = await standing_of(former)
    day = clock.local(hall.now).date()
    await tell(hall, messages.repeated(hall.congress, standing, hall.workshops, day=day))
