"""Reading what of an order waits for somebody: above a limit, or for stock."""

from dataclasses import dataclass

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound
from weekplanner.kits import rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState


@dataclass(frozen=True)
class WaitingLine:
    """A line, with its kit and its order."""

    line: KitOrderLine
    kit: Kit
    order: KitOrder

    @property
    def is_above_limit(self) -> bool:
        """Whether the team decides about it; else it waits for stock."""
        return self.line.state is LineState.REQUESTED


async def waiting_lines(order: KitOrder) -> list[WaitingLine]:
    """What of an order waits; the caller knows that the reader may see it."""
    states = (LineState.REQUESTED, LineState.BACK_ORDERED)
    lines = (
        await KitOrderLine.filter(order_id=order.id, state__in=states).select_related("kit").order_by("id")
    )
    return [WaitingLine(line, line.kit, order) for line in lines]


async def waiting_line(line_id: int, *, actor: Person) -> WaitingLine:
    """One line, in whatever state it is now; raises NotFound for who does not look after kits."""
    line = await KitOrderLine.filter(id=line_id).select_related("kit", "order").first()
    if line is None or not rights.may_see_kit_desk(actor):
        raise NotFound
    return WaitingLine(line, line.kit, line.order)
