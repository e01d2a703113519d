"""The list of who is called in words, on a page, printed, and as a table."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from weekplanner.core import clock, links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.events import wording
from weekplanner.events.queries.call_list import Call
from weekplanner.formats.tables import Cell

COLUMNS = (
    _("Activiteit"),
    _("Eerste keer"),
    _("Organisatie"),
    _("Telefoon van de organisatie"),
    _("Contactpersoon"),
    _("Telefoon van de contactpersoon"),
    _("Plaats"),
    _("Gemeente"),
    _("Gevraagd"),
    _("Zij zeggen dat het klopt"),
)


@dataclass(frozen=True, slots=True)
class CallRow:
    """An activity to call about, on the page."""

    call: Call
    when: str
    asked: str


def call_row(call: Call) -> CallRow:
    """What the page shows of it."""
    words = {
        "day": texts.day_short(clock.local(call.next_at).date()),
        "time": texts.clock_time(call.next_at),
    }
    return CallRow(call, _("%(day)s, %(time)s uur") % words, wording.date_of(call.asked_at))


async def cells(calls: AsyncIterator[Call]) -> AsyncIterator[list[Cell]]:
    """The same as a table."""
    async for call in calls:
        yield [
            call.title,
            call.next_at,
            call.organisation,
            call.organisation_phone,
            call.contact_name,
            call.contact_phone,
            call.place,
            call.municipality,
            call.asked_at,
            links.url("confirm_activity", id=call.id),
        ]
