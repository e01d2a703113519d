"""What must be true of the seats of congresses and of workshops at every moment."""

from collections import Counter
from collections.abc import Iterator, Sequence

from weekplanner.congress.models.congresses import Congress, CongressState, Workshop
from weekplanner.congress.models.entrance import CheckIn
from weekplanner.congress.models.registrations import (
    LIVE,
    Attendee,
    Registration,
    RegistrationState,
    Source,
    WorkshopChoice,
)
from weekplanner.congress.models.seats import CongressInvitation, Seats
from weekplanner.core import clock
from weekplanner.mailer.models import OutboxMessage

ENTERED = ("congress_confirmed", "congress_waiting", "congress_requested")


async def what_is_wrong_with_congresses(*, has_messages: bool = True) -> list[str]:
    """Every place where one thing that is kept of a congress says something else than another.

    What messages said is forgotten 30 days after they went; then `has_messages` is false.
    """
    found: list[str] = []
    for seats in await Seats.all().select_related("congress").order_by("id"):
        congress = seats.congress
        parties = await Registration.filter(congress_id=congress.id).order_by("id")
        invitations = await CongressInvitation.filter(congress_id=congress.id)
        attendees = await Attendee.filter(congress_id=congress.id)
        choices = await WorkshopChoice.filter(registration__congress_id=congress.id).order_by("id")
        workshops = await Workshop.filter(part__congress_id=congress.id)
        found += [
            f"{congress.slug}: {problem}"
            for problem in (
                *_of_seats(seats, parties, invitations),
                *_of_line(congress, seats, parties),
                *_of_people(parties, attendees),
                *_of_invitations(parties, invitations),
                *_of_workshops(congress, workshops, parties, choices),
                *await _of_doors(seats, attendees),
                *(await _of_messages(parties) if has_messages else ()),
            )
        ]
    return found


def _people(parties: Sequence[Registration], state: RegistrationState) -> int:
    return sum(each.people for each in parties if each.state is state)


def _of_seats(
    seats: Seats, parties: Sequence[Registration], invitations: Sequence[CongressInvitation]
) -> Iterator[str]:
    counted = (seats.taken, seats.held, seats.reserved, seats.waiting)
    are = (
        _people(parties, RegistrationState.CONFIRMED),
        _people(parties, RegistrationState.OFFERED),
        sum(each.left for each in invitations),
        sum(each.state is RegistrationState.WAITING for each in parties),
    )
    if counted != are:
        yield f"counts {counted}, there are {are}"
    if seats.spoken_for > seats.ceiling:
        yield f"{seats.spoken_for} seats are spoken for, at most {seats.ceiling}"
    for key, times in Counter(each.address_key for each in parties if each.state in LIVE).items():
        if times > 1:
            yield f"{key} is on the list {times} times"


def _of_line(congress: Congress, seats: Seats, parties: Sequence[Registration]) -> Iterator[str]:
    """Nobody waits whose whole party fits, as long as there is something to wait for."""
    if congress.state is not CongressState.PUBLISHED or clock.now() >= congress.starts_at:
        return
    for each in parties:
        if each.state is RegistrationState.WAITING and each.people <= seats.free:
            yield f"party {each.id} of {each.people} waits, and {seats.free} seats are free"


def _of_people(parties: Sequence[Registration], attendees: Sequence[Attendee]) -> Iterator[str]:
    people = Counter(each.registration_id for each in attendees)
    for each in parties:
        if people[each.id] != each.people:
            yield f"party {each.id} has {each.people} seats and {people[each.id]} people"


def _of_invitations(
    parties: Sequence[Registration], invitations: Sequence[CongressInvitation]
) -> Iterator[str]:
    used = Counter[int]()
    for each in parties:
        if each.invitation_id is not None and each.state is RegistrationState.CONFIRMED:
            used[each.invitation_id] += each.people
    for invitation in invitations:
        if invitation.used != used[invitation.id]:
            yield f"invitation {invitation.id} says {invitation.used}, {used[invitation.id]} came by it"


def _of_workshops(
    congress: Congress,
    workshops: Sequence[Workshop],
    parties: Sequence[Registration],
    choices: Sequence[WorkshopChoice],
) -> Iterator[str]:
    people = {each.id: each.people for each in parties}
    confirmed = {each.id for each in parties if each.state is RegistrationState.CONFIRMED}
    for choice in choices:
        has_something = choice.seat_id is not None or choice.in_line
        if has_something and choice.registration_id not in confirmed:
            yield f"choice {choice.id} has a seat or waits, and its party has no seat"
        if not has_something and choice.registration_id in confirmed:
            continue  # it declined, or its offer ended
    goes_on = congress.state is CongressState.PUBLISHED and clock.now() < congress.starts_at
    for workshop in workshops:
        own = [each for each in choices if workshop.id in (each.first_choice_id, each.seat_id)]
        in_line = [each for each in own if each.first_choice_id == workshop.id and each.in_line]
        are = (
            sum(people[each.registration_id] for each in own if each.seat_id == workshop.id),
            sum(people[each.registration_id] for each in in_line if each.offered_until is not None),
            sum(each.offered_until is None for each in in_line),
        )
        if (workshop.taken, workshop.held, workshop.waiting) != are:
            counted = (workshop.taken, workshop.held, workshop.waiting)
            yield f"workshop {workshop.id} counts {counted}, there are {are}"
        for each in in_line:
            fits = people[each.registration_id] <= workshop.free
            if each.offered_until is None and fits and goes_on:
                yield f"choice {each.id} waits for workshop {workshop.id}, and fits"


async def _of_doors(seats: Seats, attendees: Sequence[Attendee]) -> list[str]:
    arrived = sum(each.arrived_at is not None for each in attendees)
    problems = [] if seats.arrived == arrived else [f"counts {seats.arrived} inside, there are {arrived}"]
    first = Counter(
        each.attendee_id for each in await CheckIn.filter(congress_id=seats.congress_id, is_again=False)
    )
    return problems + [
        f"attendee {each.id} came in first {first[each.id]} times"
        for each in attendees
        if first[each.id] != int(each.arrived_at is not None)
    ]


async def _of_messages(parties: Sequence[Registration]) -> list[str]:
    """Who signed up was told exactly once where they stand."""
    rows = await OutboxMessage.filter(kind__in=ENTERED).only("id", "kind", "values")
    told = Counter(row.values["registration"] for row in rows if not row.values.get("has_waited"))
    wrong = []
    for each in parties:
        expected = 0 if each.source is Source.DOOR else 1
        if told[each.id] < expected:
            wrong.append(f"party {each.id} was never told where it stands")
    return wrong
