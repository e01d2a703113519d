"""What was tried out at the doors before the day of a congress: forgotten when that day begins."""

from collections.abc import Sequence

from tortoise.queryset import QuerySet

from weekplanner.congress.models.entrance import CheckIn
from weekplanner.congress.models.registrations import Attendee, Registration, RegistrationState, Source
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations.hall import Hall, locked_hall
from weekplanner.congress.operations.seating import leave, serve
from weekplanner.core import clock
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress


async def forget_practice(rows: Sequence[DueRow]) -> Progress:
    """Let nobody be inside who came in before the day, and give back the seats of who walked in then."""
    (row,) = rows
    hall = await locked_hall(row.subject_id)
    begins_at, _ends_at = clock.day_range(clock.local(hall.congress.starts_at).date())
    await CheckIn.filter(congress_id=hall.congress.id, at__lt=begins_at).delete()
    early = Attendee.filter(congress_id=hall.congress.id, arrived_at__lt=begins_at)
    hall.seats.arrived -= await early.count()
    await early.update(arrived_at=None)
    await Seats.filter(id=hall.seats.id).update(arrived=hall.seats.arrived)
    await _send_away(hall, Registration.filter(congress_id=hall.congress.id, created_at__lt=begins_at))
    await serve(hall)
    return Progress(hall.told)


async def _send_away(hall: Hall, before: QuerySet[Registration]) -> None:
    walked_in = before.filter(source=Source.DOOR, state=RegistrationState.CONFIRMED)
    for registration in await walked_in.order_by("id"):
        await leave(hall, registration, RegistrationState.CANCELLED)
