"""Batches of parcels to print."""

from dataclasses import replace

from tests.make import DOOR, Make
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import db
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.models.parcels import Batch, Shipment
from weekplanner.kits.operations import deciding, parcels

_SHIPMENTS = """
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)
INSERT INTO shipment (order_id, batch_id, state, version, carrier, tracking_code, created_at)
SELECT order_id, batch_id, state, version, carrier, tracking_code, created_at
FROM shipment CROSS JOIN numbers WHERE shipment.id = ?
"""
_LINES = """
INSERT INTO kit_order_line
  (order_id, kit_id, quantity, state, shipment_id, is_replacement, queue_rank, queue_reason)
SELECT line.order_id, line.kit_id, line.quantity, line.state, shipment.id, line.is_replacement, 0, ''
FROM kit_order_line AS line CROSS JOIN shipment
WHERE line.shipment_id = ? AND shipment.batch_id = ? AND shipment.id <> ?
"""


async def batch_of(*orders: KitOrder, joins_addresses: bool = False) -> Batch:
    """A batch with a parcel for each order, or for each address."""
    ids = [order.id for order in orders]
    await deciding.approve_orders(ids, actor=SYSTEM)
    return await parcels.make_batch(
        ids, joins_addresses=joins_addresses, request_key=f"batch-{ids}", actor=SYSTEM
    )


async def two_boxes(make: Make) -> tuple[Batch, Kit, Kit]:
    """Two orders from two addresses, of two kits."""
    package = await make.kit("Kom erbij-pakket", stock_of=20, weight_g=1450, contents=("5 posters A3",))
    games = await make.kit("Spellen", stock_of=20, weight_g=300)
    soup, walk = await make.activity(), await make.activity(title="Wandelen langs de singel")
    other = replace(DOOR, recipient="Łucja Ősz", recipient_organisation="", place="’s-Hertogenbosch")
    first = await make.kit_order(soup, {package.id: 2, games.id: 1})
    second = await make.kit_order(walk, {games.id: 3}, to=other)
    return await batch_of(first, second), package, games


async def many_boxes(make: Make, number: int) -> Batch:
    """So many parcels for the same door; only for who prints them, as the ledger knows of one."""
    kit = await make.kit(stock_of=1, weight_g=1450)
    batch = await batch_of(await make.kit_order(await make.activity(), {kit.id: 1}))
    first = await Shipment.get(batch_id=batch.id)
    async with db.transaction():
        await db.execute(_SHIPMENTS, (number - 1, first.id))
        await db.execute(_LINES, (first.id, batch.id, first.id))
    return batch
