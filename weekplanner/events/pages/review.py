"""What reviewers see of what waits for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from weekplanner.core import clock
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.events import wording
from weekplanner.events.differences import Difference
from weekplanner.events.models import Activity, State
from weekplanner.events.pages.activity import marked
from weekplanner.events.queries.activities import Whole
from weekplanner.events.reviewed import Reviewed
from weekplanner.events.values import ActivityValues

LATE_HOURS = 24


@dataclass(frozen=True)
class QueueItem:
    """Something that waits for a reviewer."""

    activity: Activity
    waiting: str
    is_late: bool
    line: str
    """Who, when and where."""
    summary: list[tuple[str, bool]]
    warnings: list[str]
    changes: list[Difference]


def changes_of(whole: Whole) -> list[Difference]:
    """What differs from what a reviewer last saw."""
    seen = whole.reviewed if whole.activity.needs_review else None
    return seen.differences(Reviewed(whole.values, whole.picture)) if seen else []


def queue_item(whole: Whole, look_alikes: Sequence[Activity]) -> QueueItem:
    """An activity on the review list."""
    activity, values = whole.activity, whole.values
    since = activity.changed_at if activity.state is State.PUBLISHED else activity.submitted_at
    hours = _hours_since(since or activity.changed_at)
    where = activity.place or activity.municipality.name
    when = wording.when(values.occurrences, activity.edition.days())
    return QueueItem(
        activity=activity,
        waiting=_waiting(hours),
        is_late=hours >= LATE_HOURS,
        line=f"{activity.organisation.name}, {when}, {where}",
        summary=marked(values.summary),
        warnings=_warnings(values, look_alikes),
        changes=changes_of(whole),
    )


def _warnings(values: ActivityValues, look_alikes: Iterable[Activity]) -> list[str]:
    warnings = []
    if not (values.contact_phone and values.is_contact_phone_public):
        warnings.append(_("Geen telefoonnummer"))
    if any(look_alikes):
        warnings.append(_("Lijkt op een andere activiteit"))
    return warnings


def _hours_since(moment: datetime) -> int:
    return int((clock.now() - moment).total_seconds() // 3600)


def _waiting(hours: int) -> str:
    if hours < 1:
        return _("Net binnen")
    if hours < LATE_HOURS:
        return ngettext("Wacht %(number)s uur", "Wacht %(number)s uur", hours) % {"number": hours}
    days = hours // 24
    return ngettext("Wacht %(number)s dag", "Wacht %(number)s dagen", days) % {"number": days}
