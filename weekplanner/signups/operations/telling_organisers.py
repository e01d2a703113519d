"""Telling organisers, on the day before, who comes to what they have tomorrow."""

from collections.abc import Sequence

from weekplanner.events.addressing import MOST_LISTED, Addressed, addressed, next_part
from weekplanner.events.models import Activity
from weekplanner.listing.models import Entry
from weekplanner.mailer import outbox
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress
from weekplanner.signups.messages import organisers as messages
from weekplanner.signups.messages.organisers import Tomorrow
from weekplanner.signups.models import Places, PlacesState
from weekplanner.signups.operations.places import entries_of
from weekplanner.signups.queries.expected import Expected, expected_at

MOST_NAMES = 200
"""Guests by name in one message, of all that is listed in it together."""


async def tell(rows: Sequence[DueRow]) -> Progress:
    """Tell everybody concerned once about all that an organisation has on one day."""
    places = await _going_on(rows)
    part, go_on_after = next_part(await _addressed(rows, places), rows)
    listed = {row.subject_id for each in part for row in each.rows[:MOST_LISTED]}
    entries = await entries_of(listed)
    expected = {number: await expected_at(places[number]) for number in sorted(listed)}
    queued = 0
    for each in part:
        numbers = [row.subject_id for row in each.rows[:MOST_LISTED]]
        tomorrow = [(entries[number], expected[number]) for number in numbers]
        letter = messages.day_before(
            each.recipient,
            _named(tomorrow) if each.recipient.is_member else _in_numbers(tomorrow),
            more=len(each.rows[MOST_LISTED:]),
            cause=each.cause,
            not_after=each.rows[-1].not_after,
        )
        queued += await outbox.put(letter)
    return Progress(queued, go_on_after)


async def would_be_told(rows: Sequence[DueRow]) -> int:
    """How many messages it would have been."""
    return len(await _addressed(rows, await _going_on(rows)))


async def _going_on(rows: Sequence[DueRow]) -> dict[int, Places]:
    """The places at what these rows are about, by occurrence, as far as it goes on."""
    found = Places.filter(occurrence_id__in=[row.subject_id for row in rows])
    return {each.occurrence_id: each for each in await found.exclude(state=PlacesState.CALLED_OFF)}


async def _addressed(rows: Sequence[DueRow], places: dict[int, Places]) -> list[Addressed]:
    wanted = Activity.filter(id__in=list({each.activity_id for each in places.values()}))
    found = await wanted.only("id", "organisation_id", "contact_email", "contact_name")
    activities = {each.id: each for each in found}
    return await addressed(rows, {number: activities[each.activity_id] for number, each in places.items()})


def _named(tomorrow: Sequence[tuple[Entry, Expected]]) -> list[Tomorrow]:
    """By name as long as there is room for it."""
    told, room = [], MOST_NAMES
    for entry, expected in tomorrow:
        attendance = expected.attendance.cut(room)
        room = max(0, room - len(attendance.names) - len(attendance.calls))
        told.append(Tomorrow(entry, expected, attendance))
    return told


def _in_numbers(tomorrow: Sequence[tuple[Entry, Expected]]) -> list[Tomorrow]:
    return [Tomorrow(entry, expected, None) for entry, expected in tomorrow]
