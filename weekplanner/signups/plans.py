"""When guests and organisers are told something, and how that is called in the schedule."""

from datetime import datetime, time, timedelta

from weekplanner.core import clock
from weekplanner.listing.models import Entry
from weekplanner.mailer.schedule import Plan
from weekplanner.signups.models import GuestMessage, Places

GUESTS_REMINDER = "guests_reminder"
ORGANISER_DAY_BEFORE = "organiser_day_before"
OCCURRENCE_CHANGED = "occurrence_changed"
OCCURRENCE_CANCELLED = "occurrence_cancelled"
GUESTS_MESSAGE = "guests_message"

REMIND_GUESTS_AT = time(10)
"""On the day before, on an Amsterdam clock."""
REMIND_ORGANISER_AT = time(15)
"""On the day before: most guests have signed up, and there is time to call some."""

EDITS_JOINED = timedelta(minutes=30)
"""Edits within this time become one notice."""
TOLD_AT_ONCE_WITHIN = timedelta(hours=24)
"""A move of what starts sooner is told at once."""
WRITTEN_AFTERWARDS = timedelta(days=1)
"""How long what is written to guests of an occurrence that is over is worth sending: a word of thanks."""


def reminders(places: Places, *, organisation_id: int) -> list[Plan]:
    """What is told on the day before an occurrence."""
    stamp = places.starts_at.strftime("%Y%m%dT%H%M")
    key = f"{places.occurrence_id}:{stamp}"
    day = clock.local(places.starts_at).date()
    return [
        Plan(
            kind=GUESTS_REMINDER,
            subject_id=places.occurrence_id,
            unique_key=f"{GUESTS_REMINDER}:{key}",
            at=_on_the_day_before(places, REMIND_GUESTS_AT),
            not_after=places.starts_at,
        ),
        Plan(
            kind=ORGANISER_DAY_BEFORE,
            subject_id=places.occurrence_id,
            unique_key=f"{ORGANISER_DAY_BEFORE}:{key}",
            at=_on_the_day_before(places, REMIND_ORGANISER_AT),
            not_after=places.starts_at,
            group=f"organisation-{organisation_id}:{day.isoformat()}",
        ),
    ]


def change(places: Places, entry: Entry, *, at: datetime) -> Plan:
    """Guests are told that something is different."""
    return Plan(
        kind=OCCURRENCE_CHANGED,
        subject_id=places.occurrence_id,
        # With the moment: one that was dropped for being late is no reason not to tell what changes after it.
        unique_key=f"{OCCURRENCE_CHANGED}:{places.occurrence_id}:n{places.notices + 1}:{at:%Y%m%dT%H%M%S.%f}",
        at=at,
        not_after=entry.ends_at,
    )


def cancellation(places: Places, entry: Entry, *, now: datetime) -> Plan:
    """Guests are told at once that it does not go on."""
    return Plan(
        kind=OCCURRENCE_CANCELLED,
        subject_id=places.occurrence_id,
        unique_key=f"{OCCURRENCE_CANCELLED}:{places.occurrence_id}",
        at=now,
        not_after=entry.ends_at,
    )


def message(written: GuestMessage, *, not_after: datetime) -> Plan:
    """Guests get what the organiser wrote, at once."""
    return Plan(
        kind=GUESTS_MESSAGE,
        subject_id=written.id,
        unique_key=f"{GUESTS_MESSAGE}:{written.id}",
        at=written.created_at,
        not_after=not_after,
    )


def _on_the_day_before(places: Places, at: time) -> datetime:
    return clock.moment(clock.local(places.starts_at).date() - timedelta(days=1), at)
