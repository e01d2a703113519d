"""Seats in workshops, under the lock of the hall: a full first choice gives the second, and a place in line.

What becomes free is offered to who waits longest and fits whole. Who accepts leaves the second choice, so
one free seat may move several parties.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from weekplanner.congress import plans
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.congresses import Workshop
from weekplanner.congress.models.registrations import Decision, Registration, WorkshopChoice
from weekplanner.congress.operations.hall import Hall, move_workshop, note, saved, tell, with_workshops
from weekplanner.congress.queries.standings import standing_of
from weekplanner.congress.values import Choice
from weekplanner.core import db
from weekplanner.core.errors import Refused
from weekplanner.core.texts import gettext as _
from weekplanner.mailer import schedule

_FIRST_IN_LINE = """
SELECT c.* FROM workshop_choice c JOIN registration r ON r.id = c.registration_id
WHERE c.first_choice_id = ? AND c.in_line AND c.offered_until IS NULL AND r.people <= ?
ORDER BY c.lined_up_at, c.id LIMIT 1
"""


class NoSuchWorkshop(Refused):
    """It was taken off the programme since the form was made."""

    message = "Deze workshop is er niet meer. Kies opnieuw."


class SameWorkshop(Refused):
    """A second choice that is the first says nothing."""

    message = "Kies als tweede keus een andere workshop, of laat die leeg."


class WorkshopTooSmall(Refused):
    """A group that grows needs seats in its workshops too."""

    def __init__(self, workshop: Workshop) -> None:
        words = _("In ‘%(title)s’ is geen plek voor zoveel mensen. Kies een andere workshop.")
        super().__init__(words % {"title": workshop.title}, field="others")


def check_choices(hall: Hall, choices: Sequence[Choice]) -> None:
    """Raise NoSuchWorkshop or SameWorkshop for what is not in the programme; the hall has its workshops."""
    for choice in choices:
        wanted = [
            choice.first_choice_id,
            *([choice.second_choice_id] if choice.second_choice_id is not None else []),
        ]
        if len(set(wanted)) < len(wanted):
            raise SameWorkshop
        for workshop_id in wanted:
            workshop = hall.workshops.get(workshop_id)
            if workshop is None or workshop.part_id != choice.part_id:
                raise NoSuchWorkshop
    if len({choice.part_id for choice in choices}) < len(choices):
        raise NoSuchWorkshop


async def seat_party(hall: Hall, registration: Registration, choices: Sequence[WorkshopChoice]) -> None:
    """Give a party that has a seat in the hall its seats in the workshops, and a place in line for the rest.

    The choices are not saved here. The hall has its workshops.
    """
    await seat_parties(hall, [(registration, choices)])


async def seat_parties(hall: Hall, parties: Iterable[tuple[Registration, Sequence[WorkshopChoice]]]) -> None:
    """The same for several, one after the other, with one statement for each workshop that changes."""
    taken, waiting = Counter[int](), Counter[int]()

    def has_room(workshop: Workshop, people: int) -> bool:
        return taken[workshop.id] + people <= workshop.free

    for registration, choices in parties:
        people = registration.people
        for choice in choices:
            first = hall.workshops[choice.first_choice_id]
            second = hall.workshops[choice.second_choice_id] if choice.second_choice_id is not None else None
            if not has_room(first, people):
                choice.in_line, choice.lined_up_at = True, hall.now
                waiting[first.id] += 1
            seat = next((each for each in (first, second) if each and has_room(each, people)), None)
            if seat is not None:
                choice.seat_id = seat.id
                taken[seat.id] += people
    for workshop_id in sorted(taken.keys() | waiting.keys()):
        workshop = hall.workshops[workshop_id]
        await move_workshop(workshop, taken=taken[workshop_id], waiting=waiting[workshop_id])


async def leave_all(hall: Hall, registration: Registration, choices: Iterable[WorkshopChoice]) -> None:
    """Take a party out of its workshops and lines; `offer_workshops` follows. Saves the choices."""
    for choice in choices:
        await _leave_line(hall, choice, registration.people)
        if choice.seat_id is not None:
            await move_workshop(hall.workshops[choice.seat_id], taken=-registration.people)
            choice.seat_id = None
        await save_choice(choice)


async def resize(hall: Hall, registration: Registration, choice: WorkshopChoice, more: int) -> None:
    """Let a party of more, or fewer, people keep what it has in a round; raises WorkshopTooSmall.

    An offer that has no room for so many is taken back: the party keeps its place in line.
    """
    if choice.seat_id is not None:
        seat = hall.workshops[choice.seat_id]
        if more > seat.free:
            raise WorkshopTooSmall(seat)
        await move_workshop(seat, taken=more)
    if choice.offered_until is None:
        return
    first = hall.workshops[choice.first_choice_id]
    if more <= first.free:
        await move_workshop(first, held=more)
        return
    await move_workshop(first, held=-registration.people, waiting=1)
    choice.offered_until = None
    await save_choice(choice)


async def offer_workshops(hall: Hall) -> None:
    """Offer free seats to who waits longest and fits whole; on the day itself they are theirs at once.

    Ends, since each round takes somebody out of a line or keeps a seat for them.
    """
    if not hall.workshops:
        await with_workshops(hall)
    while hall.goes_on:
        found = await _somebody_who_fits(hall)
        if found is None:
            return
        workshop, choice = found
        registration = await Registration.get(id=choice.registration_id)
        if hall.congress.is_its_day(hall.now):
            await _move_over(hall, registration, choice, waiting=-1)
            await note(hall, registration, Decision.WORKSHOP_SEATED, workshop_id=workshop.id)
            await tell_seated(hall, registration)
        else:
            await _offer(hall, registration, choice, workshop)


async def take_offer(hall: Hall, registration: Registration, choice: WorkshopChoice) -> None:
    """Let a party have the seats of its first choice that are kept for it, also when that has fewer since.

    `offer_workshops` follows.
    """
    await _move_over(hall, registration, choice, held=-registration.people)


async def give_up_line(hall: Hall, registration: Registration, choice: WorkshopChoice) -> None:
    """Let a party keep what it has, and wait no longer; `offer_workshops` follows."""
    await _leave_line(hall, choice, registration.people)
    await save_choice(choice)


async def tell_seated(hall: Hall, registration: Registration) -> None:
    """Tell a party that it is in another workshop now, with the ticket and the invitation as they are."""
    registration.sequence += 1
    await saved(hall, registration, ["sequence"])
    await tell(hall, messages.changed(hall.congress, await standing_of(registration), hall.workshops))


async def save_choice(choice: WorkshopChoice) -> None:
    """Write a choice in a new version: an offer made for the former one ends nothing any more."""
    choice.version += 1
    await choice.save()


async def _somebody_who_fits(hall: Hall) -> tuple[Workshop, WorkshopChoice] | None:
    for workshop in hall.workshops.values():
        if workshop.waiting and workshop.free:
            found = await db.read(WorkshopChoice, _FIRST_IN_LINE, (workshop.id, workshop.free))
            if found:
                return workshop, found[0]
    return None


async def _sit_down(choice: WorkshopChoice, workshop: Workshop, people: int) -> None:
    await move_workshop(workshop, taken=people)
    choice.seat_id = workshop.id


async def _offer(hall: Hall, registration: Registration, choice: WorkshopChoice, workshop: Workshop) -> None:
    await move_workshop(workshop, held=registration.people, waiting=-1)
    choice.offered_until = plans.answer_until(hall.congress, hall.now)
    await save_choice(choice)
    await note(hall, registration, Decision.WORKSHOP_OFFERED, workshop_id=workshop.id)
    await schedule.plan([plans.workshop_offer_ends(choice)])
    standing = await standing_of(registration)
    await tell(hall, messages.workshop_offered(hall.congress, standing, choice, hall.workshops))


async def _move_over(
    hall: Hall, registration: Registration, choice: WorkshopChoice, *, held: int = 0, waiting: int = 0
) -> None:
    """From the second choice to the first, where in the same step so many fewer are held or wait."""
    if choice.seat_id is not None:
        await move_workshop(hall.workshops[choice.seat_id], taken=-registration.people)
    first = hall.workshops[choice.first_choice_id]
    await move_workshop(first, taken=registration.people, held=held, waiting=waiting)
    choice.seat_id, choice.in_line, choice.offered_until = first.id, False, None
    await save_choice(choice)


async def _leave_line(hall: Hall, choice: WorkshopChoice, people: int) -> None:
    if not choice.in_line:
        return
    first = hall.workshops[choice.first_choice_id]
    if choice.offered_until is not None:
        await move_workshop(first, held=-people)
    else:
        await move_workshop(first, waiting=-1)
    choice.in_line, choice.offered_until = False, None
