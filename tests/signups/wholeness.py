"""Whether what is kept of places and guests is whole: counters, lines, listing and messages agree."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from weekplanner.core import clock
from weekplanner.events.models import Activity, Occurrence, OccurrenceState, State
from weekplanner.listing.models import Entry
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState

ENTERED = ("signup_confirmed", "signup_waiting")


async def what_is_wrong_with_places() -> list[str]:
    """Every place where one thing that is kept of sign-ups says something else than another."""
    parties: dict[int, list[SignUp]] = defaultdict(list)
    for each in await SignUp.all().order_by("id"):
        parties[each.occurrence_id].append(each)
    occurrences = {each.id: each for each in await Occurrence.all()}
    activities = {each.id: each for each in await Activity.all()}
    listed = {entry.source_id: entry for entry in await Entry.all()}
    found: list[str] = []
    for places in await Places.all().order_by("id"):
        occurrence = occurrences[places.occurrence_id]
        live = [each for each in parties[occurrence.id] if each.state is not SignUpState.CANCELLED]
        found += [
            f"occurrence {occurrence.id}: {problem}"
            for problem in (
                *_of_counters(places, live),
                *_of_waiting(places, live),
                *_of_organiser(places, occurrence, activities[occurrence.activity_id]),
                *_of_listing(places, listed[occurrence.id]),
            )
        ]
    return found + await _of_messages()


def _of_counters(places: Places, live: Sequence[SignUp]) -> Iterator[str]:
    people = sum(each.people for each in live if each.state is SignUpState.PLACED)
    waiting = sum(each.state is SignUpState.WAITING for each in live)
    if (places.taken, places.waiting) != (people, waiting):
        yield f"counts {places.taken} and {places.waiting}, there are {people} and {waiting}"
    if places.capacity is not None and people > (places.ceiling or 0):
        yield f"{people} people for {places.capacity} places, at most {places.ceiling}"
    for key, times in Counter(each.guest_key for each in live).items():
        if times > 1:
            yield f"{key} is on the list {times} times"


def _of_waiting(places: Places, live: Sequence[SignUp]) -> Iterator[str]:
    """Nobody waits whose whole party fits, as long as there is something to wait for."""
    if places.state is PlacesState.CALLED_OFF or clock.now() >= places.starts_at:
        return
    for each in live:
        fits = places.capacity is None or places.taken + each.people <= places.capacity
        if each.state is SignUpState.WAITING and fits:
            yield f"{each.people} people wait and fit: {places.taken} of {places.capacity} are taken"


def _of_organiser(places: Places, occurrence: Occurrence, activity: Activity) -> Iterator[str]:
    if (places.capacity, places.starts_at) != (occurrence.capacity, occurrence.starts_at):
        yield "the organiser said something else"
    goes_on = activity.state is State.PUBLISHED and occurrence.state is OccurrenceState.SCHEDULED
    if goes_on == (places.state is PlacesState.CALLED_OFF):
        yield f"it goes on: {goes_on}, and places are {places.state}"


def _of_listing(places: Places, entry: Entry) -> Iterator[str]:
    free = None
    if places.state is PlacesState.OPEN and places.capacity is not None:
        free = max(0, places.capacity - places.taken)
    if entry.places_free != free:
        yield f"the listing says that {entry.places_free} places are free, and {free} are"


async def _of_messages() -> list[str]:
    """Who can be reached was told once that they are on the list."""
    told = Counter(
        row.values["sign_up"] for row in await OutboxMessage.filter(kind__in=ENTERED).only("id", "values")
    )
    reached = {each.id for each in await SignUp.all() if each.reached_at}
    wrong = {number: told[number] for number in {*reached, *told} if told[number] != int(number in reached)}
    return [f"sign-up {number} was confirmed {times} times" for number, times in sorted(wrong.items())]
