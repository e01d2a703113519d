"""What organisers and reviewers do in a season: move, change and call off, keep their list, and write."""

from collections.abc import Callable
from dataclasses import replace
from datetime import time

from rehearsal.guests import guest
from rehearsal.world import NothingToDo, World, organiser_of
from weekplanner.accounts.people import SYSTEM, Person
from weekplanner.core import clock
from weekplanner.demo.guests import PHONES
from weekplanner.editions import queries as editions
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.operations.cancelling import cancel_activity, cancel_occurrence
from weekplanner.events.operations.confirming import confirm_by_link
from weekplanner.events.operations.editing import edit_activity
from weekplanner.events.operations.review import publish_activity, withdraw_activity
from weekplanner.events.operations.steps import stored_values
from weekplanner.events.values import OccurrenceValues
from weekplanner.signups.models import Places, PlacesState, SignUp
from weekplanner.signups.operations.changing import change_guest, note_called, remove_guest
from weekplanner.signups.operations.entering import add_guest
from weekplanner.signups.operations.writing import write_to_guests
from weekplanner.signups.values import Guest

STILL_RIGHT = "klopt"
"""The purpose of the link in “Klopt dit nog?”."""
GOES_ON = (PlacesState.OPEN, PlacesState.LIST_ONLY)


async def move(world: World) -> None:
    """Begin at another time, now and then on another day."""
    places, activity, organiser = await _with_guests(world)
    edition = await editions.by_year(activity.edition.year)
    days = [day for day in edition.days() if day > clock.today()] or edition.days()[-1:]
    minute = world.chance.randrange(8 * 60, 20 * 60)
    day = clock.local(places.starts_at).date() if world.chance.random() < 0.7 else world.chance.choice(days)
    begins_at = clock.moment(day, time(*divmod(minute, 60)))
    if begins_at <= clock.now():
        raise NothingToDo

    def moved(each: OccurrenceValues) -> OccurrenceValues:
        return replace(each, starts_at=begins_at, ends_at=begins_at + (each.ends_at - each.starts_at))

    await _edit(activity, organiser, of={places.occurrence_id: moved})


async def go_elsewhere(world: World) -> None:
    """Meet in another room, and say so in another title now and then."""
    _places, activity, organiser = await _with_guests(world)
    number = next(world.numbers)
    values = await stored_values(activity)
    title = values.title if number % 3 else f"{values.title[:60]} ({number})"
    wanted = replace(values, venue=f"Zaal {number}", title=title)
    await edit_activity(activity.id, wanted, version=activity.version, actor=organiser)


async def go_and_come_back(world: World) -> None:
    """Change something, and take it back before anybody heard."""
    _places, activity, organiser = await _with_guests(world)
    values = await stored_values(activity)
    wanted = replace(values, venue=f"Tent {next(world.numbers)}")
    activity = await edit_activity(activity.id, wanted, version=activity.version, actor=organiser)
    await edit_activity(activity.id, values, version=activity.version, actor=organiser)


async def make_room(world: World) -> None:
    """Have more, or fewer, places."""
    places, activity, organiser = await _with_guests(world)
    capacity = max(1, places.taken + world.chance.randint(-3, 6))
    await _edit(activity, organiser, of={places.occurrence_id: lambda each: replace(each, capacity=capacity)})


async def call_off(world: World) -> None:
    """Let all of it, or one time of several, not go on."""
    places, activity, organiser = await _with_guests(world)
    there = await Occurrence.filter(activity_id=activity.id).count()
    apology = "De kok is ziek. Het spijt ons."
    if there > 1:
        await cancel_occurrence(
            activity.id, places.occurrence_id, apology, version=activity.version, actor=organiser
        )
    else:
        await cancel_activity(activity.id, apology, version=activity.version, actor=organiser)


async def take_down(world: World) -> None:
    """A reviewer takes something off the site."""
    _places, activity, _organiser = await _with_guests(world)
    await withdraw_activity(activity.id, "Dit past niet op de site.", version=activity.version, actor=SYSTEM)


async def publish(world: World) -> None:
    """A reviewer publishes what waited."""
    activity = await world.one_of(Activity.filter(state=State.SUBMITTED))
    await publish_activity(activity.id, version=activity.version, actor=SYSTEM)


async def confirm(world: World) -> None:
    """Say that all is still right, by the link from the mail."""
    link = world.link(STILL_RIGHT)
    activity = await world.one_of(Activity.filter(id=link.id))
    await confirm_by_link(link, version=activity.version)


async def answer_telephone(world: World) -> None:
    """Put somebody on the list who telephoned."""
    places = await world.places(*GOES_ON)
    activity = await _activity(places)
    found = replace(guest(world), phone=world.chance.choice(PHONES))
    if world.chance.random() < 0.3:
        found = replace(found, email=f"beller-{next(world.numbers)}@example.org")
    organiser = await organiser_of(activity)
    await add_guest(places.occurrence_id, found, request_key=f"season-{next(world.numbers)}", actor=organiser)


async def keep_list(world: World) -> None:
    """Change or end somebody's sign-up for them, or call them."""
    sign_up = await world.one_of(SignUp.filter(state__in=["placed", "waiting"]))
    activity = await _activity(await Places.get(occurrence_id=sign_up.occurrence_id))
    organiser = await organiser_of(activity)
    if sign_up.to_call_about:
        await note_called(sign_up.id, sign_up.to_call_about, actor=organiser)
    elif world.chance.random() < 0.5:
        await remove_guest(sign_up.id, version=sign_up.version, must_call=False, actor=organiser)
    else:
        wanted = replace(Guest.of(sign_up), people=world.chance.randint(1, 3))
        await change_guest(sign_up.id, wanted, version=sign_up.version, actor=organiser)


async def write(world: World) -> None:
    """Write to all guests, of one time or of all."""
    places, activity, organiser = await _with_guests(world)
    number = next(world.numbers)
    await write_to_guests(
        activity.id,
        f"Neemt u een eigen mok mee? Dit is bericht {number}.",
        occurrence_id=places.occurrence_id if number % 2 else None,
        to_waiting=number % 3 == 0,
        request_key=f"season-{number}",
        actor=organiser,
    )


async def _with_guests(world: World) -> tuple[Places, Activity, Person]:
    """Places at what is to come that somebody has, what they are for, and whose it is."""
    places = await world.one_of(Places.filter(state__in=GOES_ON, starts_at__gt=clock.now(), taken__gt=0))
    activity = await _activity(places)
    return places, activity, await organiser_of(activity)


async def _activity(places: Places) -> Activity:
    return await Activity.get(id=places.activity_id).select_related("edition")


async def _edit(
    activity: Activity, organiser: Person, *, of: dict[int, Callable[[OccurrenceValues], OccurrenceValues]]
) -> None:
    """Change these occurrences, by their id."""
    values = await stored_values(activity)
    occurrences = tuple(of[each.id](each) if each.id in of else each for each in values.occurrences)
    wanted = replace(values, occurrences=occurrences)
    await edit_activity(activity.id, wanted, version=activity.version, actor=organiser)
