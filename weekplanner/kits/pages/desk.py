"""The desk in words: filters, queues with their counts, and the list as a table."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass

from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.formats.tables import Cell
from weekplanner.geo.models import Province
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import LineState
from weekplanner.kits.models.parcels import Batch
from weekplanner.kits.queries.desk import Queue, Row
from weekplanner.kits.words import STATES

QUEUE_WORDS: Mapping[Queue, str] = {
    Queue.TO_APPROVE: _("Goed te keuren"),
    Queue.ABOVE_LIMIT: _("Boven de grens"),
    Queue.BACK_ORDERED: _("Nabestelling"),
    Queue.TO_BATCH: _("Nog in een partij"),
    Queue.TO_PACK: _("In te pakken"),
    Queue.PACKED: _("Ingepakt, nog hier"),
    Queue.WITH_WORDS: _("Met een toelichting"),
}
COLUMNS = (
    _("Bestelling"),
    _("Stand"),
    _("Organisatie"),
    _("Naam"),
    _("Plaats"),
    _("Pakketten"),
    _("Besteld"),
    _("Wens"),
    _("Reden van het team"),
    _("Adres"),
)


@dataclass(frozen=True)
class Choice:
    """One of the filters: what may be chosen, and what is."""

    key: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class QueueLink:
    """A queue, with how many stand in it."""

    key: str
    words: str
    number: int
    is_chosen: bool


def queue_links(numbers: Mapping[Queue, int], chosen: str) -> list[QueueLink]:
    """Every queue."""
    return [QueueLink(each.value, QUEUE_WORDS[each], numbers[each], each.value == chosen) for each in Queue]


def choices(
    asked: Mapping[str, str],
    *,
    years: Iterable[str],
    states: Mapping[LineState, int],
    kits: Iterable[Kit],
    batches: Iterable[Batch],
    provinces: Iterable[Province],
) -> list[Choice]:
    """The filters; one with a single thing to choose is left out."""
    words = [(state.value, f"{STATES[state].words} ({number})") for state, number in states.items()]
    named = [(str(kit.id), kit.name) for kit in kits]
    numbered = [(str(each.id), _("Partij %(number)s") % {"number": each.id}) for each in batches]
    areas = [(each.slug, each.name) for each in provinces]
    found = [
        Choice("jaar", _("Jaar"), [(year, year) for year in years], asked["jaar"]),
        _choice(asked, "stand", _("Stand"), _("Alles"), words),
        _choice(asked, "pakket", _("Pakket"), _("Alle pakketten"), named),
        _choice(asked, "partij", _("Partij"), _("Alle partijen"), numbered),
        _choice(asked, "provincie", _("Provincie"), _("Alle provincies"), areas),
    ]
    return [each for each in found if len([value for value, _words in each.options if value]) > 1]


def _choice(
    asked: Mapping[str, str], key: str, label: str, all_of_them: str, options: list[tuple[str, str]]
) -> Choice:
    return Choice(key, label, [("", all_of_them), *options], asked.get(key, ""))


def contents_in_words(contents: Iterable[tuple[str, int]]) -> str:
    """2 × Kom erbij-pakket, 1 × Gesprekskaarten."""
    return ", ".join(
        _("%(quantity)s × %(kit)s") % {"quantity": quantity, "kit": name} for name, quantity in contents
    )


def approved_in_words(number: int) -> str:
    """What the button did."""
    if not number:
        return _("Hier was niets goed te keuren.")
    return ngettext(
        "%(num)s bestelling is goedgekeurd.", "%(num)s bestellingen zijn goedgekeurd.", number
    ) % {"num": number}


async def cells(rows: AsyncIterator[Row]) -> AsyncIterator[list[Cell]]:
    """The list as a table."""
    async for row in rows:
        yield [
            row.number,
            STATES[row.state].words,
            row.organisation,
            row.recipient,
            row.place,
            contents_in_words(row.contents),
            row.placed_at,
            row.wish,
            row.team_reason,
            links.url("kit_order", id=row.id),
        ]


def free_in_words(kit: Kit) -> str:
    """How many the team can give away."""
    return _("Vrij in de voorraad: %(number)s") % {"number": kit.free}
