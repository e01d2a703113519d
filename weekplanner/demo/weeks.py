"""Which weeks the demonstration shows: one to come that can be registered for, and one that is over."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from weekplanner.core import clock
from weekplanner.editions.models import Edition
from weekplanner.editions.operations import Changed

NAME = "Week tegen Eenzaamheid {year} (voorbeeld)"
FIRST_DAY = "10-01"
"""The day that most weeks began on so far; a demonstration needs a date, the program does not."""
LENGTH = timedelta(days=8)
OPEN_SINCE = timedelta(days=42)
"""So long registration has been open at least, so that there is a past to tell of."""
TOLD_SINCE = timedelta(hours=1)
"""So long nothing has happened: who was to hear of it has heard."""
KITS_LEFT = timedelta(days=7)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Week:
    """The edition of a year, and what is to change about it; `changes` is empty for one that stays."""

    year: int
    changes: Changed


@dataclass(frozen=True)
class Stretch:
    """The time in which organisers register activities, as far as it has passed."""

    opens_at: datetime
    closes_at: datetime

    def at(self, part: float) -> datetime:
        """The moment where this part of it, 0 to 1, has passed; in whole minutes."""
        moment = self.opens_at + (self.closes_at - self.opens_at) * part
        return moment.replace(second=0, microsecond=0)


def coming(today: date, known: Mapping[int, Edition]) -> Week:
    """The first edition that begins after today, with registration open and kits to be ordered.

    One that is `known` keeps the days of its week.
    """
    year = today.year
    while _starts_on(year, known) <= today:
        year += 1
    edition = known.get(year)
    if edition and edition.registration_is_open(today) and edition.kit_order_until_on >= today:
        return Week(year, {})
    starts_on = _starts_on(year, known)
    ends_on = edition.ends_on if edition else starts_on + LENGTH - ONE_DAY
    kit_order_until_on = max(starts_on - timedelta(days=14), min(today + KITS_LEFT, ends_on))
    changes: Changed = {} if edition else {"name": NAME.format(year=year)}
    return Week(
        year,
        {
            **changes,
            "starts_on": starts_on,
            "ends_on": ends_on,
            "registration_opens_on": min(starts_on - timedelta(days=150), today - OPEN_SINCE),
            "registration_closes_on": ends_on,
            "kit_order_until_on": kit_order_until_on,
            "kit_last_sent_on": max(starts_on - timedelta(days=7), kit_order_until_on),
        },
    )


def finished(today: date, year: int) -> Week:
    """The edition of a year that is over; its week came earlier when it would not be."""
    starts_on = min(_first_day(year), today - LENGTH)
    ends_on = starts_on + LENGTH - ONE_DAY
    return Week(year, {"name": NAME.format(year=year), "starts_on": starts_on, "ends_on": ends_on})


def registering(edition: Edition, now: datetime) -> Stretch:
    """When the organisers of an edition registered: until now, or until its week began."""
    opens_at = clock.moment(edition.registration_opens_on, time())
    begins_at = clock.moment(edition.starts_on, time())
    return Stretch(opens_at, max(min(now - TOLD_SINCE, begins_at), opens_at + timedelta(minutes=1)))


def _starts_on(year: int, known: Mapping[int, Edition]) -> date:
    return known[year].starts_on if year in known else _first_day(year)


def _first_day(year: int) -> date:
    return date.fromisoformat(f"{year}-{FIRST_DAY}")
