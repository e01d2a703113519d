"""What reviewers see of what waits for them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from weekplanner.core import clock
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.events import completeness, wording
from weekplanner.events.differences import Difference
from weekplanner.events.models import Activity, State
from weekplanner.events.pages.activity import has_hints, marked
from weekplanner.events.pictures import PictureValues
from weekplanner.events.queries.activities import Whole
from weekplanner.events.queries.review import LookAlike
from weekplanner.events.reviewed import Reviewed

LATE_HOURS = 24


@dataclass(frozen=True)
class Concern:
    """Something a reviewer looks at twice."""

    icon: str
    words: str


@dataclass(frozen=True)
class QueueItem:
    """Something that waits for a reviewer."""

    activity: Activity
    waiting: str
    is_late: bool
    line: str
    """Who, when and where."""
    summary: list[tuple[str, bool]]
    warnings: list[Concern]
    changes: list[Difference]
    handle: str
    """The activity in the version that is shown, as the boxes to tick post it."""


def changes_of(whole: Whole) -> list[Difference]:
    """What differs from what a reviewer last saw."""
    seen = whole.reviewed if whole.activity.needs_review else None
    return seen.differences(Reviewed(whole.values, whole.picture)) if seen else []


def picture_change(whole: Whole) -> tuple[PictureValues | None, PictureValues | None] | None:
    """The picture a reviewer last saw and the one there is now, when these look different."""
    seen = whole.reviewed if whole.activity.needs_review else None
    if seen is None or _stem(seen.picture) == _stem(whole.picture):
        return None
    return seen.picture, whole.picture


def _stem(picture: PictureValues | None) -> str | None:
    return picture.stem if picture else None


def queue_item(whole: Whole, look_alikes: Sequence[LookAlike]) -> QueueItem:
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
        warnings=list(_warnings(whole, look_alikes)),
        changes=changes_of(whole),
        handle=handle_of(activity.id, activity.version),
    )


def handle_of(activity_id: int, version: int) -> str:
    """An activity in the version that was shown: 12-3."""
    return f"{activity_id}-{version}"


def _warnings(whole: Whole, look_alikes: Sequence[LookAlike]) -> Iterator[Concern]:
    """What is missing, or looks wrong."""
    values = whole.values
    for gap in completeness.missing(values):
        yield Concern("warning", gap.sentence)
    if not (values.contact_phone and values.is_contact_phone_public):
        yield Concern("phone", _("Geen telefoonnummer"))
    if values.form == wording.AT_A_PLACE and not values.accessibility:
        yield Concern("wheelchair", _("Niets over toegankelijkheid"))
    if whole.picture is None:
        yield Concern("info", _("Geen foto"))
    if has_hints(values):
        yield Concern("hand", _("Tip: schrijf vanuit wat leuk is"))
    if look_alikes:
        yield Concern("copy", _("Lijkt op een andere activiteit"))


def _hours_since(moment: datetime) -> int:
    return int((clock.now() - moment).total_seconds() // 3600)


def _waiting(hours: int) -> str:
    if hours < 1:
        return _("Net binnen")
    if hours < LATE_HOURS:
        return ngettext("Wacht %(number)s uur", "Wacht %(number)s uur", hours) % {"number": hours}
    days = hours // 24
    return ngettext("Wacht %(number)s dag", "Wacht %(number)s dagen", days) % {"number": days}
