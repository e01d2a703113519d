"""The stock: every change of it is a line of the ledger, written with the numbers it leads to.

Who calls these has locked the kits, in the order of their ids and before any order (`locked_kits`).
"""

from collections.abc import Iterable, Sequence

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind, StockMovement
from weekplanner.kits.models.lines import KitOrderLine

_EFFECTS: dict[MovementKind, tuple[int, int, int]] = {
    MovementKind.RECEIVED: (1, 0, 0),
    MovementKind.RESERVED: (-1, 1, 0),
    MovementKind.RELEASED: (1, -1, 0),
    MovementKind.SHIPPED: (0, -1, 1),
    MovementKind.CORRECTED: (1, 0, 0),
    MovementKind.RETURNED: (1, 0, 0),
}
"""What one of a kit does to free, reserved and shipped."""

_MOVE = """
UPDATE kit SET free = free + ?, reserved = reserved + ?, shipped = shipped + ?
WHERE id = ? AND free + ? >= 0 AND reserved + ? >= 0
RETURNING free, reserved, shipped
"""


class NotInStock(Exception):
    """A programming error: stock was moved without looking whether it is there."""


async def locked_kits(ids: Iterable[int]) -> dict[int, Kit]:
    """These kits by id, locked; raises NotFound when there is one that does not exist."""
    db.require_transaction()
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    marks = ", ".join("?" * len(wanted))
    strength = "FOR NO KEY UPDATE" if db.dialect() == "postgres" else ""
    sql = f"SELECT * FROM kit WHERE id IN ({marks}) ORDER BY id {strength}"  # noqa: S608 - marks
    found = await db.read(Kit, sql, wanted)
    if len(found) < len(wanted):
        raise NotFound
    return {kit.id: kit for kit in found}


async def move(
    kit: Kit,
    kind: MovementKind,
    quantity: int,
    *,
    actor: Person,
    line: KitOrderLine | None = None,
    reason: str = "",
    request_key: str | None = None,
) -> None:
    """Change the stock, and write down why; `quantity` is below zero only for what is corrected down.

    Raises NotInStock when it is not there.
    """
    db.require_transaction()
    free, reserved, shipped = (quantity * each for each in _EFFECTS[kind])
    moved = await db.execute(_MOVE, (free, reserved, shipped, kit.id, free, reserved))
    if not moved:
        raise NotInStock
    kit.free, kit.reserved, kit.shipped = (moved[0][name] for name in ("free", "reserved", "shipped"))
    await db.insert(
        StockMovement(
            kit_id=kit.id,
            kind=kind,
            quantity=quantity,
            line_id=line.id if line else None,
            reason=reason,
            free_after=kit.free,
            reserved_after=kit.reserved,
            shipped_after=kit.shipped,
            account_id=actor.account_id,
            request_key=request_key,
            at=clock.now(),
        )
    )


async def move_lines(
    kits: dict[int, Kit],
    kind: MovementKind,
    lines: Sequence[KitOrderLine],
    *,
    actor: Person,
    reason: str = "",
) -> None:
    """The same for the whole of each of these lines."""
    for line in lines:
        await move(kits[line.kit_id], kind, line.quantity, actor=actor, line=line, reason=reason)
