"""What befalls one activity: registered, and brought as far as its fate wants, each step at its moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from weekplanner.accounts.people import Person
from weekplanner.core import clock
from weekplanner.demo.content import WAITING, DemoActivity, Fate, Plan, lot
from weekplanner.demo.operations import ordering, visits
from weekplanner.demo.weeks import Stretch
from weekplanner.editions import queries as editions
from weekplanner.events.models import Activity, State
from weekplanner.events.operations.cancelling import cancel_activity
from weekplanner.events.operations.confirming import confirm_activity
from weekplanner.events.operations.copying import copy_activity
from weekplanner.events.operations.drafts import create_draft, save_draft, submit_activity
from weekplanner.events.operations.editing import edit_activity
from weekplanner.events.operations.pictures import place_picture
from weekplanner.events.operations.review import publish_activity, return_activity
from weekplanner.events.operations.steps import stored_values
from weekplanner.events.pictures import PictureValues
from weekplanner.events.queries.copies import not_copied_yet
from weekplanner.events.queries.pictures import picture_of
from weekplanner.events.values import ActivityValues, OccurrenceValues

RECENTLY = timedelta(days=10)
"""What waits for somebody was done no longer ago."""
REVIEW_TAKES = timedelta(hours=36)
"""At most."""


@dataclass(frozen=True)
class Moments:
    """When it was registered, looked at by a reviewer, and last changed."""

    registered_at: datetime
    reviewed_at: datetime
    changed_at: datetime


def moments(activity: DemoActivity, *, part: float, during: Stretch, seed: int) -> Moments:
    """When things happened to an activity that was registered after `part` of the stretch, 0 to 1."""
    chance = lot(seed, "moments", activity.key)
    lasts = during.closes_at - during.opens_at
    recent = min(RECENTLY / lasts, 1.0)
    if activity.fate in WAITING - {Fate.EDITED}:
        part = 1 - recent * chance.uniform(0.3, 1)
    reviewed = min(part + chance.random() * (REVIEW_TAKES / lasts), 1.0)
    changed = max(1 - recent * chance.uniform(0, 0.3), reviewed)
    return Moments(during.at(part), during.at(reviewed), during.at(changed))


async def live(
    activity: DemoActivity,
    at: Moments,
    *,
    days: Sequence[date],
    picture: PictureValues | None,
    organiser: Person,
    reviewer: Person,
    seed: int,
) -> Activity:
    """Bring an activity as far as its fate wants, with its guests and its kits from before it is changed.

    Part of a larger step. Raises what its steps raise.
    """
    with clock.frozen(at.registered_at) as standing:
        made = await _drafted(activity, days, organiser=organiser)
        if picture is not None and await picture_of(made.id) is None:
            made = await place_picture(made.id, picture, version=made.version, actor=organiser)
        if activity.fate is Fate.DRAFT:
            return made
        made = await submit_activity(made.id, version=made.version, actor=organiser)
        standing.set(at.reviewed_at)
        if activity.fate is Fate.RETURNED:
            return await return_activity(
                made.id, activity.review_reason, version=made.version, actor=reviewer
            )
        if activity.fate is not Fate.SUBMITTED and made.state is State.SUBMITTED:
            made = await publish_activity(made.id, version=made.version, actor=reviewer)
        if made.state is State.PUBLISHED:
            since = Stretch(at.reviewed_at, at.changed_at)
            await visits.come(activity, made, standing, during=since, organiser=organiser, seed=seed)
            await ordering.order(activity, made, standing, during=since, organiser=organiser, seed=seed)
        standing.set(at.changed_at)
        if activity.fate is Fate.EDITED:
            edited = _edited(activity, await stored_values(made))
            made = await edit_activity(made.id, edited, version=made.version, actor=organiser)
        if activity.fate is Fate.CANCELLED:
            made = await cancel_activity(
                made.id, activity.cancel_reason, version=made.version, actor=organiser
            )
        if activity.is_confirmed and made.state is State.PUBLISHED:
            made = await confirm_activity(made.id, version=made.version, actor=organiser)
    return made


async def _drafted(activity: DemoActivity, days: Sequence[date], *, organiser: Person) -> Activity:
    """A new draft; of what is done again, a copy of what was done the year before."""
    assert organiser.organisation_id is not None
    wanted = _at_first(activity, days)
    if original := await _done_before(activity, organiser=organiser):
        made = await copy_activity(original.id, request_key="", actor=organiser)
        return await save_draft(made.id, wanted, version=made.version, actor=organiser)
    return await create_draft(
        wanted,
        organisation_id=organiser.organisation_id,
        request_key=f"{activity.key}:{days[0]}",
        actor=organiser,
    )


async def _done_before(activity: DemoActivity, *, organiser: Person) -> Activity | None:
    """What it is a repetition of, when it is to be one."""
    if not activity.is_done_again:
        return None
    edition, before = await editions.current(), await editions.previous()
    if edition is None or before is None:
        return None
    assert organiser.organisation_id is not None
    found = await not_copied_yet(organiser.organisation_id, before=before, edition=edition, actor=organiser)
    return next((each for each in found if each.title == activity.values.title), None)


def with_moments(activity: DemoActivity, days: Sequence[date]) -> ActivityValues:
    """What is filled in about an activity in a week of these days, as it is in the end."""
    return replace(activity.values, occurrences=_occurrences(activity.plan, days))


def _at_first(activity: DemoActivity, days: Sequence[date]) -> ActivityValues:
    """As it was registered: an edit came later."""
    plan = replace(activity.plan, capacity=activity.capacity_before or activity.plan.capacity)
    title = activity.title_before or activity.values.title
    return replace(activity.values, title=title, occurrences=_occurrences(plan, days))


def _edited(activity: DemoActivity, stored: ActivityValues) -> ActivityValues:
    """What is stored, with the edit; the occurrences keep their numbers."""
    occurrences = tuple(replace(each, capacity=activity.plan.capacity) for each in stored.occurrences)
    return replace(stored, title=activity.values.title, occurrences=occurrences)


def _occurrences(plan: Plan, days: Sequence[date]) -> tuple[OccurrenceValues, ...]:
    return tuple(
        OccurrenceValues(clock.moment(day, plan.starts), clock.moment(day, plan.ends), plan.capacity)
        for day in days[plan.first_day : plan.last_day + 1]
    )
