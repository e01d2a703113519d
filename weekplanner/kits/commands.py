"""weekplanner export kit-orders: every line that was ordered for an edition, as a table."""

from collections.abc import AsyncIterator

from weekplanner.core import db
from weekplanner.editions.exporting import Export
from weekplanner.editions.models import Edition
from weekplanner.formats.tables import Cell
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.models.parcels import Shipment

ADDRESS = (
    "recipient_organisation",
    "recipient",
    "street",
    "house_number",
    "postcode",
    "place",
    "phone",
    "carrier_note",
    "email",
)
COLUMNS = (
    "number",
    "placed_at",
    "organisation",
    "activity_id",
    "activity",
    "team_reason",
    "kit",
    "quantity",
    "state",
    "is_replacement",
    "parcel",
    "carrier",
    "tracking_code",
    "shipped_at",
    "delivered_at",
    *ADDRESS,
)
"""One row a line of an order: what is short, or goes in another parcel, is a line of its own.

30 days after the week the address is empty; moments are local times.
"""


async def _rows(edition: Edition) -> AsyncIterator[list[Cell]]:
    lines = KitOrderLine.filter(order__edition_id=edition.id)
    whole = lines.select_related("order", "order__organisation", "order__activity", "kit", "shipment")
    async for line in db.pages(whole):
        yield _row(line)


def _row(line: KitOrderLine) -> list[Cell]:
    order: KitOrder = line.order
    parcel: Shipment | None = line.shipment
    return [
        order.number,
        order.placed_at,
        order.organisation.name if order.organisation else "",
        order.activity_id,
        order.activity.title if order.activity else "",
        order.team_reason,
        line.kit.name,
        line.quantity,
        line.state.value,
        line.is_replacement,
        parcel.code if parcel else "",
        parcel.carrier if parcel else "",
        parcel.tracking_code if parcel else "",
        parcel.shipped_at if parcel else None,
        parcel.delivered_at if parcel else None,
        *(getattr(order, name) for name in ADDRESS),
    ]


KIT_ORDERS = Export("kit-orders", "all orders of kits of an edition, addresses too", COLUMNS, _rows)
