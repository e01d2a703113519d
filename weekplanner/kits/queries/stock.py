"""Reading the catalogue with its stock, and the ledger that explains it."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass

from weekplanner.accounts.models import Account
from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound, require
from weekplanner.kits import rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind, StockMovement
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState

PAGE = 50

_IN_LINE = """
SELECT kit_id, state, SUM(quantity) AS number FROM kit_order_line
WHERE state IN ('back_ordered', 'requested') GROUP BY kit_id, state
"""
_MOVED = "SELECT kind, SUM(quantity) AS number FROM stock_movement WHERE kit_id = ? GROUP BY kind"


@dataclass(frozen=True)
class Shelf:
    """A kit with what people still wish of it."""

    kit: Kit
    waiting: int
    """How many are back-ordered."""
    requested: int
    """How many are wished above a limit."""


@dataclass(frozen=True)
class Balance:
    """Where the kits came from, and where they are: received + corrected + returned = the other three."""

    received: int
    corrected: int
    returned: int
    free: int
    reserved: int
    shipped: int


@dataclass(frozen=True)
class Movement:
    """A line of the ledger, with the order it was for and who did it, where that is known."""

    row: StockMovement
    order: KitOrder | None
    account: Account | None

    @property
    def who(self) -> str:
        """What they are called."""
        return (self.account.name or self.account.email) if self.account else ""


async def shelves(*, actor: Person) -> Sequence[Shelf]:
    """The whole catalogue, in its order; raises NotAllowed."""
    require(rights.may_see_kit_desk(actor))
    wished = {(row["kit_id"], row["state"]): int(row["number"]) for row in await db.rows(_IN_LINE)}
    return [
        Shelf(
            kit,
            wished.get((kit.id, LineState.BACK_ORDERED.value), 0),
            wished.get((kit.id, LineState.REQUESTED.value), 0),
        )
        for kit in await Kit.all().order_by("position", "id")
    ]


async def kit_of(kit_id: int, *, actor: Person) -> Kit:
    """A kit with its stock; raises NotFound for who may not see that."""
    kit = await Kit.filter(id=kit_id).first()
    if kit is None or not rights.may_see_kit_desk(actor):
        raise NotFound
    return kit


async def balance_of(kit: Kit) -> Balance:
    """What the ledger says together, which explains what there is."""
    moved = {row["kind"]: int(row["number"]) for row in await db.rows(_MOVED, (kit.id,))}
    return Balance(
        received=moved.get(MovementKind.RECEIVED.value, 0),
        corrected=moved.get(MovementKind.CORRECTED.value, 0),
        returned=moved.get(MovementKind.RETURNED.value, 0),
        free=kit.free,
        reserved=kit.reserved,
        shipped=kit.shipped,
    )


async def movements_of(kit: Kit, *, offset: int) -> tuple[Sequence[Movement], int]:
    """A page of its ledger, the latest first, and how many lines there are."""
    ledger = StockMovement.filter(kit_id=kit.id)
    rows = await ledger.order_by("-id").offset(offset).limit(PAGE)
    return await _explained(rows), await ledger.count()


async def every_movement(kit: Kit) -> AsyncIterator[Movement]:
    """Its whole ledger, the first first, some hundreds in memory at a time."""
    part: list[StockMovement] = []
    async for row in db.pages(StockMovement.filter(kit_id=kit.id)):
        part.append(row)
        if len(part) == db.PAGE_ROWS:
            for movement in await _explained(part):
                yield movement
            part = []
    for movement in await _explained(part):
        yield movement


async def running_out() -> int:
    """Kits of which fewer are free than the mark at which the team is told."""
    return sum(kit.is_running_out for kit in await Kit.all())


async def back_ordered() -> int:
    """Kits that people wait for."""
    rows = await db.rows(_IN_LINE)
    return sum(int(row["number"]) for row in rows if row["state"] == LineState.BACK_ORDERED.value)


async def _explained(rows: Sequence[StockMovement]) -> Sequence[Movement]:
    orders = await _orders_of({row.line_id for row in rows if row.line_id})
    ids = {row.account_id for row in rows if row.account_id}
    accounts = {each.id: each for each in await Account.filter(id__in=list(ids))}
    return [Movement(row, orders.get(row.line_id or 0), accounts.get(row.account_id or 0)) for row in rows]


async def _orders_of(line_ids: Iterable[int]) -> Mapping[int, KitOrder]:
    lines = await KitOrderLine.filter(id__in=list(line_ids)).select_related("order")
    return {line.id: line.order for line in lines}
