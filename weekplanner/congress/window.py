"""How signing up for a congress stands at a moment, for readers."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from weekplanner.congress.models.congresses import Congress, CongressState
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.words import places_left


class Phase(Enum):
    """What a reader can do."""

    CALLED_OFF = "called_off"
    NOT_OPEN = "not_open"
    OPEN = "open"
    CLOSED = "closed"
    """Signing up has ended, and it has not begun."""
    BEGUN = "begun"
    OVER = "over"


@dataclass(frozen=True)
class Window:
    """A congress with its seats, at one moment."""

    congress: Congress
    seats: Seats
    now: datetime

    @property
    def phase(self) -> Phase:
        """What a reader can do now."""
        congress, now = self.congress, self.now
        if congress.state is CongressState.CANCELLED:
            return Phase.CALLED_OFF
        if now >= congress.ends_at:
            return Phase.OVER
        if now >= congress.starts_at:
            return Phase.BEGUN
        if now >= congress.closes_at:
            return Phase.CLOSED
        return Phase.OPEN if now >= congress.opens_at else Phase.NOT_OPEN

    @property
    def is_open(self) -> bool:
        """Whether everybody of its audience can sign up, if only for the waiting list."""
        return self.phase is Phase.OPEN

    @property
    def takes_codes(self) -> bool:
        """Whether who has an invitation code can sign up."""
        return self.phase in {Phase.NOT_OPEN, Phase.OPEN, Phase.CLOSED}

    @property
    def is_full(self) -> bool:
        """Whether who signs up comes on the waiting list."""
        return self.seats.free == 0

    @property
    def places_left(self) -> str:
        """How many can still get a seat, in words."""
        return places_left(self.seats.free)

    @property
    def turns(self) -> tuple[datetime, ...]:
        """When a reader can do something else."""
        congress = self.congress
        return congress.opens_at, congress.closes_at, congress.starts_at, congress.ends_at
