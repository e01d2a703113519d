"""An order that goes to another address than before, and its parcels, which go with it."""

from collections.abc import Iterable
from datetime import datetime

from weekplanner.kits.models.lines import KitOrderLine, OrderEvent, OrderEventKind
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.operations import parcels
from weekplanner.kits.operations.settling import event
from weekplanner.kits.values import Address, searchable


async def move(order: KitOrder, to: Address, lines: Iterable[KitOrderLine], *, now: datetime) -> OrderEvent:
    """Give an order another address; the caller saves and settles it, and has opened what was packed.

    Its prepared parcels get a new label. It leaves one that it shares with orders that do not move.
    """
    order.update_from_dict(to.columns())
    order.searched = searchable(order)
    own = [line for line in lines if line.shipment_id and line.state is LineState.APPROVED]
    for shipment_id in sorted({line.shipment_id for line in own if line.shipment_id}):
        others = KitOrderLine.filter(shipment_id=shipment_id).exclude(order_id=order.id)
        stays = await others.order_by("id").first()
        if stays is not None:
            ids = [line.id for line in own if line.shipment_id == shipment_id]
            await KitOrderLine.filter(id__in=ids).update(shipment_id=None)
        await Shipment.filter(id=shipment_id).update(order_id=stays.order_id if stays else order.id)
        await parcels.outdate([shipment_id])
    return event(order, OrderEventKind.ADDRESS_CHANGED, now=now)
