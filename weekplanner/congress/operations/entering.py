"""Writing down parties that sign up, as many as come together: people, needs, seats, workshops, messages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.registrations import (
    Attendee,
    Needs,
    Registration,
    RegistrationState,
    WorkshopChoice,
)
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.congress.operations import workshops
from weekplanner.congress.operations.hall import Hall, move_seats
from weekplanner.congress.values import Choice, NeedsValues, Party, Standing
from weekplanner.core import db
from weekplanner.mailer import outbox


@dataclass(frozen=True)
class NewParty:
    """A party that is about to be written down, with the seats that were kept for its code, if it has one."""

    party: Party
    registration: Registration
    invitation: CongressInvitation | None = None
    number: int = 0
    """Its place in line, if it waits."""


async def enter(hall: Hall, parties: Sequence[NewParty]) -> None:
    """Write them down and tell them; the hall has its workshops when anybody chose some.

    Their seats were looked for before: each has the state that it comes to.
    """
    if not parties:
        return
    registrations = [each.registration for each in parties]
    await db.insert_many(registrations)
    attendees = [attendee for each in parties for attendee in people_of(each.registration, each.party.names)]
    await db.insert_many(attendees)
    await db.insert_many(
        [needs_for(hall, each.registration, each.party.needs) for each in parties if each.party.needs]
    )
    await _count(hall, parties)
    choices = {each.registration.id: choices_for(each.registration, each.party.choices) for each in parties}
    seated = [each for each in registrations if each.state is RegistrationState.CONFIRMED]
    await workshops.seat_parties(hall, [(each, choices[each.id]) for each in seated])
    await db.insert_many([choice for own in choices.values() for choice in own])
    hall.told += await outbox.put_many(
        [
            messages.entered(
                hall.congress,
                Standing(
                    each.registration,
                    [one for one in attendees if one.registration_id == each.registration.id],
                    choices[each.registration.id],
                ),
                hall.workshops,
                number=each.number,
            )
            for each in parties
        ]
    )


def people_of(registration: Registration, names: Sequence[tuple[str, bool]]) -> list[Attendee]:
    """The people of a party, in their order."""
    return [
        Attendee(
            congress_id=registration.congress_id,
            registration_id=registration.id,
            name=name,
            is_companion=is_companion,
        )
        for name, is_companion in names
    ]


def needs_for(hall: Hall, registration: Registration, needs: NeedsValues) -> Needs:
    """What somebody of a party needs, who agreed now that the team knows."""
    return Needs(
        registration_id=registration.id,
        diets=list(needs.diets),
        access=list(needs.access),
        remark=needs.remark,
        consented_at=hall.now,
    )


def choices_for(registration: Registration, choices: Iterable[Choice]) -> list[WorkshopChoice]:
    """What a party chose, before it has a seat there."""
    return [
        WorkshopChoice(
            registration_id=registration.id,
            part_id=each.part_id,
            first_choice_id=each.first_choice_id,
            second_choice_id=each.second_choice_id,
        )
        for each in choices
    ]


async def use_seats(hall: Hall, invitation: CongressInvitation, people: int) -> None:
    """Let a party have seats that were kept for the code."""
    await CongressInvitation.filter(id=invitation.id).update(used=invitation.used + people)
    await move_seats(hall, taken=people, reserved=-people)


async def _count(hall: Hall, parties: Sequence[NewParty]) -> None:
    for each in parties:
        if each.invitation is not None:
            await use_seats(hall, each.invitation, each.registration.people)
    own = [each.registration for each in parties if each.invitation is None]
    taken = sum(each.people for each in own if each.state is RegistrationState.CONFIRMED)
    waiting = sum(each.state is RegistrationState.WAITING for each in own)
    if taken or waiting:
        await move_seats(hall, taken=taken, waiting=waiting)
