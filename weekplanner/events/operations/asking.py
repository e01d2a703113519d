"""Asking organisers, a week before, whether all that stands on the site is still right."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from weekplanner.accounts.models import Organisation
from weekplanner.core import clock, db
from weekplanner.events import messages, plans
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.queries.activities import moments_of, with_belongings
from weekplanner.events.queries.recipients import Recipient, grouped
from weekplanner.mailer import outbox, schedule
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress

LISTED_AT_ONCE = 60
"""Activities in the messages of one transaction: some 100 ms."""


@dataclass(frozen=True)
class _Question:
    """What one address is asked about, of the rows of a group; `lead` is the first of them."""

    recipient: Recipient
    lead: DueRow
    activity_ids: list[int]
    """Those that nobody confirmed meanwhile, the first one first."""


async def plan_question(activity: Activity, occurrences: Iterable[Occurrence], *, now: datetime) -> None:
    """Ask once about what goes on; what was confirmed stays confirmed. Part of the change that lists it.

    What was published, or moved, into the last seven days is not asked about: somebody looked at it just now.
    """
    starts = [each.starts_at for each in occurrences if each.is_scheduled]
    if not starts or not _is_to_be_asked(activity) or activity.asked_at:
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
    part, is_last = _part(await _questions(rows, activities), after=min(row.done_until for row in rows))
    queued = await _put(part, not_after=max(row.not_after for row in rows))
    if not is_last:
        return Progress(queued, go_on_after=part[-1].lead.subject_id)
    asked = [each.id for each in activities if _is_to_be_asked(each)]
    await Activity.filter(id__in=asked).update(asked_at=clock.now())
    return Progress(queued)


async def would_be_asked(rows: Sequence[DueRow]) -> int:
    """How many messages it would have been."""
    questions = await _questions(rows, await _locked(rows))
    return len([each for each in questions if each.activity_ids])


def _is_to_be_asked(activity: Activity) -> bool:
    return activity.state is State.PUBLISHED and activity.confirmed_at is None


async def _locked(rows: Sequence[DueRow]) -> list[Activity]:
    """What these rows are about, in its own order; locked like every change of it, its organisation first."""
    found = Activity.filter(id__in=[row.subject_id for row in rows]).order_by("id")
    first = await found.first()
    if first is None:
        return []
    await db.lock(Organisation, id=first.organisation_id)
    columns = ("id", "organisation_id", "state", "confirmed_at", "contact_email", "contact_name")
    return await found.only(*columns).select_for_update()


async def _questions(rows: Sequence[DueRow], activities: Sequence[Activity]) -> list[_Question]:
    """What each address is asked, in the order of their leads; all of what was planned has a place in it."""
    if not activities:
        return []
    row_of = {row.subject_id: row for row in rows}
    questions = []
    for recipient, theirs in await grouped(activities, activities[0].organisation_id):
        to_ask = sorted(
            filter(_is_to_be_asked, theirs), key=lambda each: (row_of[each.id].not_after, each.id)
        )
        questions.append(_Question(recipient, row_of[theirs[0].id], [each.id for each in to_ask]))
    return questions


def _part(questions: Sequence[_Question], *, after: int) -> tuple[list[_Question], bool]:
    """The next of them, and whether these are the last; those of one lead stay together."""
    left = [each for each in questions if each.lead.subject_id > after]
    part: list[_Question] = []
    listed: set[int] = set()
    for each in left:
        if len(listed) >= LISTED_AT_ONCE and each.lead is not part[-1].lead:
            return part, False
        part.append(each)
        listed.update(each.activity_ids[: messages.MOST_LISTED])
    return part, True


async def _put(questions: Iterable[_Question], *, not_after: datetime) -> int:
    """Queue what is asked; answers how many messages that are."""
    asked = [each for each in questions if each.activity_ids]
    listed = sorted({number for each in asked for number in each.activity_ids[: messages.MOST_LISTED]})
    activities = {each.id: each for each in await with_belongings(Activity.filter(id__in=listed))}
    moments = await moments_of(listed)
    queued = 0
    for each in asked:
        shown = each.activity_ids[: messages.MOST_LISTED]
        letter = messages.still_right(
            each.recipient,
            [(activities[number], moments[number]) for number in shown],
            more=len(each.activity_ids) - len(shown),
            cause=each.lead.unique_key,
            not_after=not_after,
        )
        queued += await outbox.put(letter)
    return queued
