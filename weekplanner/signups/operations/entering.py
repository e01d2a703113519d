"""Taking a place: on the page of the activity, for somebody else, or by the organiser."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from weekplanner.accounts.addresses import address
from weekplanner.accounts.operations import limits
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.events.models import Activity
from weekplanner.events.operations.recording import record
from weekplanner.listing.models import Entry
from weekplanner.mailer import outbox
from weekplanner.signups import rights
from weekplanner.signups.messages import guests as messages
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState, Source
from weekplanner.signups.operations import places as places_operations
from weekplanner.signups.operations.places import check_goes_on, entry_of, locked
from weekplanner.signups.values import Facts, Guest, Helper, digits

_FORMER = "SELECT * FROM sign_up WHERE occurrence_id = ? AND guest_key = ? ORDER BY id DESC LIMIT 1"

SAME_CLICK = timedelta(minutes=15)
"""How long the same form, sent again, is taken for a second click."""


class OtherWay(Refused):
    """The organiser wants people to join in another way."""

    message = "Voor deze activiteit meldt u zich op een andere manier aan. Kijk bij ‘Zo doet u mee’."


class OnTheList(Refused):
    """For the organiser, who sees the list anyhow."""

    message = "Deze gast staat al op de lijst. Wijzig de aanmelding die er is."


@dataclass(frozen=True)
class Entered:
    """What came of signing up.

    `sign_up` is None when the guest was on the list already: what that says is theirs, and goes by mail.
    """

    state: SignUpState
    sign_up: SignUp | None = None


@dataclass(frozen=True)
class _Wish:
    """Who wants to come, and who says so."""

    guest: Guest
    source: Source
    request_key: str
    language: str
    helper: Helper | None = None

    @property
    def key(self) -> str:
        return self.guest.key(self.helper)


async def sign_up(
    occurrence_id: int,
    guest: Guest,
    *,
    request_key: str,
    network: str | None,
    helper: Helper | None = None,
    language: str = SOURCE_LANGUAGE,
) -> Entered:
    """Give a party a place, or one in the line when the whole of it does not fit any more.

    A `helper` has the guest's consent. `request_key` was made with the form; `network` counts against the
    limits, None does not. Who is on the list already gets a mail that says so, and nothing changes. Raises
    WrongAddress, TooOften, NotFound, OtherWay, CalledOff, and Begun from the start on.
    """
    now = clock.now()
    source = Source.HELPER if helper else Source.SELF
    wish = _Wish(_canonical(guest), source, request_key, language, _reachable(helper))
    async with db.transaction():
        places = await locked(occurrence_id)
        check_goes_on(places, now)
        if places.state is not PlacesState.OPEN:
            raise OtherWay
        former = await _former(places, wish)
        if former is not None and _is_second_click(former, wish, now):
            return Entered(former.state, former)
        await _count(wish, network)
        entry = await entry_of(places)
        if former is not None and former.is_live:
            await _say_again(former, entry, now=now)
            fits = places.fits(wish.guest.people)
            return Entered(SignUpState.PLACED if fits else SignUpState.WAITING)
        made = await _enter(wish, places, entry, former=former, now=now)
    return Entered(made.state, made)


async def add_guest(occurrence_id: int, guest: Guest, *, request_key: str, actor: Person) -> SignUp:
    """Put somebody who telephoned on the list; when it is full, in the line.

    Who left an e-mail address gets a confirmation. Raises WrongAddress, NotFound, NotAllowed, CalledOff,
    Begun, and OnTheList for who is there already.
    """
    now = clock.now()
    wish = _Wish(_canonical(guest), Source.ORGANISER, request_key, SOURCE_LANGUAGE)
    async with db.transaction():
        places = await locked(occurrence_id)
        activity = await activity_of(places, actor=actor)
        require(rights.may_keep_guests(actor, activity))
        check_goes_on(places, now)
        former = await _former(places, wish)
        if former is not None and _is_second_click(former, wish, now):
            return former
        if former is not None and former.is_live:
            raise OnTheList
        made = await _enter(wish, places, await entry_of(places), former=former, now=now)
        await record(actor, rights.KEEP_GUESTS, activity)
    return made


async def activity_of(places: Places, *, actor: Person) -> Activity:
    """The activity these places are for; raises NotFound for who may not know who comes."""
    activity = await Activity.get(id=places.activity_id)
    if not rights.may_see_guests(actor, activity):
        raise NotFound
    return activity


async def _enter(
    wish: _Wish, places: Places, entry: Entry, *, former: SignUp | None, now: datetime
) -> SignUp:
    """Write the party down, and tell them."""
    fits = places.fits(wish.guest.people)
    made = SignUp(
        occurrence_id=places.occurrence_id,
        state=SignUpState.PLACED if fits else SignUpState.WAITING,
        source=wish.source,
        guest_key=wish.key,
        **wish.guest.columns(),
        helper_name=wish.helper.name if wish.helper else "",
        helper_email=wish.helper.email if wish.helper else "",
        consented_at=now if wish.helper else None,
        language=wish.language,
        sequence=max(places.sequence_from, former.sequence + 1 if former else 0),
        request_key=_digest(wish.request_key),
        knows=Facts.of(entry).digest,
        to_call_about=[],
        created_at=now,
        changed_at=now,
        placed_at=now if fits else None,
    )
    await db.insert(made)
    if fits:
        await places_operations.take(places, made.people, now=now)
    else:
        await places_operations.queue_up(places, 1, now=now)
    await places_operations.remember_told(places, entry)
    await places_operations.list_free(places, entry)
    for letter in messages.entered(made, entry):
        await outbox.put(letter)
    return made


async def _former(places: Places, wish: _Wish) -> SignUp | None:
    """The latest sign-up of the same guest, cancelled or not."""
    found = await db.read(SignUp, _FORMER, (places.occurrence_id, wish.key))
    return found[0] if found else None


def _is_second_click(former: SignUp, wish: _Wish, now: datetime) -> bool:
    is_same = former.is_live and former.request_key == _digest(wish.request_key)
    return is_same and now - former.created_at < SAME_CLICK and Guest.of(former) == wish.guest


async def _say_again(former: SignUp, entry: Entry, *, now: datetime) -> None:
    """Remind somebody of a sign-up they have, at most once a day."""
    if former.reached_at:
        await outbox.put(messages.repeated(former, entry, day=clock.local(now).date()))


async def _count(wish: _Wish, network: str | None) -> None:
    """Nobody's mailbox, and nobody's table, is filled by somebody else."""
    addresses = {wish.guest.email.lower(), wish.helper.email.lower() if wish.helper else ""} - {""}
    attempts = [(limits.SIGN_UPS_TO_ONE, each) for each in sorted(addresses)]
    if wish.guest.phone:
        attempts.append((limits.SIGN_UPS_OF_PHONE, digits(wish.guest.phone)))
    if network is not None:
        attempts.append((limits.SIGN_UPS_FROM_NETWORK, network))
    await limits.count_all(attempts)


def _canonical(guest: Guest) -> Guest:
    email = address(guest.email).text if guest.email else ""
    return Guest(**{**guest.columns(), "email": email})


def _reachable(helper: Helper | None) -> Helper | None:
    return Helper(helper.name, address(helper.email).text) if helper else None


def _digest(request_key: str) -> str:
    return tokens.digest(f"sign-up {request_key}")
