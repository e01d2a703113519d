"""Letting time pass for the schedule, and changing what it tells of, as an organiser does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from tests.make import MadeActivity, acting
from weekplanner.core import clock
from weekplanner.events.models import Activity
from weekplanner.events.operations import cancelling, editing
from weekplanner.events.operations.steps import stored_values
from weekplanner.mailer import schedule


async def passed(at: datetime) -> dict[str, Mapping[str, int]]:
    """What a pass at this moment did, by kind; kinds of which nothing was due are left out."""
    with clock.frozen(at):
        totals = schedule.totals(await schedule.run_due())
    return {kind: numbers for kind, numbers in totals.items() if any(numbers.values())}


async def queued(at: datetime) -> dict[str, int]:
    """How many messages a pass at this moment made, by kind; nothing was too late and nothing failed."""
    counts = await passed(at)
    assert {(numbers["too_late"], numbers["failed"]) for numbers in counts.values()} <= {(0, 0)}
    return {kind: numbers["queued"] for kind, numbers in counts.items()}


async def edit(made: MadeActivity, *moments: tuple[datetime, datetime], **changes: Any) -> Activity:
    """Let its organiser give its occurrences these times, or change something else."""
    activity = await made.fresh()
    values = await stored_values(activity)
    occurrences = values.occurrences
    if moments:
        occurrences = tuple(
            replace(each, starts_at=starts_at, ends_at=ends_at)
            for each, (starts_at, ends_at) in zip(occurrences, moments, strict=True)
        )
    return await editing.edit_activity(
        made.id,
        replace(values, occurrences=occurrences, **changes),
        version=activity.version,
        actor=acting(made.organiser, made.organisation),
        apology="Dat kan niet meer.",
    )


async def call_off(made: MadeActivity, occurrence_id: int | None = None) -> None:
    """Let its organiser call the activity off, or one of its occurrences."""
    version, actor = (await made.fresh()).version, acting(made.organiser, made.organisation)
    if occurrence_id is None:
        await cancelling.cancel_activity(made.id, "De kok is ziek.", version=version, actor=actor)
    else:
        await cancelling.cancel_occurrence(made.id, occurrence_id, "Ziek.", version=version, actor=actor)
