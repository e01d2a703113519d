"""One party for the team: its people, its workshops, what was decided and by whom, and what it needs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.congress import codes, rights
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.registrations import (
    Attendee,
    Decision,
    Needs,
    Registration,
    RegistrationEvent,
    WorkshopChoice,
)
from weekplanner.congress.queries.attendees import numbers_in_line
from weekplanner.congress.queries.standings import attendees_of, needs_of
from weekplanner.core.errors import NotFound


@dataclass(frozen=True)
class Guest:
    """One person of a party, with the code under the ticket."""

    attendee: Attendee
    code: str


@dataclass(frozen=True)
class Step:
    """Something that was decided about a party; `who` is empty for what it did itself or went by itself."""

    decision: Decision
    at: datetime
    reason: str
    workshop: str
    who: str


@dataclass(frozen=True)
class WholeParty:
    """A party with all that the team may know of it."""

    registration: Registration
    guests: Sequence[Guest]
    choices: Sequence[WorkshopChoice]
    """In the order of the programme, with their workshops."""
    steps: Sequence[Step]
    """The latest first."""
    number: int | None
    """In line for a seat."""
    needs: Needs | None
    """None too for who may not see it."""


async def party_at(congress: Congress, registration_id: int, *, actor: Person) -> WholeParty:
    """A party of a congress; raises NotFound for who may not see who comes."""
    if not rights.may_see_congress_desk(actor):
        raise NotFound
    of = Registration.filter(id=registration_id, congress_id=congress.id)
    registration = await of.select_related("municipality", "invitation").first()
    if registration is None:
        raise NotFound
    attendees = await attendees_of(registration)
    numbers = await numbers_in_line(congress.id, [registration.id])
    return WholeParty(
        registration,
        [Guest(each, codes.ticket_code(each.id, each.ticket_version)) for each in attendees],
        await _choices(registration),
        await _steps(registration),
        numbers.get(registration.id),
        await needs_of(registration) if rights.may_keep_attendees(actor) else None,
    )


async def _choices(registration: Registration) -> list[WorkshopChoice]:
    choices = WorkshopChoice.filter(registration_id=registration.id).order_by("part__starts_at", "part_id")
    return await choices.select_related("part", "first_choice", "second_choice", "seat")


async def _steps(registration: Registration) -> list[Step]:
    events = RegistrationEvent.filter(registration_id=registration.id).order_by("-id")
    return [
        Step(
            each.decision,
            each.at,
            each.reason,
            each.workshop.title if each.workshop else "",
            (each.account.name or each.account.email) if each.account else "",
        )
        for each in await events.select_related("workshop", "account")
    ]
