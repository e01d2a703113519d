"""Back-orders: first come, first served when stock arrives, or when somebody gives some up.

As long as a line waits for a kit, nothing of it is free once this is done.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from tortoise.queryset import QuerySet

from weekplanner.accounts.people import SYSTEM, Person
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.kits import plans, rights
from weekplanner.kits.messages import orders as messages
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind
from weekplanner.kits.models.lines import KitOrderLine, OrderEventKind
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.operations import ledger, letters, low_stock
from weekplanner.kits.operations.recording import record_order
from weekplanner.kits.operations.settling import event, locked_line, locked_orders, settle, split, tell
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress

AT_ONCE = 50
"""Lines of a kit served in one transaction."""

_IN_LINE = ("queue_rank", "queued_at", "id")


class NotWaiting(Refused):
    """It has its stock, or is cancelled."""

    message = "Deze regel wacht niet meer op voorraad."


async def locked_with_who_waits(order_ids: Iterable[int], kits: Iterable[Kit]) -> dict[int, KitOrder]:
    """Lock these orders, and those first in line for these kits, so that `serve` can follow.

    All in one go: two who each lock an order and then want the other's would wait for ever.
    """
    ids = set(order_ids)
    for kit in kits:
        first = _waiting(kit).order_by(*_IN_LINE).limit(AT_ONCE)
        ids.update([number for (number,) in await first.values_list("order_id")])
    return await locked_orders(ids)


async def serve(
    kits: Iterable[Kit], orders: Mapping[int, KitOrder], *, actor: Person, now: datetime
) -> Sequence[KitOrder]:
    """Give what is free of these kits to who waits longest; answers whose orders changed.

    `orders` are those of `locked_with_who_waits`. Where more can be served than fits into a transaction,
    the schedule goes on.
    """
    served: dict[int, list[KitOrderLine]] = {}
    every = list(kits)
    for kit in every:
        for line in await _serve_kit(kit, orders, actor=actor):
            served.setdefault(line.order_id, []).append(line)
        if await _is_served_further(kit):
            await schedule.plan_unless_waiting(plans.back_orders(kit, now=now))
    changed = [orders[number] for number in sorted(served)]
    await settle(changed, now=now)
    await tell([event(order, OrderEventKind.SERVED, served[order.id], now=now) for order in changed])
    for order in changed:
        await letters.put((order, await messages.served(order, served[order.id])))
    return changed


async def go_on(rows: Sequence[DueRow]) -> Progress:
    """Work of the schedule: serve more of the line for a kit."""
    now = clock.now()
    kits = await ledger.locked_kits(row.subject_id for row in rows)
    orders = await locked_with_who_waits((), kits.values())
    served = await serve(kits.values(), orders, actor=SYSTEM, now=now)
    told = await low_stock.look(kits.values())
    is_more = bool(served) and any([await _is_served_further(kit) for kit in kits.values()])
    return Progress(len(served) + told, go_on_after=served[-1].id if is_more else None)


async def put_first(line_id: int, reason: str, *, actor: Person) -> None:
    """Let a back-order go before all others of its kit; why is kept.

    Raises NotFound, NotAllowed and NotWaiting.
    """
    now = clock.now()
    require(rights.may_rank_kit_orders(actor))
    async with db.transaction():
        line, kits, order = await locked_line(line_id)
        if line.state is not LineState.BACK_ORDERED:
            raise NotWaiting
        first = await _waiting(kits[line.kit_id]).order_by(*_IN_LINE).first()
        line.queue_rank = (first.queue_rank if first else 0) - 1
        line.queue_reason = one_line(reason)
        await line.save(update_fields=["queue_rank", "queue_reason"])
        await settle([order], now=now)
        await record_order(actor, rights.RANK_KIT_ORDER, order, reason=line.queue_reason)


async def _serve_kit(kit: Kit, orders: Iterable[int], *, actor: Person) -> list[KitOrderLine]:
    served: list[KitOrderLine] = []
    if not kit.free or kit.is_recalled:
        return served
    for line in await _waiting(kit).filter(order_id__in=list(orders)).order_by(*_IN_LINE).limit(AT_ONCE):
        if not kit.free:
            break
        part = line if line.quantity <= kit.free else await split(line, kit.free)
        part.state = LineState.PLACED
        await KitOrderLine.filter(id=part.id).update(state=part.state)
        why = part.queue_reason or _("Nabestelling, aan de beurt")
        await ledger.move(kit, MovementKind.RESERVED, part.quantity, actor=actor, line=part, reason=why)
        served.append(part)
    return served


def _waiting(kit: Kit) -> QuerySet[KitOrderLine]:
    return KitOrderLine.filter(kit_id=kit.id, state=LineState.BACK_ORDERED)


async def _is_served_further(kit: Kit) -> bool:
    return bool(kit.free) and not kit.is_recalled and await _waiting(kit).exists()
