"""What the page of an activity offers who wants a place: when, with how many, and what is left."""

from collections.abc import Iterable
from dataclasses import dataclass

from weekplanner.events.models import Activity
from weekplanner.finding.moments import Moment
from weekplanner.signups.queries.places import most_people

MOST_WITH_CHAIRS = 3
"""With more moments than that, chairs for each would push everything else off the screen."""


@dataclass(frozen=True)
class SigningUp:
    """The moments that one can sign up for, if only for the waiting list, and what can be asked for."""

    moments: list[Moment]
    offers_transport: bool

    @property
    def with_room(self) -> int:
        """At how many of them a place is left."""
        return sum(not each.room.is_full for each in self.moments if each.room)

    @property
    def has_chairs(self) -> bool:
        """Whether the places are drawn, for each moment."""
        return len(self.moments) <= MOST_WITH_CHAIRS

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The ids of the occurrences, and each moment in words with what is left."""
        return [
            (str(each.occurrence_id), f"{each.in_words} ({each.room.in_words})")
            for each in self.moments
            if each.room
        ]

    @property
    def most_people(self) -> int:
        """How many can come together."""
        return most_people(each.room.capacity for each in self.moments if each.room)


def offered(activity: Activity, moments: Iterable[Moment]) -> SigningUp:
    """What an activity with these moments offers now."""
    is_open = [each for each in moments if each.room and not (each.is_past or each.is_cancelled)]
    return SigningUp(is_open, bool(activity.transport or activity.transport_phone))
