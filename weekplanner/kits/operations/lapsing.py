"""Orders that cannot be sent any more: what is not packed of them falls away, and its stock is free again."""

from collections.abc import Collection, Sequence

from weekplanner.accounts.people import SYSTEM
from weekplanner.core import clock, db
from weekplanner.core.texts import gettext as _
from weekplanner.kits.models.lines import KitOrderLine, OrderEventKind
from weekplanner.kits.models.orders import LineState
from weekplanner.kits.operations import backorders, ledger
from weekplanner.kits.operations.ordering import give_up
from weekplanner.kits.operations.settling import event, settle, tell
from weekplanner.kits.values import sums_of


async def lapse(order_ids: Sequence[int], states: Collection[LineState]) -> None:
    """Cancel the lines in these states, which are not packed, of some orders; nobody is told.

    What was reserved goes to who waits, so lines that wait and lapse too come first.
    """
    now = clock.now()
    async with db.transaction():
        found = KitOrderLine.filter(order_id__in=list(order_ids), state__in=list(states))
        kits = await ledger.locked_kits([line.kit_id for line in await found])
        orders = await backorders.locked_with_who_waits(order_ids, kits.values())
        lines = [line for line in await found.order_by("id") if line.kit_id in kits]
        events = []
        for order in [orders[number] for number in sorted({line.order_id for line in lines})]:
            own = [line for line in lines if line.order_id == order.id]
            reason = _("De week is voorbij")
            gone = await give_up(own, sums_of(own), kits, actor=SYSTEM, reason=reason)
            await settle([order], now=now)
            events.append(event(order, OrderEventKind.CANCELLED, gone, now=now, reason=reason))
        await tell(events)
        await backorders.serve(kits.values(), orders, actor=SYSTEM, now=now)
