"""Occurrences of one edition on the same days of another: its first day, its second, and so on."""

from collections.abc import Iterable
from datetime import datetime

from weekplanner.core import clock
from weekplanner.editions.models import Edition
from weekplanner.events import rules
from weekplanner.events.values import OccurrenceValues


def into_edition(
    occurrences: Iterable[OccurrenceValues], before: Edition, after: Edition
) -> tuple[OccurrenceValues, ...]:
    """New occurrences at the same time on the clock; none for what falls outside the other edition.

    Within one edition nothing can be at the same time as itself: there are none.
    """
    if before.id == after.id:
        return ()
    moved = (_moved(each, before, after) for each in occurrences)
    return tuple(each for each in moved if not rules.problem_of(each, after))


def _moved(occurrence: OccurrenceValues, before: Edition, after: Edition) -> OccurrenceValues:
    def on_its_day(moment: datetime) -> datetime:
        local = clock.local(moment)
        return clock.moment(after.starts_on + (local.date() - before.starts_on), local.time())

    return OccurrenceValues(
        on_its_day(occurrence.starts_at), on_its_day(occurrence.ends_at), occurrence.capacity
    )
