"""Telling everybody who signed up for a congress something: a part of them in each transaction."""

from collections.abc import Callable, Sequence

from tortoise.queryset import QuerySet

from weekplanner.congress import plans
from weekplanner.congress.messages import attendees as messages
from weekplanner.congress.models.congresses import CongressState
from weekplanner.congress.models.mailings import CongressMessage, Readers
from weekplanner.congress.models.registrations import LIVE, Registration, RegistrationState
from weekplanner.congress.operations.hall import Hall, locked_hall, with_workshops
from weekplanner.congress.queries.readers import readers_of
from weekplanner.congress.queries.standings import standings_of
from weekplanner.congress.values import Facts, Standing
from weekplanner.core import clock
from weekplanner.mailer import outbox
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.outbox import Message
from weekplanner.mailer.schedule import Progress

AT_ONCE = 100
"""Some 50 ms."""

Write = Callable[[Standing], Message]


async def remind(rows: Sequence[DueRow]) -> Progress:
    """A week before, and the day before: everybody who has had a seat since before that day."""
    (row,) = rows
    hall = await with_workshops(await locked_hall(row.subject_id))
    if hall.congress.state is not CongressState.PUBLISHED:
        return Progress(0)
    is_tomorrow = row.kind == plans.DAY_BEFORE

    def write(standing: Standing) -> Message:
        return messages.reminder(
            hall.congress, standing, hall.workshops, is_tomorrow=is_tomorrow, not_after=row.not_after
        )

    today, _tomorrow = clock.day_range(clock.today())
    return await _some(_confirmed(hall).filter(confirmed_at__lt=today), row, write)


async def thank(rows: Sequence[DueRow]) -> Progress:
    """The day after: who came; when nobody was checked in, everybody who had a seat."""
    (row,) = rows
    hall = await locked_hall(row.subject_id)
    if hall.congress.state is not CongressState.PUBLISHED:
        return Progress(0)
    readers = readers_of(hall.congress.id, Readers.PRESENT) if hall.seats.arrived else _confirmed(hall)
    return await _some(
        readers, row, lambda standing: messages.thanks(hall.congress, standing, not_after=row.not_after)
    )


async def tell_of_change(rows: Sequence[DueRow]) -> Progress:
    """Everybody who has a seat, waits for one or asked: what they knew, and what is."""
    (row,) = rows
    hall = await with_workshops(await locked_hall(row.subject_id))
    congress = hall.congress
    before = Facts.from_json(congress.told) if congress.told else Facts.of(congress)
    if before == Facts.of(congress):  # changed, and changed back
        congress.told = {}
        await congress.save(update_fields=["told"])
        return Progress(0)

    def write(standing: Standing) -> Message:
        return messages.congress_changed(congress, standing, hall.workshops, before, number=congress.sequence)

    progress = await _some(_live(hall), row, write)
    if progress.go_on_after is None:
        congress.told = {}
        await congress.save(update_fields=["told"])
    return progress


async def tell_of_cancellation(rows: Sequence[DueRow]) -> Progress:
    """Everybody who has a seat, waits for one or asked."""
    (row,) = rows
    hall = await locked_hall(row.subject_id)
    return await _some(_live(hall), row, lambda standing: messages.called_off(hall.congress, standing))


async def tell_message(rows: Sequence[DueRow]) -> Progress:
    """What the team wrote, to its readers as they are now."""
    (row,) = rows
    written = await CongressMessage.get_or_none(id=row.subject_id)
    if written is None:
        return Progress(0)
    hall = await locked_hall(written.congress_id)

    def write(standing: Standing) -> Message:
        return messages.written(hall.congress, standing, written, not_after=row.not_after)

    readers = readers_of(written.congress_id, written.readers, workshop_id=written.workshop_id)
    return await _some(readers, row, write)


async def would_be_told(rows: Sequence[DueRow]) -> int:
    """How many messages that would have been."""
    ids = [row.subject_id for row in rows]
    return await Registration.filter(congress_id__in=ids, state__in=LIVE).exclude(email="").count()


def _confirmed(hall: Hall) -> QuerySet[Registration]:
    return Registration.filter(congress_id=hall.congress.id, state=RegistrationState.CONFIRMED)


def _live(hall: Hall) -> QuerySet[Registration]:
    return Registration.filter(congress_id=hall.congress.id, state__in=LIVE)


async def _some(readers: QuerySet[Registration], row: DueRow, write: Write) -> Progress:
    """The next part of them; who walked in left no address."""
    reached = readers.filter(id__gt=row.done_until).exclude(email="")
    part = await reached.order_by("id").limit(AT_ONCE)
    queued = await outbox.put_many([write(standing) for standing in await standings_of(part)])
    return Progress(queued, part[-1].id if len(part) == AT_ONCE else None)
