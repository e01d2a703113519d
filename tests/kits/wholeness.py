"""What must be true of the stock, its ledger and all orders at every moment."""

from collections import Counter
from collections.abc import Sequence

from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind, StockMovement
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import RESERVING, KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState

ADDED = (MovementKind.RECEIVED, MovementKind.CORRECTED, MovementKind.RETURNED)
RANKS = list(LineState)
STATES_IN = {
    ShipmentState.PREPARED: {LineState.APPROVED},
    ShipmentState.PACKED: {LineState.PACKED},
    ShipmentState.SHIPPED: {LineState.SHIPPED},
    ShipmentState.DELIVERED: {LineState.DELIVERED},
    ShipmentState.RETURNED: {LineState.RETURNED},
    ShipmentState.DROPPED: set(),
}


async def what_is_wrong_with_kits(
    *, is_served: bool = True, kit_ids: Sequence[int] | None = None
) -> list[str]:
    """Every rule that is broken; `is_served` when the schedule has nothing left to do.

    With `kit_ids` only those are looked at, and the orders that have them.
    """
    found = []
    kits = Kit.all() if kit_ids is None else Kit.filter(id__in=kit_ids)
    lines = await (KitOrderLine.all() if kit_ids is None else KitOrderLine.filter(kit_id__in=kit_ids))
    orders, shipments = KitOrder.all(), Shipment.all()
    if kit_ids is not None:
        ids = {line.order_id for line in lines}
        orders, shipments = KitOrder.filter(id__in=ids), Shipment.filter(order_id__in=ids)
    for kit in await kits.order_by("id"):
        found += await _of_kit(kit, [line for line in lines if line.kit_id == kit.id], is_served=is_served)
    for order in await orders:
        own = [line.state for line in lines if line.order_id == order.id]
        least = min(own, key=RANKS.index)
        if order.state is not least:
            found.append(f"order {order.id} shows {order.state}, and its least advanced line is {least}")
    for shipment in await shipments:
        inside = {line.state for line in lines if line.shipment_id == shipment.id}
        if inside != STATES_IN[shipment.state]:
            found.append(f"parcel {shipment.id} is {shipment.state} with lines that are {inside}")
    return found


async def _of_kit(kit: Kit, lines: list[KitOrderLine], *, is_served: bool) -> list[str]:
    found = []
    moved = Counter[MovementKind]()
    last = (0, 0, 0)
    for each in await StockMovement.filter(kit_id=kit.id).order_by("id"):
        moved[each.kind] += each.quantity
        last = (each.free_after, each.reserved_after, each.shipped_after)
        added = sum(moved[kind] for kind in ADDED)
        if added != sum(last) or min(last) < 0:
            found.append(f"{kit.name}: at movement {each.id} {added} came in, and {last} are accounted for")
    stock = (kit.free, kit.reserved, kit.shipped)
    if stock != last:
        found.append(f"{kit.name}: the stock is {stock}, and the ledger says {last}")
    reserved = sum(line.quantity for line in lines if line.state in RESERVING)
    if reserved != kit.reserved:
        found.append(f"{kit.name}: {reserved} stand in orders, and {kit.reserved} are reserved")
    out = (LineState.SHIPPED, LineState.DELIVERED, LineState.RETURNED)
    shipped = sum(line.quantity for line in lines if line.state in out)
    if shipped != kit.shipped:
        found.append(f"{kit.name}: {shipped} went out in orders, and {kit.shipped} are counted")
    waits = any(line.state is LineState.BACK_ORDERED for line in lines)
    if is_served and waits and kit.free and not kit.is_recalled:
        found.append(f"{kit.name}: {kit.free} are free while somebody waits")
    return found
