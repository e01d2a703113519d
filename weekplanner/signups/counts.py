"""How many come to something and how many wait for a place, in a few words."""

from dataclasses import dataclass

from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.signups.models import Places, PlacesState


@dataclass(frozen=True)
class Counts:
    """Of one occurrence, or of several together."""

    taken: int = 0
    """People who have a place."""
    capacity: int | None = 0
    """Empty when at one of them places are not counted."""
    waiting: int = 0
    """Parties that wait for one."""
    are_kept: bool = False
    """Whether people sign up here, or the organiser keeps their list here."""

    @classmethod
    def of(cls, places: Places) -> "Counts":
        """As the places say."""
        is_kept = places.state is PlacesState.OPEN or places.has_guests
        return cls(places.taken, places.capacity, places.waiting, is_kept)

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        capacities = (self.capacity, other.capacity)
        return Counts(
            taken=self.taken + other.taken,
            capacity=None if None in capacities else sum(filter(None, capacities)),
            waiting=self.waiting + other.waiting,
            are_kept=self.are_kept or other.are_kept,
        )

    @property
    def words(self) -> str:
        """18 van 24, 2 wachten; 18 gasten where places are not counted."""
        if self.capacity is None:
            come = ngettext("%(number)s gast", "%(number)s gasten", self.taken) % {"number": self.taken}
        else:
            come = _("%(taken)s van %(capacity)s") % {"taken": self.taken, "capacity": self.capacity}
        if not self.waiting:
            return come
        wait = ngettext("%(number)s wacht", "%(number)s wachten", self.waiting) % {"number": self.waiting}
        return f"{come}, {wait}"
