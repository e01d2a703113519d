"""The team's yes and no: approving what was ordered, and what is wished above a limit."""

from collections.abc import Sequence

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.kits import rights
from weekplanner.kits.messages import orders as messages
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine, OrderEventKind
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.operations import letters, low_stock
from weekplanner.kits.operations import lines as lines_operations
from weekplanner.kits.operations.recording import record_order, record_orders
from weekplanner.kits.operations.settling import event, locked_line, locked_orders, settle, tell

MOST_AT_ONCE = 500

_APPROVE = """
UPDATE kit_order_line SET state = 'approved'
WHERE state = 'placed' AND order_id IN ({marks})
RETURNING id, order_id, kit_id, quantity
"""


class NothingChosen(Refused):
    """A button for what is chosen, and nothing is."""

    message = "Kies eerst één of meer bestellingen."


class TooManyChosen(Refused):
    """More than can be done while somebody waits."""

    def __init__(self) -> None:
        super().__init__(_("Kies er hooguit %(most)s tegelijk.") % {"most": MOST_AT_ONCE})


class Decided(Refused):
    """Somebody was before."""

    message = "Hierover is al beslist."


async def approve_orders(order_ids: Sequence[int], *, actor: Person) -> list[KitOrder]:
    """Approve all that is placed of these orders; answers those of which something was.

    Doing it again changes nothing. Raises NotAllowed, NothingChosen and TooManyChosen.
    """
    now = clock.now()
    wanted = _few_enough(order_ids)
    async with db.transaction():
        orders = await locked_orders(wanted)
        require(rights.may_approve_kit_orders(actor))
        if not orders:
            return []
        marks = ", ".join("?" * len(orders))
        rows = await db.execute(_APPROVE.format(marks=marks), list(orders))
        lines: dict[int, list[KitOrderLine]] = {}
        for row in rows:
            line = KitOrderLine(**{**row, "state": LineState.APPROVED})
            lines.setdefault(line.order_id, []).append(line)
        changed = [orders[number] for number in sorted(lines)]
        await settle(changed, now=now)
        await tell([event(each, OrderEventKind.APPROVED, lines[each.id], now=now) for each in changed])
        known = await messages.Known.about(changed, [line for each in lines.values() for line in each])
        await letters.put(*((each, messages.approved(each, lines[each.id], known)) for each in changed))
        await record_orders(actor, rights.APPROVE_KIT_ORDER, changed)
    return changed


async def grant(line_id: int, *, actor: Person) -> None:
    """Let an order have what is above a limit: from now on it is reserved, or waits for stock.

    Raises NotFound, NotAllowed and Decided.
    """
    now = clock.now()
    async with db.transaction():
        line, kits, order = await _requested(line_id, actor=actor)
        lines = await lines_operations.enter(line, kits[line.kit_id], actor=actor, now=now)
        await settle([order], now=now)
        await tell([event(order, OrderEventKind.GRANTED, lines, now=now)])
        await letters.put((order, await messages.granted(order, lines)))
        await low_stock.look(kits.values())
        await record_order(actor, rights.APPROVE_KIT_ORDER, order)


async def decline(line_id: int, reason: str, *, actor: Person) -> None:
    """Say no to what is above a limit, and why; the rest of the order goes on.

    Raises NotFound, NotAllowed and Decided.
    """
    now = clock.now()
    why = one_line(reason)
    async with db.transaction():
        line, _kits, order = await _requested(line_id, actor=actor)
        line.state = LineState.CANCELLED
        await KitOrderLine.filter(id=line.id).update(state=line.state)
        await settle([order], now=now)
        await tell([event(order, OrderEventKind.DECLINED, [line], now=now, reason=why)])
        await letters.put((order, await messages.cancelled(order, [line], reason=why, is_declined=True)))
        await record_order(actor, rights.APPROVE_KIT_ORDER, order, reason=why)


async def _requested(line_id: int, *, actor: Person) -> tuple[KitOrderLine, dict[int, Kit], KitOrder]:
    line, kits, order = await locked_line(line_id)
    require(rights.may_approve_kit_orders(actor))
    if line.state is not LineState.REQUESTED:
        raise Decided
    return line, kits, order


def _few_enough(order_ids: Sequence[int]) -> list[int]:
    wanted = list(dict.fromkeys(order_ids))
    if not wanted:
        raise NothingChosen
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyChosen
    return wanted
