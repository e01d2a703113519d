"""Telling organisers, two weeks before the last order day, that they can still order kits."""

from collections.abc import Sequence
from datetime import datetime

from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events.queries.recipients import grouped
from weekplanner.kits import plans
from weekplanner.kits.messages import deadline as messages
from weekplanner.kits.queries import mine, undecided
from weekplanner.mailer import outbox, schedule
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress

ORGANISATIONS_AT_ONCE = 60
"""Some 100 ms."""


async def plan_deadline(*, now: datetime) -> None:
    """Tell of the last order day of the current edition, and of no other; part of what changes editions.

    Once for each day that it is: who was told of a day hears it again only when there is another one.
    """
    edition = await editions.current()
    others = [each.id for each in await editions.all_editions() if not each.is_current]
    await schedule.forget(plans.DEADLINE, others)
    if edition is None:
        return
    plan = plans.deadline(edition)
    if plan.not_after <= now:
        await schedule.forget(plans.DEADLINE, [edition.id])
    else:
        await schedule.plan([plan])


async def remind(rows: Sequence[DueRow]) -> Progress:
    """Work of the schedule: tell some of the organisations that have an activity, and ordered nothing."""
    (row,) = rows
    if not (await mine.catalogue()).in_parcels:
        return Progress(0)
    edition = await Edition.get(id=row.subject_id)
    part = await undecided.next_organisations(edition.id, after=row.done_until, most=ORGANISATIONS_AT_ONCE)
    activities = await undecided.activities_of(part, edition.id)
    queued = 0
    for organisation in part:
        for recipient, theirs in await grouped(activities[organisation.id]):
            cause = f"{row.unique_key}:organisation-{organisation.id}:{recipient.mailbox}"
            letter = messages.last_days(
                recipient, organisation, theirs, edition, cause=cause, not_after=row.not_after
            )
            queued += await outbox.put(letter)
    return Progress(queued, part[-1].id if len(part) == ORGANISATIONS_AT_ONCE else None)


async def would_be_told(rows: Sequence[DueRow]) -> int:
    """How many messages it would have been."""
    if not (await mine.catalogue()).in_parcels:
        return 0
    return sum([await undecided.number_of_addresses(row.subject_id, after=row.done_until) for row in rows])
