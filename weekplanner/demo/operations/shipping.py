"""What the team of the demonstration did with the orders of kits, some at a time."""

from collections.abc import Sequence
from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.core import clock
from weekplanner.demo.content import shown_organisation
from weekplanner.demo.kits import Progress, progress_of, reached_at
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.operations import deciding, parcels, shipping
from weekplanner.kits.operations.shipping import Tracked

AT_ONCE = 10
"""Orders in one transaction, and in one batch."""
CARRIER = "postnl"


async def next_orders(edition_id: int, *, after: int) -> Sequence[KitOrder]:
    """The next orders of an edition that the team has to look at, in the order in which they came."""
    return await KitOrder.filter(edition_id=edition_id, id__gt=after).order_by("id").limit(AT_ONCE)


async def work(
    orders: Sequence[KitOrder], *, now: datetime, is_over: bool, keeper: Person, seed: int
) -> None:
    """Bring each as far as it is by `now`, each step at its moment; part of a larger step."""
    wanted = {order.id: _progress(order, now=now, is_over=is_over, seed=seed) for order in orders}
    await _decide(orders, wanted, keeper=keeper)
    packed = [order for order in orders if wanted[order.id] >= Progress.LABELLED]
    made = await _batch(packed, keeper=keeper)
    for order in packed:
        for parcel in made.get(order.id, ()):
            await _send(parcel, order, wanted[order.id], keeper=keeper)


def _progress(order: KitOrder, *, now: datetime, is_over: bool, seed: int) -> Progress:
    if order.email == shown_organisation().contact_email and not is_over:
        return Progress.SHIPPED
    key = f"{order.email} {order.placed_at.isoformat()}"
    return progress_of(key, order.placed_at, now=now, is_over=is_over, seed=seed)


async def _decide(orders: Sequence[KitOrder], wanted: dict[int, Progress], *, keeper: Person) -> None:
    for order in orders:
        if wanted[order.id] < Progress.APPROVED:
            continue
        with clock.frozen(reached_at(Progress.APPROVED, order.placed_at)):
            for line in await KitOrderLine.filter(order_id=order.id, state=LineState.REQUESTED):
                if line.quantity == 3 and wanted[order.id] < Progress.DELIVERED:
                    continue  # still to be talked about
                if line.quantity > 3:
                    reason = "Zoveel hebben wij er niet. Eén pakket is genoeg voor 25 mensen."
                    await deciding.decline(line.id, reason, actor=keeper)
                else:
                    await deciding.grant(line.id, actor=keeper)
            await deciding.approve_orders([order.id], actor=keeper)


async def _batch(orders: Sequence[KitOrder], *, keeper: Person) -> dict[int, list[Shipment]]:
    """A batch of these, by order its parcels; one of which nothing is approved has none."""
    ids = [order.id for order in orders]
    if not await KitOrderLine.exists(order_id__in=ids, state=LineState.APPROVED, shipment_id=None):
        return {}
    with clock.frozen(reached_at(Progress.LABELLED, min(order.placed_at for order in orders))):
        batch = await parcels.make_batch(
            ids, joins_addresses=False, request_key=f"demo {ids[0]}", actor=keeper
        )
    made: dict[int, list[Shipment]] = {}
    for parcel in await Shipment.filter(batch_id=batch.id).order_by("id"):
        made.setdefault(parcel.order_id, []).append(parcel)
    return made


async def _send(parcel: Shipment, order: KitOrder, progress: Progress, *, keeper: Person) -> None:
    with clock.frozen(order.placed_at) as standing:
        for step in range(Progress.PACKED, progress + 1):
            standing.set(reached_at(Progress(step), order.placed_at))
            await _STEPS[Progress(step)](parcel, keeper)


async def _pack(parcel: Shipment, keeper: Person) -> None:
    await parcels.pack(parcel.id, version=parcel.version, actor=keeper)


async def _ship(parcel: Shipment, keeper: Person) -> None:
    await shipping.track(CARRIER, [Tracked(parcel.id, f"3SDEMO{parcel.id:07d}")], actor=keeper)
    await shipping.ship([parcel.id], actor=keeper)


async def _deliver(parcel: Shipment, keeper: Person) -> None:
    await shipping.deliver([parcel.id], actor=keeper)


async def _take_back(parcel: Shipment, keeper: Person) -> None:
    await shipping.take_back(parcel.id, "Niemand thuis", is_whole=True, actor=keeper)


_STEPS = {
    Progress.PACKED: _pack,
    Progress.SHIPPED: _ship,
    Progress.DELIVERED: _deliver,
    Progress.RETURNED: _take_back,
}
