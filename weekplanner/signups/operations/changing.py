"""Changing a sign-up, and ending it: by the guest's personal link, or by the organiser."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from weekplanner.accounts.addresses import address
from weekplanner.accounts.people import Person
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.events.models import Activity, Occurrence
from weekplanner.events.operations.recording import record
from weekplanner.mailer import outbox
from weekplanner.signups import rights
from weekplanner.signups.call_list import CallAbout
from weekplanner.signups.messages import guests as messages
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState
from weekplanner.signups.operations.entering import OnTheList, activity_of
from weekplanner.signups.operations.places import (
    Begun,
    begin_after,
    check_goes_on,
    entry_of,
    give_back,
    give_to_waiting,
    list_free,
    locked,
    queue_up,
    take,
)
from weekplanner.signups.personal import link_of
from weekplanner.signups.values import Guest, Helper


class Ended(Refused):
    """Somebody ended the sign-up meanwhile."""

    message = "Deze aanmelding is al afgemeld. Opnieuw aanmelden kan wel."


class StillOn(Refused):
    """The organiser counts on them, or on being able to reach them."""

    message = "Uw gegevens zijn nog nodig. Meld u eerst af, dan kunt u ze verwijderen."


class TooMany(Refused):
    """There are not enough places for a larger party; the one they have stays theirs."""

    def __init__(self, most: int) -> None:
        sentence = ngettext(
            "Er is nu geen plek voor zo veel mensen. Er kan hooguit %(most)s persoon komen",
            "Er is nu geen plek voor zo veel mensen. Er kunnen hooguit %(most)s mensen komen",
            most,
        )
        super().__init__(sentence % {"most": most}, field="people")


class NobodyReached(Refused):
    """Without any of both, nobody can tell the guest something."""

    def __init__(self) -> None:
        super().__init__(_("Vul een telefoonnummer of een e-mailadres in"), field="phone")


async def change_by_link(link: PersonalLink, guest: Guest, *, version: int) -> SignUp:
    """Change one's own sign-up; name and e-mail address stay as they are.

    A party that has a place keeps it; a larger one needs as many free places more. A party that waits
    keeps its position. Raises NotFound, Ended, Stale, CalledOff, Begun, TooMany and NobodyReached.
    """
    now = clock.now()
    async with db.transaction():
        places, sign_up = await _locked(link.id)
        _check_link(link, sign_up)
        wanted = replace(guest, name=sign_up.name, email=sign_up.email)
        await _change(places, sign_up, wanted, version=version, now=now)
    return sign_up


async def change_guest(sign_up_id: int, guest: Guest, *, version: int, actor: Person) -> SignUp:
    """Change somebody's sign-up for them, who is told by mail.

    Raises what `change_by_link` does, NotAllowed, WrongAddress, and OnTheList when it would be twice there.
    """
    now = clock.now()
    email = address(guest.email).text if guest.email else ""
    async with db.transaction():
        places, sign_up = await _locked(sign_up_id)
        activity = await _kept_by(places, actor)
        wanted = replace(guest, email=email)
        await _check_not_twice(sign_up, wanted)
        if await _change(places, sign_up, wanted, version=version, now=now):
            await record(actor, rights.KEEP_GUESTS, activity)
    return sign_up


async def cancel_by_link(link: PersonalLink) -> SignUp:
    """End one's own sign-up; the places go to who waits. Again, it changes nothing.

    Raises NotFound, and Begun from the start on.
    """
    now = clock.now()
    async with db.transaction():
        places, sign_up = await _locked(link.id)
        _check_link(link, sign_up)
        await _cancel(places, sign_up, now=now)
    return sign_up


async def forget_by_link(link: PersonalLink) -> None:
    """Remove at once what is kept of a guest who ended the sign-up, or when it is over.

    What the same guest ended before at this occurrence goes with it. How many places were taken stays: it
    names nobody. Raises NotFound and StillOn.
    """
    now = clock.now()
    async with db.transaction():
        places, sign_up = await _locked(link.id)
        _check_link(link, sign_up)
        theirs = SignUp.filter(occurrence_id=places.occurrence_id, guest_key=sign_up.guest_key)
        if not await is_over(places, now=now):
            if sign_up.is_live:
                raise StillOn
            theirs = theirs.filter(state=SignUpState.CANCELLED)
        await begin_after(places, await theirs)
        await theirs.delete()


async def remove_guest(sign_up_id: int, *, version: int, must_call: bool = False, actor: Person) -> SignUp:
    """End somebody's sign-up for them, who is told by mail; again, it changes nothing.

    Who has no e-mail goes on the call list if they `must_call`: most of them telephoned to say it, and know.
    Raises NotFound, NotAllowed, Stale and Begun.
    """
    now = clock.now()
    async with db.transaction():
        places, sign_up = await _locked(sign_up_id)
        activity = await _kept_by(places, actor)
        if sign_up.is_live and sign_up.version != version:
            raise Stale
        if await _cancel(places, sign_up, must_call=must_call, now=now):
            await record(actor, rights.KEEP_GUESTS, activity)
    return sign_up


async def note_called(sign_up_id: int, abouts: Sequence[str], *, actor: Person) -> SignUp:
    """Take off the call list what somebody was told by telephone; what came since stays on it.

    Raises NotFound and NotAllowed.
    """
    async with db.transaction():
        places, sign_up = await _locked(sign_up_id)
        activity = await _kept_by(places, actor)
        left = [each for each in sign_up.to_call_about if each not in abouts]
        if left != sign_up.to_call_about:
            sign_up.to_call_about = left
            await sign_up.save(update_fields=["to_call_about"])
            await record(actor, rights.KEEP_GUESTS, activity)
    return sign_up


async def _locked(sign_up_id: int) -> tuple[Places, SignUp]:
    """A sign-up, with the places it is for, locked first: everything about them happens in turns."""
    of = await SignUp.get_or_none(id=sign_up_id)
    if of is None:
        raise NotFound
    places = await locked(of.occurrence_id)
    return places, await db.lock(SignUp, id=sign_up_id)


def _check_link(link: PersonalLink, sign_up: SignUp) -> None:
    if link != link_of(sign_up.id, sign_up.link_version):
        raise NotFound


async def is_over(places: Places, *, now: datetime) -> bool:
    """Whether the occurrence has ended, or would have."""
    occurrence = await Occurrence.get(id=places.occurrence_id)
    return now >= occurrence.ends_at


async def _kept_by(places: Places, actor: Person) -> Activity:
    activity = await activity_of(places, actor=actor)
    require(rights.may_keep_guests(actor, activity))
    return activity


async def _check_not_twice(sign_up: SignUp, wanted: Guest) -> None:
    same = SignUp.filter(occurrence_id=sign_up.occurrence_id, guest_key=_key(sign_up, wanted))
    if await same.exclude(id=sign_up.id).exclude(state=SignUpState.CANCELLED).exists():
        raise OnTheList


async def _change(places: Places, sign_up: SignUp, wanted: Guest, *, version: int, now: datetime) -> bool:
    """Answers whether there was anything to change."""
    if not sign_up.is_live:
        raise Ended
    if Guest.of(sign_up) == wanted:
        return False
    if sign_up.version != version:
        raise Stale
    check_goes_on(places, now)
    if not (wanted.phone or wanted.email or sign_up.helper_email):
        raise NobodyReached
    entry = await entry_of(places)
    was, before = sign_up.state, sign_up.people
    if was is SignUpState.PLACED:
        await _resize(places, before, wanted.people, now=now)
    is_moved = wanted.email.lower() != sign_up.email.lower()
    sign_up.update_from_dict(
        {
            **wanted.columns(),
            "link_version": sign_up.link_version + is_moved,
            "guest_key": _key(sign_up, wanted),
            "version": sign_up.version + 1,
            "changed_at": now,
        }
    )
    if is_moved:
        await begin_after(places, [sign_up])
    await sign_up.save()
    await give_to_waiting(places, entry, now=now)
    await list_free(places, entry)
    await sign_up.refresh_from_db()  # a party that waited may fit now
    if sign_up.state is was and sign_up.reached_at:
        await outbox.put(messages.changed(sign_up, entry))
    return True


async def _resize(places: Places, before: int, after: int, *, now: datetime) -> None:
    more = after - before
    if more <= 0:
        await give_back(places, -more, now=now)
    elif places.fits(more):
        await take(places, more, now=now)
    else:
        raise TooMany(before + (places.free or 0))


async def _cancel(places: Places, sign_up: SignUp, *, now: datetime, must_call: bool = False) -> bool:
    """Answers whether there was anything to end."""
    if not sign_up.is_live:
        return False
    if places.state is not PlacesState.CALLED_OFF and now >= places.starts_at:
        raise Begun
    entry = await entry_of(places)
    if sign_up.state is SignUpState.PLACED:
        await give_back(places, sign_up.people, now=now)
    else:
        await queue_up(places, -1, now=now)
    sign_up.update_from_dict(
        {
            "state": SignUpState.CANCELLED,
            "version": sign_up.version + 1,
            "sequence": sign_up.sequence + 1,
            "to_call_about": [CallAbout.ENDED.value] if must_call and not sign_up.reached_at else [],
            "cancelled_at": now,
            "changed_at": now,
        }
    )
    await sign_up.save()
    await give_to_waiting(places, entry, now=now)
    await list_free(places, entry)
    if sign_up.reached_at:
        await outbox.put(messages.cancelled(sign_up, entry))
    return True


def _key(sign_up: SignUp, wanted: Guest) -> str:
    helper = Helper(sign_up.helper_name, sign_up.helper_email) if sign_up.helper_email else None
    return wanted.key(helper)
