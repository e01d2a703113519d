"""When organisers are asked something, and how that is called in the schedule."""

from datetime import datetime, time, timedelta

from weekplanner.core import clock
from weekplanner.events.models import Activity
from weekplanner.mailer.schedule import Plan

STILL_RIGHT = "still_right"

ASKED_BEFORE = timedelta(days=7)
ASKED_AT = time(9)
"""On that day, on an Amsterdam clock."""
NOT_IN_THE_LAST = timedelta(days=1)
"""By then the organiser is told that it is tomorrow."""


def question(activity: Activity, first_at: datetime) -> Plan:
    """Seven days before its first moment an organiser is asked whether all is still right.

    The activities of an organisation that begin on the same day are asked about together.
    """
    day = clock.local(first_at).date()
    return Plan(
        kind=STILL_RIGHT,
        subject_id=activity.id,
        unique_key=f"{STILL_RIGHT}:{activity.id}:{day:%Y%m%d}",
        at=clock.moment(day - ASKED_BEFORE, ASKED_AT),
        not_after=first_at - NOT_IN_THE_LAST,
        group=f"organisation-{activity.organisation_id}:{day.isoformat()}",
    )
