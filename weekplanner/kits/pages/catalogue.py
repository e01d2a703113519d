"""The catalogue, the stock and its ledger in words, on pages and as tables."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from weekplanner.core.texts import gettext as _
from weekplanner.formats.tables import Cell
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.pictures import KitPicture, picture_of
from weekplanner.kits.queries.recalls import Holder
from weekplanner.kits.queries.stock import Movement, Shelf
from weekplanner.kits.words import MOVEMENTS, Shown

CATALOGUE_COLUMNS = (
    _("Pakket"),
    _("Vrij"),
    _("Besteld, nog hier"),
    _("Verstuurd"),
    _("Nabesteld"),
    _("Boven de grens gevraagd"),
    _("Hooguit per activiteit"),
    _("Hooguit per organisatie"),
    _("Gewicht in gram"),
    _("Waarschuw bij minder dan"),
    _("Stand"),
)
LEDGER_COLUMNS = (
    _("Wanneer"),
    _("Wat"),
    _("Hoeveel"),
    _("Vrij"),
    _("Besteld"),
    _("Verstuurd"),
    _("Waarom"),
    _("Bestelling"),
    _("Wie"),
)
HOLDER_COLUMNS = (
    _("Bestelling"),
    _("Organisatie"),
    _("Naam"),
    _("Telefoon"),
    _("E-mail"),
    _("Aantal"),
    _("Plaats"),
)


@dataclass(frozen=True)
class ShelfRow:
    """A kit on the page of the catalogue."""

    shelf: Shelf
    state: Shown
    picture: KitPicture | None
    is_first: bool
    is_last: bool

    @property
    def kit(self) -> Kit:
        """What it is about."""
        return self.shelf.kit


def shelf_rows(shelves: Sequence[Shelf]) -> list[ShelfRow]:
    """The whole catalogue."""
    last = len(shelves) - 1
    return [
        ShelfRow(shelf, state_of(shelf.kit), picture_of(shelf.kit), place == 0, place == last)
        for place, shelf in enumerate(shelves)
    ]


def state_of(kit: Kit) -> Shown:
    """What somebody must know of a kit first."""
    if kit.is_recalled:
        return Shown("stop", "warning", _("Teruggeroepen"))
    if kit.is_digital and not kit.file_stem:
        return Shown("wait", "warning", _("Nog zonder bestand"))
    if not kit.is_visible:
        return Shown("wait", "eye", _("Verborgen"))
    if kit.is_digital:
        return Shown("ok", "download", _("Om te downloaden"))
    if not kit.free:
        return Shown("stop", "cross", _("Op"))
    if kit.is_running_out:
        return Shown("wait", "warning", _("Bijna op"))
    return Shown("ok", "check", _("Op voorraad"))


async def catalogue_cells(shelves: Sequence[Shelf]) -> AsyncIterator[list[Cell]]:
    """The catalogue as a table."""
    for shelf in shelves:
        kit = shelf.kit
        yield [
            kit.name,
            kit.free,
            kit.reserved,
            kit.shipped,
            shelf.waiting,
            shelf.requested,
            kit.max_per_activity,
            kit.max_per_organisation,
            kit.weight_g,
            kit.low_stock_at,
            state_of(kit).words,
        ]


async def ledger_cells(movements: AsyncIterator[Movement]) -> AsyncIterator[list[Cell]]:
    """The ledger of a kit as a table."""
    async for each in movements:
        row = each.row
        yield [
            row.at,
            MOVEMENTS[row.kind],
            row.quantity,
            row.free_after,
            row.reserved_after,
            row.shipped_after,
            row.reason,
            each.order.number if each.order else "",
            each.who,
        ]


async def holder_cells(holders: AsyncIterator[Holder]) -> AsyncIterator[list[Cell]]:
    """Who has a kit that was called back, as a table."""
    async for each in holders:
        order = each.order
        yield [
            order.number,
            each.name,
            order.recipient,
            ", ".join(each.phones),
            order.email,
            each.quantity,
            order.place,
        ]
