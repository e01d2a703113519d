"""The long table: the days of an edition, each with how much there is to do."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from weekplanner.core import texts
from weekplanner.listing.views import Count

MOST_CHAIRS = 5

Chairs = Callable[[int, int], int]
"""How many chairs stand behind a day: from its count and that of the busiest day."""


@dataclass(frozen=True)
class Day:
    """One place at the table, as the day strip shows it."""

    day: date
    count: int
    chairs: int
    url: str
    is_current: bool
    is_invite: bool

    @property
    def weekday_short(self) -> str:
        """Two letters: vr."""
        return texts.weekday_short(self.day)

    @property
    def number(self) -> int:
        """The day of the month."""
        return self.day.day

    @property
    def sentence(self) -> str:
        """What is read aloud."""
        return texts.ngettext(
            "%(day)s: %(number)s activiteit te doen", "%(day)s: %(number)s activiteiten te doen", self.count
        ) % {"day": texts.day(self.day), "number": self.count}


def near_you(count: int, busiest: int) -> int:  # noqa: ARG001 - both kinds of table are asked alike
    """A chair for each activity."""
    return min(MOST_CHAIRS, count)


def whole_country(count: int, busiest: int) -> int:
    """By quarters of the busiest day; a day with anything at all has a chair."""
    return 1 + round(4 * count / busiest) if count else 0


def table(
    days: Sequence[date],
    per_day: Mapping[date, Count],
    *,
    chairs: Chairs,
    url: Callable[[date], str],
    chosen: Iterable[date] = (),
    invite: date | None = None,
) -> list[Day]:
    """All days at the table; what was called off does not count as something to do."""
    counts = {day: per_day.get(day, Count()).going_on for day in days}
    busiest = max(counts.values(), default=0)
    return [
        Day(
            day=day,
            count=count,
            chairs=chairs(count, busiest),
            url=url(day),
            is_current=day in chosen,
            is_invite=day == invite,
        )
        for day, count in counts.items()
    ]


def day_to_invite_to(days: Sequence[date], per_day: Mapping[date, Count], today: date) -> date | None:
    """Where the red chair stands: today in the week itself, before it the fullest day, after it nowhere."""
    if today > days[-1]:
        return None
    if today in days:
        return today
    fullest = max(days, key=lambda day: per_day.get(day, Count()).going_on)
    return fullest if per_day.get(fullest, Count()).going_on else None


def starting_a_sentence(words: str) -> str:
    """The same with a capital in front."""
    return words[:1].upper() + words[1:]
