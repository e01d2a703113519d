"""What calling a kit back means, who has it, and how far telling them is."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass

from tortoise.expressions import Subquery
from tortoise.queryset import QuerySet

from weekplanner.accounts.models import Account
from weekplanner.core import db
from weekplanner.kits import plans
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.mailer.models import DueRow, DueState

PAGE = 50
OUT = (LineState.SHIPPED, LineState.DELIVERED)

_REACH = """
SELECT
  COUNT(DISTINCT CASE WHEN line.state IN ('requested', 'back_ordered', 'placed', 'approved', 'packed')
    THEN line.order_id END) AS orders,
  COUNT(DISTINCT CASE WHEN shipment.state = 'packed' THEN shipment.id END) AS parcels,
  COUNT(DISTINCT CASE WHEN line.state IN ('shipped', 'delivered') THEN line.order_id END) AS holders,
  COALESCE(SUM(CASE WHEN line.state IN ('shipped', 'delivered') THEN line.quantity ELSE 0 END), 0) AS out
FROM kit_order_line AS line LEFT JOIN shipment ON shipment.id = line.shipment_id
WHERE line.kit_id = ?
"""


@dataclass(frozen=True)
class Reach:
    """Whom and what a recall concerns."""

    orders: int
    """Of which something is not gone yet: it is cancelled."""
    parcels: int
    """Packed, with the kit in it: they are opened again."""
    holders: int
    """Orders of which it is on its way or there: they are told."""
    out: int
    """How many kits that is."""


@dataclass(frozen=True)
class Holder:
    """Somebody who has a kit, or gets it soon."""

    order: KitOrder
    quantity: int
    account: Account | None

    @property
    def name(self) -> str:
        """The organisation, or who it was sent to."""
        organisation = self.order.organisation
        return organisation.name if organisation else self.order.recipient_organisation

    @property
    def phones(self) -> tuple[str, ...]:
        """Where they can be called: who organises, and who takes the parcel in."""
        organisation, account = self.order.organisation, self.account
        known = (
            account.phone if account else "",
            organisation.phone if organisation else "",
            self.order.phone,
        )
        return tuple(dict.fromkeys(filter(None, known)))


async def reach_of(kit: Kit) -> Reach:
    """What calling it back means now; after it, what is still to be done."""
    (row,) = await db.rows(_REACH, (kit.id,))
    return Reach(int(row["orders"]), int(row["parcels"]), int(row["holders"]), int(row["out"]))


async def is_worked_off(kit: Kit) -> bool:
    """Whether the schedule has told everybody, and cancelled all that was not gone."""
    return not await DueRow.exists(kind=plans.RECALL, subject_id=kit.id, state=DueState.WAITING)


async def holders_of(kit: Kit, *, offset: int) -> tuple[Sequence[Holder], int]:
    """A page of who has it, in the order in which they ordered, and how many there are."""
    orders = _orders_with(kit)
    return await _complete(kit, await orders.order_by("id").offset(offset).limit(PAGE)), await orders.count()


async def every_holder(kit: Kit) -> AsyncIterator[Holder]:
    """All of them, some hundreds in memory at a time."""
    part: list[KitOrder] = []
    async for order in db.pages(_orders_with(kit)):
        part.append(order)
        if len(part) == db.PAGE_ROWS:
            for holder in await _complete(kit, part):
                yield holder
            part = []
    for holder in await _complete(kit, part):
        yield holder


def _orders_with(kit: Kit) -> QuerySet[KitOrder]:
    lines = KitOrderLine.filter(kit_id=kit.id, state__in=OUT)
    return KitOrder.filter(id__in=Subquery(lines.values("order_id"))).select_related("organisation")


async def _complete(kit: Kit, orders: Iterable[KitOrder]) -> Sequence[Holder]:
    known = list(orders)
    lines = KitOrderLine.filter(kit_id=kit.id, state__in=OUT, order_id__in=[order.id for order in known])
    quantities: dict[int, int] = {}
    for order_id, quantity in await lines.values_list("order_id", "quantity"):
        quantities[order_id] = quantities.get(order_id, 0) + quantity
    ids = [order.placed_by_id for order in known if order.placed_by_id and order.organisation_id]
    accounts = {each.id: each for each in await Account.filter(id__in=ids)}
    return [
        Holder(order, quantities.get(order.id, 0), accounts.get(order.placed_by_id or 0)) for order in known
    ]
