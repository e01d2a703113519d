"""What a guest sees of their own sign-up, and everything that is kept of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.core import clock, links
from weekplanner.core.errors import NotFound
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.listing.models import Entry, EntryKind
from weekplanner.listing.values import Details, details_of
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState
from weekplanner.signups.personal import link_of
from weekplanner.signups.queries.places import ahead_of


@dataclass(frozen=True)
class Own:
    """A sign-up, with what it is for as it is now."""

    sign_up: SignUp
    places: Places
    occurrence: Occurrence
    activity: Activity
    entry: Entry
    ahead: int
    """How many parties wait longer."""
    now: datetime

    @property
    def details(self) -> Details:
        """What readers see of the occurrence."""
        return details_of(self.entry)

    @property
    def contact_phone(self) -> str:
        """The organiser's number; empty when it is not public."""
        is_public = self.is_on_site and self.activity.is_contact_phone_public
        return self.activity.contact_phone if is_public else ""

    @property
    def is_placed(self) -> bool:
        """Whether they have a place."""
        return self.sign_up.state is SignUpState.PLACED

    @property
    def is_called_off(self) -> bool:
        """Whether it does not go on."""
        return self.places.state is PlacesState.CALLED_OFF

    @property
    def has_begun(self) -> bool:
        """Whether it is too late to change anything."""
        return self.now >= self.places.starts_at

    @property
    def is_over(self) -> bool:
        """Whether it has ended, or would have."""
        return self.now >= self.occurrence.ends_at

    @property
    def may_change(self) -> bool:
        """Whether they can change it, or end it."""
        return self.sign_up.is_live and not self.is_called_off and not self.has_begun

    @property
    def may_sign_up_again(self) -> bool:
        """Whether they can come back on it, on the page of the activity."""
        is_open = self.places.state is PlacesState.OPEN and not self.has_begun
        return is_open and not self.sign_up.is_live

    @property
    def may_forget(self) -> bool:
        """Whether what is kept of them is of no use any more."""
        return self.is_over or not self.sign_up.is_live

    @property
    def is_on_site(self) -> bool:
        """Whether the activity has a page; not when it was taken down."""
        return self.activity.state is not State.WITHDRAWN

    @property
    def offers_transport(self) -> bool:
        """Whether somebody can fetch guests."""
        return bool(self.activity.transport or self.activity.transport_phone)


async def own(link: PersonalLink) -> Own | None:
    """What the link is a right to; None when it is gone. Raises NotFound for a link of another version."""
    sign_up = await SignUp.get_or_none(id=link.id)
    if sign_up is None:
        return None
    if link != link_of(sign_up.id, sign_up.link_version):
        raise NotFound
    places = await Places.get(occurrence_id=sign_up.occurrence_id)
    is_waiting = sign_up.state is SignUpState.WAITING
    return Own(
        sign_up=sign_up,
        places=places,
        occurrence=await Occurrence.get(id=sign_up.occurrence_id),
        activity=await Activity.get(id=places.activity_id),
        entry=await Entry.get(kind=EntryKind.ACTIVITY, source_id=sign_up.occurrence_id),
        ahead=await ahead_of(sign_up.id, sign_up.occurrence_id) if is_waiting else 0,
        now=clock.now(),
    )


async def kept_of(shown: Own) -> dict[str, Any]:
    """Everything that is kept of the same guest at this occurrence (AVG art. 15 and 20). Any: plain JSON."""
    theirs = SignUp.filter(occurrence_id=shown.sign_up.occurrence_id, guest_key=shown.sign_up.guest_key)
    activity, entry = shown.activity, shown.entry
    return {
        "activiteit": entry.title,
        "bladzijde": links.url("activity", slug=activity.slug, id=activity.id),
        "organisator": entry.organisation_name,
        "begint": clock.local(entry.starts_at).isoformat(),
        "eindigt": clock.local(entry.ends_at).isoformat(),
        "aanmeldingen": [_in_words(each) for each in await theirs.order_by("id")],
    }


_STATES = {
    SignUpState.PLACED: "plek",
    SignUpState.WAITING: "wachtlijst",
    SignUpState.CANCELLED: "afgemeld",
}


def _in_words(sign_up: SignUp) -> dict[str, Any]:
    return {
        "stand": _STATES[sign_up.state],
        "naam": sign_up.name,
        "e-mailadres": sign_up.email,
        "telefoonnummer": sign_up.phone,
        "aantal mensen": sign_up.people,
        "wil worden opgehaald": sign_up.wants_transport,
        "opmerking": sign_up.remark,
        "aangemeld door": sign_up.source.value,
        "naam van wie aanmeldde": sign_up.helper_name,
        "e-mailadres van wie aanmeldde": sign_up.helper_email,
        "toestemming gezegd op": _moment(sign_up.consented_at),
        "taal": sign_up.language,
        "aangemeld op": _moment(sign_up.created_at),
        "plek sinds": _moment(sign_up.placed_at),
        "gewijzigd op": _moment(sign_up.changed_at),
        "afgemeld op": _moment(sign_up.cancelled_at),
        "moet gebeld worden over": sign_up.to_call_about,
    }


def _moment(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat() if moment else None
