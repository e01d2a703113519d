"""When a season begins and ends, when the machine works in it, and when it stands still."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from weekplanner.core import clock
from weekplanner.editions.models import Edition

BEFORE, AFTER = timedelta(days=70), timedelta(days=40)
HOURS = (7, 9, 10, 15, 18, 20)
HOURS_IN_WEEK = tuple(range(7, 23))
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Stretch:
    """Some time; without its end."""

    begins_at: datetime
    ends_at: datetime

    def __contains__(self, moment: datetime) -> bool:
        return self.begins_at <= moment < self.ends_at


@dataclass(frozen=True)
class Season:
    """From long before a week until long after it."""

    first_day: date
    last_day: date
    week_begins_on: date
    week_ends_on: date

    @classmethod
    def around(cls, edition: Edition, *, before: timedelta = BEFORE, after: timedelta = AFTER) -> "Season":
        """The season of an edition."""
        return cls(edition.starts_on - before, edition.ends_on + after, edition.starts_on, edition.ends_on)

    def days(self) -> Iterator[date]:
        """All of them."""
        day = self.first_day
        while day <= self.last_day:
            yield day
            day += ONE_DAY

    def passes(self, day: date) -> list[datetime]:
        """When schedule and mailer look on a day; on those of the week, and the one before, each hour."""
        is_busy = self.week_begins_on - ONE_DAY <= day <= self.week_ends_on
        return [clock.moment(day, time(hour)) for hour in (HOURS_IN_WEEK if is_busy else HOURS)]

    def standstills(self) -> Sequence[Stretch]:
        """When schedule and mailer do not work: a day weeks ahead, and in the week overnight.

        What was to be told then is late, and some of it too late.
        """
        ahead = self.week_begins_on - timedelta(days=20)
        second = self.week_begins_on + ONE_DAY
        return (
            Stretch(*clock.day_range(ahead)),
            Stretch(clock.moment(second, time(8)), clock.moment(second + ONE_DAY, time(12))),
        )

    def stands_still(self, moment: datetime) -> bool:
        """Whether schedule and mailer are down."""
        return any(moment in each for each in self.standstills())
