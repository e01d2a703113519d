"""The hall of one congress, locked: giving, offering and taking back seats, of it and of its workshops.

Everything that changes who has a seat runs under the lock of `Seats`, so all of it happens in turns. That a
hall is never oversold is a CHECK of the database, and each step looks once more in its statement.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from weekplanner.congress.models.congresses import Congress, CongressState, Workshop
from weekplanner.congress.models.registrations import Decision, Registration, RegistrationEvent
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.queries.congresses import workshops_of
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused
from weekplanner.mailer import outbox
from weekplanner.mailer.outbox import Message

_MOVE_SEATS = """
UPDATE congress_seats SET taken = taken + ?, held = held + ?, reserved = reserved + ?, waiting = waiting + ?,
  ceiling = CASE WHEN taken + held + reserved + ? > capacity THEN taken + held + reserved + ?
  ELSE capacity END
WHERE id = ? AND (? <= 0 OR taken + held + reserved + ? <= capacity)
RETURNING taken, held, reserved, waiting, ceiling
"""
_MOVE_WORKSHOP = """
UPDATE workshop SET taken = taken + ?, held = held + ?, waiting = waiting + ?,
  ceiling = CASE WHEN taken + held + ? > capacity THEN taken + held + ? ELSE capacity END
WHERE id = ? AND (? <= 0 OR taken + held + ? <= capacity)
RETURNING taken, held, waiting, ceiling
"""
"""A capacity that was lowered takes nobody's seat; what is given back brings the ceiling down to it."""


class CalledOff(Refused):
    """There is nothing to come to."""

    message = "Dit congres gaat niet door. Aanmelden kan niet meer."


class Begun(Refused):
    """Signing up, changing and cancelling end at the start."""

    message = "Dit congres is al begonnen. Aanmelden en wijzigen kan hier niet meer. Kom naar de balie."


class SoldOut(Exception):
    """A programming error: a seat was taken without looking whether there is one."""


@dataclass
class Hall:
    """A congress with its seats locked, at one moment."""

    congress: Congress
    seats: Seats
    now: datetime
    workshops: dict[int, Workshop] = field(default_factory=dict)
    """By id, in the order of the programme; empty until `with_workshops`."""
    told: int = 0
    """How many messages came of it so far."""

    @property
    def goes_on(self) -> bool:
        """Whether seats are still given to who waits."""
        return self.congress.state is CongressState.PUBLISHED and self.now < self.congress.starts_at


async def locked_hall(congress_id: int, *, now: datetime | None = None) -> Hall:
    """The hall of a congress, locked; raises NotFound."""
    seats = await db.hold(Seats, congress_id=congress_id)
    congress = await db.find(Congress, id=congress_id)
    if congress is None:
        raise NotFound
    return Hall(congress, seats, now or clock.now())


async def with_workshops(hall: Hall) -> Hall:
    """The same, with its workshops as they are now."""
    hall.workshops = {each.id: each for each in await workshops_of(hall.congress)}
    return hall


def check_goes_on(hall: Hall) -> None:
    """Raise NotFound for what readers never saw, CalledOff, or Begun from the start on."""
    if hall.congress.state is CongressState.DRAFT:
        raise NotFound
    if hall.congress.state is CongressState.CANCELLED:
        raise CalledOff
    if hall.now >= hall.congress.starts_at:
        raise Begun


async def move_seats(
    hall: Hall, *, taken: int = 0, held: int = 0, reserved: int = 0, waiting: int = 0
) -> None:
    """Count so many more, or fewer; the caller has looked whether what is more fits."""
    more = taken + held + reserved
    counted = (taken, held, reserved, waiting)
    rows = await db.execute(_MOVE_SEATS, (*counted, more, more, hall.seats.id, more, more))
    if not rows:
        raise SoldOut
    for name, value in rows[0].items():
        setattr(hall.seats, name, value)


async def move_workshop(workshop: Workshop, *, taken: int = 0, held: int = 0, waiting: int = 0) -> None:
    """The same for a workshop."""
    more = taken + held
    rows = await db.execute(_MOVE_WORKSHOP, (taken, held, waiting, more, more, workshop.id, more, more))
    if not rows:
        raise SoldOut
    for name, value in rows[0].items():
        setattr(workshop, name, value)


async def tell(hall: Hall, message: Message) -> None:
    """Queue a message, and count it; who walked in left no address."""
    if message.to:
        hall.told += await outbox.put(message)


async def note(
    hall: Hall,
    registration: Registration,
    decision: Decision,
    *,
    reason: str = "",
    account_id: int | None = None,
    workshop_id: int | None = None,
) -> None:
    """Keep what was decided about a party, and why."""
    await db.insert(
        RegistrationEvent(
            registration_id=registration.id,
            decision=decision,
            reason=reason,
            workshop_id=workshop_id,
            account_id=account_id,
            at=hall.now,
        )
    )


async def saved(hall: Hall, registration: Registration, names: Sequence[str]) -> None:
    """Write these columns of a party, in a new version."""
    registration.version += 1
    registration.changed_at = hall.now
    await registration.save(update_fields=[*names, "version", "changed_at"])
