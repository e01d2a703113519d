"""When who comes to a congress is told something, until when seats are kept, and how the schedule calls it.

What ends an offer looks first whether it still stands: an answer need not take it out of the schedule.
"""

from datetime import datetime, time, timedelta

from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.mailings import CongressMessage
from weekplanner.congress.models.registrations import Registration, WorkshopChoice
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.core import clock
from weekplanner.mailer.schedule import Plan

WEEK_BEFORE = "congress_week_before"
DAY_BEFORE = "congress_day_before"
PRACTICE_ENDS = "congress_practice_ends"
THANKS = "congress_thanks"
OF_ITS_DAY = (WEEK_BEFORE, DAY_BEFORE, PRACTICE_ENDS, THANKS)
"""What follows from the day of a congress."""
CHANGED = "congress_changed"
CALLED_OFF = "congress_called_off"
MESSAGE = "congress_message"
OFFER_ENDS = "congress_offer_ends"
WORKSHOP_OFFER_ENDS = "workshop_offer_ends"
INVITATION_ENDS = "congress_invitation_ends"

TIME_TO_ANSWER = timedelta(hours=48)
TIME_TO_ANSWER_AT_LAST = timedelta(hours=24)
"""In the last week before the congress."""
LAST_WEEK = timedelta(days=7)

REMIND_AT = time(10)
"""Seven days and one day before, on an Amsterdam clock."""
THANK_AT = time(10)
"""On the day after."""
EDITS_JOINED = timedelta(minutes=30)
"""Edits within this time become one notice."""
TOLD_AT_ONCE_WITHIN = timedelta(hours=24)
THANKS_LAST = timedelta(days=7)
"""How long thanks are worth sending."""
STILL_COUNTS = timedelta(days=400)
"""What ends by itself ends also when the site was down for long."""


def answer_until(congress: Congress, now: datetime) -> datetime:
    """Until when an offered seat is kept: 48 hours, 24 in the last week, and never after the start."""
    is_last_week = congress.starts_at - now <= LAST_WEEK
    term = TIME_TO_ANSWER_AT_LAST if is_last_week else TIME_TO_ANSWER
    return min(now + term, congress.starts_at)


def of_congress(congress: Congress) -> list[Plan]:
    """What happens at moments that follow from its day: what attendees are told, and when doors open."""
    stamp = congress.starts_at.strftime("%Y%m%dT%H%M")
    day = clock.local(congress.starts_at).date()
    last_day = clock.local(congress.ends_at).date()
    thanks_at = clock.moment(last_day + timedelta(days=1), THANK_AT)

    def plan(kind: str, at: datetime, not_after: datetime) -> Plan:
        return Plan(kind, congress.id, f"{kind}:{congress.id}:{stamp}", at, not_after)

    return [
        plan(WEEK_BEFORE, clock.moment(day - timedelta(days=7), REMIND_AT), congress.starts_at),
        plan(DAY_BEFORE, clock.moment(day - timedelta(days=1), REMIND_AT), congress.starts_at),
        plan(PRACTICE_ENDS, clock.day_range(day)[0], congress.ends_at),
        plan(THANKS, thanks_at, thanks_at + THANKS_LAST),
    ]


def change(congress: Congress, *, at: datetime) -> Plan:
    """Attendees are told that something is different."""
    key = f"{CHANGED}:{congress.id}:{congress.sequence}:{at:%Y%m%dT%H%M%S.%f}"
    return Plan(CHANGED, congress.id, key, at, congress.ends_at)


def called_off(congress: Congress, *, now: datetime) -> Plan:
    """Everybody is told at once that it does not go on."""
    return Plan(CALLED_OFF, congress.id, f"{CALLED_OFF}:{congress.id}", now, congress.ends_at)


def message(written: CongressMessage) -> Plan:
    """What the team wrote goes at once."""
    at = written.created_at
    return Plan(MESSAGE, written.id, f"{MESSAGE}:{written.id}", at, at + timedelta(days=2))


def offer_ends(registration: Registration) -> Plan:
    """Nobody answered: the seats go to the next in line."""
    at = registration.offered_until
    assert at is not None
    key = f"{OFFER_ENDS}:{registration.id}:v{registration.version}"
    return Plan(OFFER_ENDS, registration.id, key, at, at + STILL_COUNTS)


def workshop_offer_ends(choice: WorkshopChoice) -> Plan:
    """Nobody answered: the seats in the workshop go to the next in line."""
    at = choice.offered_until
    assert at is not None
    key = f"{WORKSHOP_OFFER_ENDS}:{choice.id}:v{choice.version}"
    return Plan(WORKSHOP_OFFER_ENDS, choice.id, key, at, at + STILL_COUNTS)


def invitation_ends(invitation: CongressInvitation) -> Plan:
    """What nobody used of a code is for everybody."""
    at = invitation.valid_until
    key = f"{INVITATION_ENDS}:{invitation.id}:{at:%Y%m%dT%H%M%S}"
    return Plan(INVITATION_ENDS, invitation.id, key, at, at + STILL_COUNTS)
