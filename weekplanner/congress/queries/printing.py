"""Who comes to a congress, in the order in which names are looked up on paper."""

from collections.abc import Iterable, Sequence

from tortoise.queryset import QuerySet

from weekplanner.congress.models.registrations import (
    Attendee,
    Registration,
    RegistrationState,
    WorkshopChoice,
)
from weekplanner.congress.paper.people import PrintedPerson
from weekplanner.congress.values import Standing


async def number_of_people(congress_id: int) -> int:
    """How many have a seat."""
    return await _with_a_seat(congress_id).count()


async def everybody(congress_id: int) -> list[PrintedPerson]:
    """All who have a seat."""
    found = await _with_a_seat(congress_id).order_by("is_companion", "id").select_related("registration")
    return _sorted(person for _registration, person in _printed(found))


async def of_round(congress_id: int, part_id: int) -> dict[int, list[PrintedPerson]]:
    """All who have a seat in a workshop of a round, by the id of the workshop."""
    seats = dict(
        await WorkshopChoice.filter(part_id=part_id, seat_id__isnull=False).values_list(
            "registration_id", "seat_id"
        )
    )
    found = await _with_a_seat(congress_id).order_by("is_companion", "id").select_related("registration")
    people: dict[int, list[PrintedPerson]] = {}
    for registration, person in _printed(found):
        if registration.id in seats:
            people.setdefault(seats[registration.id], []).append(person)
    return {workshop_id: _sorted(each) for workshop_id, each in people.items()}


def of_party(standing: Standing) -> list[PrintedPerson]:
    """The people of one party, in their own order."""
    return [
        PrintedPerson.of(each, standing.registration, is_first=number == 0)
        for number, each in enumerate(standing.attendees)
    ]


def _with_a_seat(congress_id: int) -> QuerySet[Attendee]:
    return Attendee.filter(congress_id=congress_id, registration__state=RegistrationState.CONFIRMED)


def _printed(attendees: Sequence[Attendee]) -> Iterable[tuple[Registration, PrintedPerson]]:
    """With the party of each; the first of a party comes before the others."""
    seen: set[int] = set()
    for each in attendees:
        is_first = each.registration_id not in seen
        seen.add(each.registration_id)
        yield each.registration, PrintedPerson.of(each, each.registration, is_first=is_first)


def _sorted(people: Iterable[PrintedPerson]) -> list[PrintedPerson]:
    return sorted(people, key=lambda each: each.looked_up_by)
