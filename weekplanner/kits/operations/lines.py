"""Lines of an order as they begin and end: reserved, back-ordered, above a limit, cancelled.

Their kits are locked, and then their order.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.texts import gettext as _
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.operations import ledger
from weekplanner.kits.operations.settling import split

GIVEN_UP_FIRST = (LineState.REQUESTED, LineState.BACK_ORDERED, LineState.PLACED, LineState.APPROVED)
"""When less is wanted: what costs others least."""


async def add(
    order: KitOrder,
    kit: Kit,
    quantity: int,
    *,
    above: int = 0,
    actor: Person,
    now: datetime,
    is_replacement: bool = False,
    state: LineState = LineState.PLACED,
) -> list[KitOrderLine]:
    """Reserve what is there, queue what is short, and keep `above` as a wish that reserves nothing.

    As long as others wait for this kit nobody goes before them.
    """
    reserved = 0 if await is_waited_for(kit) else min(quantity, kit.free)
    made = []
    for part, its_state in (
        (reserved, state),
        (quantity - reserved, LineState.BACK_ORDERED),
        (above, LineState.REQUESTED),
    ):
        if part:
            line = KitOrderLine(
                order_id=order.id,
                kit_id=kit.id,
                quantity=part,
                state=its_state,
                shipment_id=None,
                is_replacement=is_replacement,
                queued_at=now if its_state is LineState.BACK_ORDERED else None,
            )
            await db.insert(line)
            made.append(line)
            if its_state is state:
                await ledger.move(kit, MovementKind.RESERVED, part, actor=actor, line=line)
    return made


async def enter(line: KitOrderLine, kit: Kit, *, actor: Person, now: datetime) -> list[KitOrderLine]:
    """Let a wish above a limit be an order like others: reserved, or in the line from now on."""
    fits = 0 if await is_waited_for(kit) else min(line.quantity, kit.free)
    short = await split(line, line.quantity - fits) if 0 < fits < line.quantity else None
    parts = [line, short] if short else [line]
    for part in parts:
        is_there = fits > 0 and part is line
        part.state = LineState.PLACED if is_there else LineState.BACK_ORDERED
        part.queued_at = None if is_there else now
        await KitOrderLine.filter(id=part.id).update(state=part.state, queued_at=part.queued_at)
        if is_there:
            why = _("Boven de grens, toegekend")
            await ledger.move(kit, MovementKind.RESERVED, part.quantity, actor=actor, line=part, reason=why)
    return parts


async def is_waited_for(kit: Kit) -> bool:
    """Whether anybody is in the line for this kit."""
    return await KitOrderLine.filter(kit_id=kit.id, state=LineState.BACK_ORDERED).exists()


async def take_away(
    lines: Sequence[KitOrderLine], quantity: int, kits: Mapping[int, Kit], *, actor: Person, reason: str = ""
) -> list[KitOrderLine]:
    """Cancel `quantity` of these lines of one kit, the least settled and the newest first.

    Answers the cancelled lines, which still name the parcel that they were taken from. What was reserved is
    free again; `backorders.serve` follows.
    """
    gone = []
    order_of = {state: place for place, state in enumerate(GIVEN_UP_FIRST)}
    for line in sorted(lines, key=lambda line: (order_of[line.state], -line.id)):
        if not quantity:
            break
        part = line if line.quantity <= quantity else await split(line, quantity)
        quantity -= part.quantity
        if part.state in (LineState.PLACED, LineState.APPROVED):
            kit = kits[part.kit_id]
            why = reason or _("Geannuleerd")
            await ledger.move(kit, MovementKind.RELEASED, part.quantity, actor=actor, line=part, reason=why)
        part.state = LineState.CANCELLED
        await KitOrderLine.filter(id=part.id).update(state=part.state, shipment_id=None)
        gone.append(part)
    return gone
