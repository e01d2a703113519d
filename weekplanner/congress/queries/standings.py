"""Parties with all that belongs to them."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

from tortoise.expressions import Q

from weekplanner.congress.models.registrations import (
    Attendee,
    Needs,
    Registration,
    RegistrationState,
    WorkshopChoice,
)
from weekplanner.congress.values import Standing
from weekplanner.core import db

Row = TypeVar("Row", Attendee, WorkshopChoice)

_CHOICES = """
SELECT c.* FROM workshop_choice c JOIN congress_part p ON p.id = c.part_id
WHERE c.registration_id = ? ORDER BY p.starts_at, p.id
"""


async def choices_of(registration: Registration) -> list[WorkshopChoice]:
    """What a party wants in each round, in the order of the programme."""
    return await db.read(WorkshopChoice, _CHOICES, (registration.id,))


async def attendees_of(registration: Registration) -> list[Attendee]:
    """The people of a party: who signed up first, who comes along to help last."""
    found = await Attendee.filter(registration_id=registration.id).order_by("id")
    return sorted(found, key=lambda each: each.is_companion)


async def standing_of(registration: Registration) -> Standing:
    """A party with its people and its workshops, without what it needs."""
    return Standing(registration, await attendees_of(registration), await choices_of(registration))


async def standing_with_needs(registration: Registration) -> Standing:
    """The same with what it needs, for who may see that."""
    standing = await standing_of(registration)
    standing.needs = await needs_of(registration)
    return standing


async def standings_of(registrations: Sequence[Registration]) -> list[Standing]:
    """The same for many, in a few statements."""
    ids = [each.id for each in registrations]
    attendees = _by_registration(
        await Attendee.filter(registration_id__in=ids).order_by("is_companion", "id")
    )
    choices = WorkshopChoice.filter(registration_id__in=ids).select_related("part")
    chosen = _by_registration(await choices.order_by("part__starts_at", "part_id"))
    return [Standing(each, attendees.get(each.id, []), chosen.get(each.id, [])) for each in registrations]


async def place_in_line(registration: Registration) -> int:
    """Of a party that waits: 1 for who comes first. 0 for any other."""
    if registration.state is not RegistrationState.WAITING:
        return 0
    ahead = Registration.filter(
        congress_id=registration.congress_id, state=RegistrationState.WAITING, id__lte=registration.id
    )
    return await ahead.count()


async def places_in_lines(choices: Sequence[WorkshopChoice]) -> dict[int, int]:
    """The place in line for each workshop that a party waits for, by the id of its choice."""
    return {each.id: await _place_in_line(each) for each in choices if each.in_line}


async def needs_of(registration: Registration) -> Needs | None:
    """What somebody of a party needs, if they said so and it is still known."""
    return await Needs.get_or_none(registration_id=registration.id)


async def _place_in_line(choice: WorkshopChoice) -> int:
    of = WorkshopChoice.filter(first_choice_id=choice.first_choice_id, in_line=True, offered_until=None)
    earlier = Q(lined_up_at__lt=choice.lined_up_at) | Q(lined_up_at=choice.lined_up_at, id__lt=choice.id)
    return 1 + await of.filter(earlier).count()


def _by_registration(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row.registration_id, []).append(row)
    return grouped
