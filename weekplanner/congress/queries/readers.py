"""To whom something that is written to a congress goes."""

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from weekplanner.congress.models.mailings import Readers
from weekplanner.congress.models.registrations import (
    Attendee,
    Registration,
    RegistrationState,
    WorkshopChoice,
)


def readers_of(
    congress_id: int, readers: Readers, *, workshop_id: int | None = None
) -> QuerySet[Registration]:
    """The parties of a selection; with an address or not."""
    wanted = RegistrationState.WAITING if readers is Readers.WAITING else RegistrationState.CONFIRMED
    of = Registration.filter(congress_id=congress_id, state=wanted)
    if readers is Readers.WORKSHOP:
        seated = WorkshopChoice.filter(seat_id=workshop_id)
        return of.filter(id__in=Subquery(seated.values("registration_id")))
    arrived = Attendee.filter(congress_id=congress_id, arrived_at__isnull=False)
    if readers is Readers.PRESENT:
        return of.filter(id__in=Subquery(arrived.values("registration_id")))
    if readers is Readers.ABSENT:
        return of.exclude(id__in=Subquery(arrived.values("registration_id")))
    return of
