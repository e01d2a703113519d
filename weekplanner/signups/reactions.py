"""What happens to places, and to who has one, when an activity changes: in the same transaction."""

from collections.abc import Iterable
from datetime import datetime

from weekplanner.core import clock
from weekplanner.events import wording
from weekplanner.events.facts import ActivityChanged, ActivityWritten
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.listing.models import Entry
from weekplanner.mailer import schedule
from weekplanner.signups import plans
from weekplanner.signups.models import Places, PlacesState
from weekplanner.signups.operations.places import entries_of, give_to_waiting, list_free
from weekplanner.signups.queries.places import known_otherwise
from weekplanner.signups.values import Facts

CAN_BE_PLANNED = (plans.GUESTS_REMINDER, plans.ORGANISER_DAY_BEFORE)


async def lock_places(fact: ActivityWritten) -> None:
    """Wait for who is signing up, who locks the places first, and then what is listed."""
    await Places.filter(activity_id=fact.activity_id).order_by("id").select_for_update().only("id")


async def follow_activity(fact: ActivityChanged) -> None:
    """Let there be places at every occurrence as its organiser says, and see to it that guests hear of it.

    What is compared is what is, and never what was done: it does not matter by which way it changed.
    """
    now = clock.now()
    activity = await Activity.get(id=fact.activity_id)
    occurrences = await Occurrence.filter(activity_id=activity.id).order_by("id")
    known = {each.occurrence_id: each for each in await Places.filter(activity_id=activity.id).order_by("id")}
    await _make(activity, [each for each in occurrences if each.id not in known], now=now)
    entries = await entries_of(each.id for each in occurrences)
    for occurrence in occurrences:
        places = known.get(occurrence.id)
        if places is not None:
            await _follow(places, activity, occurrence, entries[occurrence.id], now=now)
    for places in await Places.filter(activity_id=activity.id):
        await list_free(places, entries[places.occurrence_id])


async def _make(activity: Activity, occurrences: Iterable[Occurrence], *, now: datetime) -> None:
    """Places where there were none: of what was published just now, or added to it."""
    made = [
        Places(
            occurrence_id=each.id,
            activity_id=activity.id,
            state=_state(activity, each),
            starts_at=each.starts_at,
            capacity=each.capacity,
            ceiling=each.capacity,
        )
        for each in occurrences
    ]
    await Places.bulk_create(made)
    going_on = [each for each in made if each.state is not PlacesState.CALLED_OFF]
    await _plan_reminders(going_on, activity, now=now)


async def _follow(
    places: Places, activity: Activity, occurrence: Occurrence, entry: Entry, *, now: datetime
) -> None:
    state, was_off = _state(activity, occurrence), places.state is PlacesState.CALLED_OFF
    former_start = places.starts_at
    different = {
        name: value
        for name, value in (
            ("state", state),
            ("starts_at", occurrence.starts_at),
            ("capacity", occurrence.capacity),
        )
        if getattr(places, name) != value
    }
    if "capacity" in different:
        capacity = occurrence.capacity
        different["ceiling"] = None if capacity is None else max(capacity, places.taken)
    if different:
        places.update_from_dict(different)
        await places.save(update_fields=list(different))
    if state is PlacesState.CALLED_OFF:
        if not was_off:
            await _call_off(places, entry, now=now)
        return
    if "starts_at" in different:
        await _plan_reminders([places], activity, now=now)
    await _plan_notice(places, entry, former_start=former_start, now=now)
    await give_to_waiting(places, entry, now=now)


def _state(activity: Activity, occurrence: Occurrence) -> PlacesState:
    if activity.state is not State.PUBLISHED or not occurrence.is_scheduled:
        return PlacesState.CALLED_OFF
    return PlacesState.OPEN if wording.SIGN_UP_HERE in activity.join_ways else PlacesState.LIST_ONLY


async def _plan_reminders(made: Iterable[Places], activity: Activity, *, now: datetime) -> None:
    """For the day before; what would be past its moment is not told: it was published, or moved, just now."""
    every = [
        plan for places in made for plan in plans.reminders(places, organisation_id=activity.organisation_id)
    ]
    for kind in CAN_BE_PLANNED:
        await schedule.forget(
            kind, [each.subject_id for each in every if each.kind == kind and each.at <= now]
        )
    await schedule.plan(each for each in every if each.at > now)


async def _plan_notice(places: Places, entry: Entry, *, former_start: datetime, now: datetime) -> None:
    """Let guests hear what is different from what they know: as one notice, or at once.

    What was edited to and fro before anybody heard is told to nobody.
    """
    facts = Facts.of(entry)
    known = await known_otherwise(places, facts)
    if not known or now >= entry.ends_at:
        await schedule.forget(plans.OCCURRENCE_CHANGED, [places.occurrence_id])
        return
    first_start = min(former_start, facts.starts_at, *(each.starts_at for each in known))
    is_near = first_start - now < plans.TOLD_AT_ONCE_WITHIN
    if is_near and any(facts.is_elsewhere(each) for each in known):
        await schedule.plan([plans.change(places, entry, at=now)])
    else:
        await schedule.plan_unless_waiting(plans.change(places, entry, at=now + plans.EDITS_JOINED))


async def _call_off(places: Places, entry: Entry, *, now: datetime) -> None:
    """Nobody is reminded of it, and guests hear it at once: that replaces what waits."""
    for kind in (*CAN_BE_PLANNED, plans.OCCURRENCE_CHANGED):
        await schedule.forget(kind, [places.occurrence_id])
    if places.has_guests and now < entry.ends_at:
        await schedule.plan([plans.cancellation(places, entry, now=now)])
