"""Reading the stock, and the ledger that explains it."""

from dataclasses import dataclass

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound
from weekplanner.kits import rights
from weekplanner.kits.models import Kit, KitOrderLine, StockMovement

PAGE = 50


@dataclass(frozen=True)
class Movement:
    """A line of the ledger, with the order it was for."""

    row: StockMovement
    order_id: int | None


async def kit_of(kit_id: int, *, actor: Person) -> Kit:
    """A kit with its stock; raises NotFound for who may not see that."""
    kit = await Kit.filter(id=kit_id).first()
    if kit is None or not rights.may_see_kit_desk(actor):
        raise NotFound
    return kit


async def movements_of(kit: Kit, *, offset: int) -> tuple[list[Movement], int]:
    """A page of its ledger, the latest first, and how many lines there are."""
    ledger = StockMovement.filter(kit_id=kit.id)
    rows = await ledger.order_by("-id").offset(offset).limit(PAGE)
    line_ids = [row.line_id for row in rows if row.line_id]
    orders = dict(await KitOrderLine.filter(id__in=line_ids).values_list("id", "order_id"))
    return [Movement(row, orders.get(row.line_id or 0)) for row in rows], await ledger.count()
