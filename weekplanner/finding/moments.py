"""When an activity is: its starts and ends, as the page of it lists them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from weekplanner.core import clock, texts
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.finding.days import starting_a_sentence


@dataclass(frozen=True)
class Moment:
    """One start and end, as the page lists it."""

    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    is_past: bool
    apology: str

    @property
    def day(self) -> date:
        """The local date it starts on."""
        return clock.local(self.starts_at).date()

    @property
    def in_words(self) -> str:
        """Woensdag 6 oktober, 12.00 tot 13.30 uur."""
        return f"{self.day_in_words}, {texts.span(self.starts_at, self.ends_at)}"

    @property
    def in_full(self) -> str:
        """Woensdag 6 oktober 2027, 12.00 tot 13.30 uur."""
        day = starting_a_sentence(texts.day_with_year(self.day))
        return f"{day}, {texts.span(self.starts_at, self.ends_at)}"

    @property
    def day_in_words(self) -> str:
        """Woensdag 6 oktober."""
        return starting_a_sentence(texts.day(self.day))


def moments_of(activity: Activity, occurrences: Iterable[Occurrence]) -> list[Moment]:
    """Every start and end of an activity, as they are now."""
    now = clock.now()
    return [
        Moment(
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            is_cancelled=activity.state is State.CANCELLED or not each.is_scheduled,
            is_past=each.ends_at <= now,
            apology=each.apology,
        )
        for each in occurrences
    ]
