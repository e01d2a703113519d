"""Reading orders: what is in them, how far they are, and what happened to them."""

from dataclasses import dataclass
from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound
from weekplanner.events.models import Activity
from weekplanner.kits import rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine, OrderEvent, OrderEventKind
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment


@dataclass(frozen=True)
class Content:
    """So many of a kit, at one stage."""

    kit: Kit
    quantity: int
    state: LineState


@dataclass(frozen=True)
class Step:
    """What happened to an order at a moment."""

    at: datetime
    kind: OrderEventKind
    contents: tuple[tuple[str, int], ...]
    """Names of kits, and how many of each."""
    shipment: Shipment | None
    reason: str


@dataclass(frozen=True)
class WholeOrder:
    """An order with all that its page tells."""

    order: KitOrder
    activity: Activity | None
    contents: tuple[Content, ...]
    shipments: tuple[Shipment, ...]
    timeline: tuple[Step, ...]
    """The latest first."""


async def whole_order(order_id: int, *, actor: Person) -> WholeOrder:
    """One order; raises NotFound for who may not see it."""
    order = await KitOrder.filter(id=order_id).first()
    if order is None or not rights.may_see_kit_order(actor, order):
        raise NotFound
    lines = await KitOrderLine.filter(order_id=order.id).order_by("id")
    events = await OrderEvent.filter(order_id=order.id).order_by("-id")
    named = {line.kit_id for line in lines} | {kit_id for each in events for kit_id, _number in each.kits}
    kits = {kit.id: kit for kit in await Kit.filter(id__in=list(named))}
    ids = {line.shipment_id for line in lines} | {each.shipment_id for each in events}
    shipments = {each.id: each for each in await Shipment.filter(id__in=[one for one in ids if one])}
    return WholeOrder(
        order,
        await Activity.filter(id=order.activity_id).first() if order.activity_id else None,
        _contents(lines, kits),
        tuple(shipments[number] for number in sorted(shipments)),
        tuple(
            Step(
                each.at,
                each.kind,
                tuple((kits[kit_id].name, number) for kit_id, number in each.kits),
                shipments.get(each.shipment_id or 0),
                each.reason,
            )
            for each in events
        ),
    )


def _contents(lines: list[KitOrderLine], kits: dict[int, Kit]) -> tuple[Content, ...]:
    sums: dict[tuple[int, LineState], int] = {}
    for line in lines:
        key = (line.kit_id, line.state)
        sums[key] = sums.get(key, 0) + line.quantity
    in_order = sorted(sums, key=lambda key: (kits[key[0]].position, list(LineState).index(key[1])))
    return tuple(Content(kits[kit_id], sums[kit_id, state], state) for kit_id, state in in_order)
