"""What somebody sees of their own sign-up for a congress, and everything that is kept of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.congress import codes, needs, words
from weekplanner.congress.models.congresses import Congress, CongressState, Workshop
from weekplanner.congress.models.registrations import (
    Attendee,
    Registration,
    RegistrationEvent,
    RegistrationState,
    WorkshopChoice,
)
from weekplanner.congress.personal import link_of
from weekplanner.congress.queries import congresses, standings
from weekplanner.congress.queries.congresses import Part, Programme
from weekplanner.congress.tickets import Ticket
from weekplanner.congress.values import Standing
from weekplanner.congress.window import Window
from weekplanner.core import clock, links, texts
from weekplanner.core.errors import NotFound
from weekplanner.core.texts import gettext as _
from weekplanner.geo.models import Municipality
from weekplanner.vocabulary.queries import vocabulary

BEFORE_A_SEAT = frozenset({RegistrationState.REQUESTED, RegistrationState.WAITING, RegistrationState.OFFERED})


@dataclass(frozen=True)
class OwnTicket:
    """The ticket of one person."""

    attendee: Attendee

    @property
    def code(self) -> str:
        """What somebody at the door types."""
        return codes.ticket_code(self.attendee.id, self.attendee.ticket_version)

    @property
    def token(self) -> str:
        """What the QR code holds."""
        attendee = self.attendee
        return Ticket(attendee.congress_id, attendee.id, attendee.ticket_version).token


@dataclass(frozen=True)
class OwnRound:
    """What a party has in a round, and what it waits for."""

    part: Part
    choice: WorkshopChoice
    number: int
    """The place in line; 0 for who waits for nothing."""
    now: datetime

    @property
    def seat(self) -> Workshop | None:
        """Where they have seats."""
        return self._workshop(self.choice.seat_id)

    @property
    def in_line_for(self) -> Workshop | None:
        """What they wait for, while nothing is kept for them."""
        is_waiting = self.choice.in_line and self.choice.offered_until is None
        return self._workshop(self.choice.first_choice_id) if is_waiting else None

    @property
    def offered(self) -> Workshop | None:
        """What is kept for them until they answer."""
        until = self.choice.offered_until
        return self._workshop(self.choice.first_choice_id) if until and self.now < until else None

    @property
    def wanted(self) -> Workshop | None:
        """What they chose first, for who has no seat in the hall yet."""
        return self._workshop(self.choice.first_choice_id)

    def _workshop(self, workshop_id: int | None) -> Workshop | None:
        return next((each for each in self.part.workshops if each.id == workshop_id), None)


@dataclass(frozen=True)
class Own:
    """A sign-up, with what it is for as it is now."""

    standing: Standing
    programme: Programme
    municipality: Municipality | None
    number: int
    """The place in line; 0 for who does not wait."""
    rounds: Sequence[OwnRound]
    now: datetime

    @property
    def registration(self) -> Registration:
        """The party."""
        return self.standing.registration

    @property
    def congress(self) -> Congress:
        """What it is for."""
        return self.programme.congress

    @property
    def kind(self) -> str:
        """Openingscongres."""
        return _(words.KINDS[self.congress.kind])

    @property
    def when(self) -> str:
        """Vrijdag 1 oktober 2027, 09.30 tot 16.00 uur."""
        congress = self.congress
        day = texts.day_with_year(clock.local(congress.starts_at).date())
        return f"{day[:1].upper()}{day[1:]}, {texts.span(congress.starts_at, congress.ends_at)}"

    @property
    def window(self) -> Window:
        """How signing up for it stands."""
        return Window(self.congress, self.programme.seats, self.now)

    @property
    def is_called_off(self) -> bool:
        """Whether it does not go on."""
        return self.congress.state is CongressState.CANCELLED

    @property
    def has_begun(self) -> bool:
        """Whether it is too late to change anything."""
        return self.now >= self.congress.starts_at

    @property
    def is_over(self) -> bool:
        """Whether it has ended, or would have."""
        return self.now >= self.congress.ends_at

    @property
    def has_seat(self) -> bool:
        """Whether they have seats."""
        return self.registration.state is RegistrationState.CONFIRMED

    @property
    def has_offer(self) -> bool:
        """Whether seats are kept for them until they answer."""
        until = self.registration.offered_until
        return until is not None and self.now < min(until, self.congress.starts_at)

    @property
    def may_change(self) -> bool:
        """Whether they can change it, or end it."""
        return self.registration.is_live and not self.is_called_off and not self.has_begun

    @property
    def may_use_code(self) -> bool:
        """Whether an invitation code would be of use."""
        return self.may_change and self.registration.state in BEFORE_A_SEAT

    @property
    def may_sign_up_again(self) -> bool:
        """Whether they can come back on it, on the page of the congress."""
        return not self.registration.is_live and self.window.is_open

    @property
    def may_forget(self) -> bool:
        """Whether what is kept of them is of no use any more."""
        return self.is_over or self.is_called_off or not self.registration.is_live

    @property
    def tickets(self) -> list[OwnTicket]:
        """Of everybody who has a seat; where there is no door there are none."""
        if not self.has_seat or self.is_called_off or self.congress.is_online:
            return []
        return [OwnTicket(each) for each in self.standing.attendees]

    @property
    def online_url(self) -> str:
        """Where they take part from home; empty for who has no seat."""
        is_on = self.has_seat and not self.is_called_off and not self.is_over
        return self.congress.online_url if is_on else ""

    @property
    def own_workshops(self) -> frozenset[int]:
        """Those in which they have seats."""
        return frozenset(each.choice.seat_id for each in self.rounds if each.choice.seat_id)

    @property
    def awaited_workshops(self) -> frozenset[int]:
        """Those they wait for."""
        return frozenset(each.choice.first_choice_id for each in self.rounds if each.choice.in_line)


async def own(link: PersonalLink) -> Own | None:
    """What the link is a right to; None when nothing is kept of them. Raises NotFound for another version."""
    registration = await Registration.get_or_none(id=link.id).select_related("municipality")
    if registration is None or not registration.name:
        return None
    if link != link_of(registration.id, registration.link_version):
        raise NotFound
    congress = await Congress.get(id=registration.congress_id).select_related("edition", "municipality")
    programme, now = await congresses.programme_of(congress), clock.now()
    standing = await standings.standing_of(registration)
    standing.needs = await standings.needs_of(registration)
    return Own(
        standing=standing,
        programme=programme,
        municipality=registration.municipality,
        number=await standings.place_in_line(registration),
        rounds=_rounds(programme, standing, await standings.places_in_lines(standing.choices), now),
        now=now,
    )


def _rounds(
    programme: Programme, standing: Standing, numbers: Mapping[int, int], now: datetime
) -> list[OwnRound]:
    choices = {each.part_id: each for each in standing.choices}
    return [
        OwnRound(part, choice, numbers.get(choice.id, 0), now)
        for part in programme.rounds
        if (choice := choices.get(part.part.id))
    ]


async def kept_of(shown: Own) -> dict[str, Any]:
    """Everything that is kept of a party (AVG art. 15 and 20). Any: plain JSON."""
    registration, congress, party = shown.registration, shown.congress, shown.standing.party
    audience = vocabulary().congress_audiences.get(party.audience)
    events = await RegistrationEvent.filter(registration_id=registration.id).order_by("id")
    return {
        "congres": congress.title,
        "bladzijde": links.url("congress", slug=congress.slug),
        "begint": _moment(congress.starts_at),
        "eindigt": _moment(congress.ends_at),
        "stand": _(words.STATES[registration.state]),
        "naam": party.name,
        "e-mailadres": party.email,
        "wie": audience.label if audience else party.audience,
        "organisatie": party.organisation,
        "functie": party.role,
        "gemeente": shown.municipality.name if shown.municipality else None,
        "waarom": party.wish,
        "uitnodigingscode gebruikt": registration.invitation_id is not None,
        "mensen": [_person(each) for each in shown.standing.attendees],
        "workshops": [_round(each) for each in shown.rounds],
        "nodig": _needs(shown),
        "taal": registration.language,
        "aangemeld door": registration.source.value,
        "aangemeld op": _moment(registration.created_at),
        "stoel sinds": _moment(registration.confirmed_at),
        "stoel vastgehouden tot": _moment(registration.offered_until),
        "gewijzigd op": _moment(registration.changed_at),
        "beeindigd op": _moment(registration.ended_at),
        "wat er gebeurde": [
            {"wat": _(words.DECISIONS[each.decision]), "waarom": each.reason, "op": _moment(each.at)}
            for each in events
        ],
    }


def _person(attendee: Attendee) -> dict[str, Any]:
    return {
        "naam": attendee.name,
        "komt mee om te helpen": attendee.is_companion,
        "binnengekomen op": _moment(attendee.arrived_at),
    }


def _round(each: OwnRound) -> dict[str, Any]:
    seat, choice = each.seat, each.choice
    titles = {workshop.id: workshop.title for workshop in each.part.workshops}
    return {
        "ronde": each.part.number,
        "eerste keus": titles.get(choice.first_choice_id),
        "tweede keus": titles.get(choice.second_choice_id or 0),
        "plek in": seat.title if seat else None,
        "nummer in de rij": each.number or None,
    }


def _needs(shown: Own) -> dict[str, Any] | None:
    known = shown.standing.needs
    if known is None:
        return None
    return {
        "eten": [_(needs.DIETS[each]) for each in known.diets if each in needs.DIETS],
        "toegankelijkheid": [_(needs.ACCESS[each]) for each in known.access if each in needs.ACCESS],
        "opmerking": known.remark,
        "toestemming gezegd op": _moment(known.consented_at),
    }


def _moment(moment: datetime | None) -> str | None:
    return clock.local(moment).isoformat() if moment else None
