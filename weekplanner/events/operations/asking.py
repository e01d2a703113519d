"""Asking organisers, a week before, whether all that stands on the site is still right."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tortoise.queryset import QuerySet

from weekplanner.accounts.models import Organisation
from weekplanner.core import clock, db
from weekplanner.events import messages, plans
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.queries.activities import with_belongings
from weekplanner.mailer import outbox, schedule
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.outbox import Message
from weekplanner.mailer.schedule import Progress


async def plan_question(activity: Activity, occurrences: Iterable[Occurrence], *, now: datetime) -> None:
    """Ask once about what goes on; what was confirmed stays confirmed. Part of the change that lists it.

    What was published, or moved, into the last seven days is not asked about: somebody looked at it just now.
    """
    starts = [each.starts_at for each in occurrences if each.is_scheduled]
    if starts and activity.state is State.PUBLISHED and not (activity.asked_at or activity.confirmed_at):
        question = plans.question(activity, min(starts))
        if question.at > now:
            await schedule.plan([question])
            return
    await schedule.forget(plans.STILL_RIGHT, [activity.id])


async def ask(rows: Sequence[DueRow]) -> Progress:
    """Ask about the activities of one organisation that begin on one day, everybody once, and note when."""
    activity = await Activity.get_or_none(id=rows[0].subject_id)
    if activity is None:
        return Progress(0)
    await db.lock(Organisation, id=activity.organisation_id)
    await Activity.filter(id__in=_ids(rows)).order_by("id").select_for_update()
    queued = 0
    for letter in await _letters(rows):
        queued += await outbox.put(letter)
    await _to_ask(rows).update(asked_at=clock.now())
    return Progress(queued)


async def would_be_asked(rows: Sequence[DueRow]) -> int:
    """How many messages it would have been."""
    return len(await _letters(rows))


async def _letters(rows: Sequence[DueRow]) -> list[Message]:
    activities = await with_belongings(_to_ask(rows))
    return await messages.still_right(activities, not_after=max(row.not_after for row in rows))


def _to_ask(rows: Sequence[DueRow]) -> QuerySet[Activity]:
    """Those that go on, and of which nobody said that all is right."""
    going_on = Activity.filter(id__in=_ids(rows), state=State.PUBLISHED)
    return going_on.filter(confirmed_at__isnull=True)


def _ids(rows: Sequence[DueRow]) -> list[int]:
    return [row.subject_id for row in rows]
