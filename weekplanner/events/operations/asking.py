"""Asking organisers, a week before, whether all that stands on the site is still right."""

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime

from weekplanner.accounts.models import Organisation
from weekplanner.core import clock, db
from weekplanner.events import messages, plans
from weekplanner.events.addressing import MOST_LISTED, Addressed, addressed, next_part
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.queries.activities import moments_of, with_belongings
from weekplanner.mailer import outbox, schedule
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress


async def plan_question(activity: Activity, occurrences: Iterable[Occurrence], *, now: datetime) -> None:
    """Ask once about what goes on; what was confirmed stays confirmed. Part of the change that lists it.

    What was published, or moved, into the last seven days is not asked about: somebody looked at it just now.
    """
    starts = [each.starts_at for each in occurrences if each.is_scheduled]
    if not starts or not _can_be_asked(activity) or activity.asked_at:
        await schedule.forget(plans.STILL_RIGHT, [activity.id])
        return
    question = plans.question(activity, min(starts))
    if question.at > now:
        await schedule.plan([question])
    else:
        await schedule.forget(plans.STILL_RIGHT, [activity.id], but_for=question.unique_key)


async def ask(rows: Sequence[DueRow]) -> Progress:
    """Ask about the activities of one organisation that begin on one day, everybody once, and note when."""
    activities = await _locked(rows)
    part, go_on_after = next_part(await addressed(rows, activities), rows)
    queued = await _put(part, _to_ask(activities))
    if go_on_after is None:
        await Activity.filter(id__in=_to_ask(activities)).update(asked_at=clock.now())
    return Progress(queued, go_on_after)


async def would_be_asked(rows: Sequence[DueRow]) -> int:
    """How many messages it would have been."""
    activities = await _locked(rows)
    to_ask = _to_ask(activities)
    every = await addressed(rows, activities)
    return sum(any(row.subject_id in to_ask for row in each.rows) for each in every)


async def _locked(rows: Sequence[DueRow]) -> dict[int, Activity]:
    """What these rows are about, by number; locked like every change of it, its organisation first."""
    found = Activity.filter(id__in=[row.subject_id for row in rows]).order_by("id")
    first = await found.only("organisation_id").first()
    if first is None:
        return {}
    await db.lock(Organisation, id=first.organisation_id)
    columns = ("id", "organisation_id", "state", "confirmed_at", "contact_email", "contact_name")
    locked = found.only(*columns).select_for_update(no_key=True)
    return {each.id: each for each in await locked}


def _to_ask(activities: Mapping[int, Activity]) -> set[int]:
    """The numbers of those that go on, and of which nobody said meanwhile that all is right."""
    return {each.id for each in activities.values() if _can_be_asked(each)}


def _can_be_asked(activity: Activity) -> bool:
    return activity.state is State.PUBLISHED and activity.confirmed_at is None


async def _put(part: Iterable[Addressed], to_ask: Container[int]) -> int:
    """Queue what is asked; answers how many messages that are."""
    asked = [(each, [row for row in each.rows if row.subject_id in to_ask]) for each in part]
    listed = {row.subject_id for _each, rows in asked for row in rows[:MOST_LISTED]}
    activities = {each.id: each for each in await with_belongings(Activity.filter(id__in=list(listed)))}
    moments = await moments_of(list(listed))
    queued = 0
    for each, rows in asked:
        if rows:
            numbers = [row.subject_id for row in rows[:MOST_LISTED]]
            letter = messages.still_right(
                each.recipient,
                [(activities[number], moments[number]) for number in numbers],
                more=len(rows[MOST_LISTED:]),
                cause=each.cause,
                not_after=rows[-1].not_after,
            )
            queued += await outbox.put(letter)
    return queued
