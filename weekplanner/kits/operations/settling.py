"""What an order shows follows from its lines; every change of lines ends here."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.core.fields import readable_json
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine, OrderEvent, OrderEventKind
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.operations.ledger import locked_kits

_RANKS = " ".join(f"WHEN '{state.value}' THEN {rank}" for rank, state in enumerate(LineState))
_STATES = " ".join(f"WHEN {rank} THEN '{state.value}'" for rank, state in enumerate(LineState))
_LEAST = f"CASE MIN(CASE state {_RANKS} END) {_STATES} END"

EVENTS_AT_ONCE = 100


async def locked_orders(ids: Iterable[int]) -> dict[int, KitOrder]:
    """These orders by id, locked in that order; after their kits, where stock is moved."""
    db.require_transaction()
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    strength = "FOR NO KEY UPDATE" if db.dialect() == "postgres" else ""
    sql = f"SELECT * FROM kit_order WHERE id IN ({marks}) ORDER BY id {strength}"  # noqa: S608 - marks
    return {order.id: order for order in await db.read(KitOrder, sql, wanted)}


async def locked_order(order_id: int) -> KitOrder:
    """One order, locked; raises NotFound."""
    found = await locked_orders([order_id])
    if not found:
        raise NotFound
    return found[order_id]


async def locked_line(line_id: int) -> tuple[KitOrderLine, dict[int, Kit], KitOrder]:
    """A line, with its kit and its order locked in that order; raises NotFound."""
    before = await db.find(KitOrderLine, id=line_id)
    if before is None:
        raise NotFound
    kits = await locked_kits([before.kit_id])
    order = await locked_order(before.order_id)
    return await KitOrderLine.get(id=line_id), kits, order


async def lines_of(order_ids: Iterable[int]) -> list[KitOrderLine]:
    """The lines of these orders, in the order in which they were made."""
    return await KitOrderLine.filter(order_id__in=list(order_ids)).order_by("id")


async def settle(orders: Iterable[KitOrder], *, now: datetime) -> None:
    """Let these show the least advanced of their lines, as changed now.

    Cancelled and returned lines count only when all of them are (product §8).
    """
    by_id = {order.id: order for order in orders}
    if not by_id:
        return
    marks = ", ".join("?" * len(by_id))
    rows = await db.execute(
        f"""
        UPDATE kit_order SET version = version + 1, changed_at = ?, state =
          (SELECT {_LEAST} FROM kit_order_line WHERE order_id = kit_order.id)
        WHERE id IN ({marks}) RETURNING id, state, version
        """,  # noqa: S608 - marks
        (now, *by_id),
    )
    for row in rows:
        order = by_id[row["id"]]
        order.state, order.version, order.changed_at = LineState(row["state"]), row["version"], now


def event(
    order: KitOrder,
    kind: OrderEventKind,
    lines: Iterable[KitOrderLine] = (),
    *,
    now: datetime,
    shipment_id: int | None = None,
    reason: str = "",
) -> OrderEvent:
    """A step for the timeline of an order; `tell` writes it down."""
    of_kit: dict[int, int] = {}
    for line in lines:
        of_kit[line.kit_id] = of_kit.get(line.kit_id, 0) + line.quantity
    return OrderEvent(
        order_id=order.id,
        kind=kind,
        kits=list(of_kit.items()),
        shipment_id=shipment_id,
        reason=reason,
        at=now,
    )


async def tell(events: Sequence[OrderEvent]) -> None:
    """Write steps down, many at a time."""
    for start in range(0, len(events), EVENTS_AT_ONCE):
        part = events[start : start + EVENTS_AT_ONCE]
        marks = ", ".join(["(?, ?, ?, ?, ?, ?)"] * len(part))
        values = [
            value
            for each in part
            for value in (
                each.order_id,
                each.kind.value,
                readable_json(each.kits),
                each.shipment_id,
                each.reason,
                each.at,
            )
        ]
        await db.execute(
            f"INSERT INTO order_event (order_id, kind, kits, shipment_id, reason, at) VALUES {marks}",  # noqa: S608 - marks
            values,
        )


async def set_state(lines: Sequence[KitOrderLine], state: LineState) -> None:
    """Bring whole lines to a state."""
    if lines:
        await KitOrderLine.filter(id__in=[line.id for line in lines]).update(state=state)
    for line in lines:
        line.state = state


async def split(line: KitOrderLine, quantity: int) -> KitOrderLine:
    """Make a line of its own of `quantity` of these; the line that is answered is the new one."""
    rest = KitOrderLine(
        order_id=line.order_id,
        kit_id=line.kit_id,
        quantity=quantity,
        state=line.state,
        shipment_id=line.shipment_id,
        is_replacement=line.is_replacement,
        queue_rank=line.queue_rank,
        queued_at=line.queued_at,
        queue_reason=line.queue_reason,
    )
    line.quantity -= quantity
    await KitOrderLine.filter(id=line.id).update(quantity=line.quantity)
    await db.insert(rest)
    return rest
