"""When an activity is: its starts and ends, as the page of it lists them, and where one can get a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.events import wording
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.finding.days import starting_a_sentence
from weekplanner.signups.models import Places, PlacesState


@dataclass(frozen=True)
class Room:
    """The places at a moment that one signs up for on the page; both None where nobody counts them."""

    capacity: int | None
    free: int | None

    @property
    def is_full(self) -> bool:
        """Whether there is only the waiting list."""
        return self.free == 0

    @property
    def taken(self) -> int:
        """How many chairs somebody sits on; only where they are counted."""
        return (self.capacity or 0) - (self.free or 0)

    @property
    def in_words(self) -> str:
        """Beside the moment, where one chooses it: nog 6 plaatsen."""
        if self.free is None:
            return _("er is plek")
        if self.is_full:
            return _("vol, wachtlijst")
        return ngettext("nog %(num)s plaats", "nog %(num)s plaatsen", self.free) % {"num": self.free}


@dataclass(frozen=True)
class Moment:
    """One start and end, as the page lists it."""

    starts_at: datetime
    ends_at: datetime
    is_cancelled: bool
    is_past: bool
    apology: str
    occurrence_id: int | None = None
    """None in a preview of what was typed."""
    room: Room | None = None
    """None where one does not sign up on the page, or not any more: from the start on."""

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


def moments_of(
    activity: Activity, occurrences: Iterable[Occurrence], places: Mapping[int, Places]
) -> list[Moment]:
    """Every start and end of an activity, as they are now; `places` by the id of the occurrence."""
    now = clock.now()
    return [
        Moment(
            starts_at=each.starts_at,
            ends_at=each.ends_at,
            is_cancelled=activity.state is State.CANCELLED or not each.is_scheduled,
            is_past=each.ends_at <= now,
            apology=each.apology,
            occurrence_id=each.id,
            room=_room(activity, each, places.get(each.id)) if now < each.starts_at else None,
        )
        for each in occurrences
    ]


def _room(activity: Activity, occurrence: Occurrence, places: Places | None) -> Room | None:
    """What there is; before it stands on the site, as much as its organiser filled in."""
    if places is not None:
        return Room(places.capacity, places.free) if places.state is PlacesState.OPEN else None
    is_here = wording.SIGN_UP_HERE in activity.join_ways and not activity.was_published
    return Room(occurrence.capacity, occurrence.capacity) if is_here else None
