"""What the team does outside the rules, each with a reason: ordering for others, sending again, recalling."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from weekplanner.accounts.addresses import address
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import SYSTEM, Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.kits import plans, rights
from weekplanner.kits.messages import orders as messages
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind
from weekplanner.kits.models.lines import KitOrderLine, OrderEventKind
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.operations import ledger, letters, low_stock, moving, parcels
from weekplanner.kits.operations import lines as lines_operations
from weekplanner.kits.operations.ordering import (
    NotOffered,
    chosen,
    finish,
    insert_order,
    new_order,
    one_at_a_time,
    ordered_with,
)
from weekplanner.kits.operations.recording import record_kit, record_order
from weekplanner.kits.operations.settling import event, lines_of, locked_orders, settle, tell
from weekplanner.kits.operations.stock import ReasonMissing
from weekplanner.kits.values import Address, OrderValues
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress

RECALLED_AT_ONCE = 50
"""Orders in one transaction."""


class WasSent(Refused):
    """Another address helps nobody once it is on its way."""

    message = "Deze bestelling is al verstuurd. Het adres wijzigen kan niet meer."


class NothingToReplace(Refused):
    """Only what went out can be sent again."""

    message = "Deze doos is nog niet verstuurd, of is al vervangen."


class IsRecalled(Refused):
    """Once is enough."""

    message = "Dit pakket is al teruggeroepen."


async def order_for(
    wanted: OrderValues,
    reason: str,
    *,
    organisation_id: int | None,
    request_key: str,
    actor: Person,
) -> KitOrder:
    """Order on somebody's behalf: without an activity, a limit or a last day, but with a reason.

    What is short waits like everybody's. Raises NotAllowed, NotFound, ReasonMissing, NothingOrdered,
    NotOffered, TooManyKits and WrongAddress.
    """
    now = clock.now()
    email, why = address(wanted.email).text, one_line(reason)
    quantities = chosen(wanted.quantities)
    require(rights.may_order_kits_for_others(actor))
    if not why:
        raise ReasonMissing(field="reason")
    async with db.transaction():
        await one_at_a_time(request_key)
        kits = await ledger.locked_kits(quantities)
        if before := await ordered_with(request_key):
            return before
        if organisation_id and not await Organisation.exists(id=organisation_id):
            raise NotFound
        _check_may_go(kits.values())
        edition = await Edition.get(is_current=True)
        order = new_order(edition, wanted.address, email, request_key=request_key, now=now, actor=actor)
        order.organisation_id, order.team_reason = organisation_id, why
        await insert_order(order)
        made: list[KitOrderLine] = []
        for kit_id, quantity in sorted(quantities.items()):
            made += await lines_operations.add(order, kits[kit_id], quantity, actor=actor, now=now)
        await finish(order, made, kits.values(), now=now)
        await record_order(actor, rights.ORDER_KITS_FOR_OTHERS, order, reason=why)
    return order


async def change_address(order_id: int, to: Address, *, actor: Person) -> KitOrder:
    """Let what is not on its way yet of an order go elsewhere; a parcel that was packed is opened again.

    So it cannot leave with the old label. Who ordered is told. Raises NotFound, NotAllowed, Stale and
    WasSent.
    """
    now = clock.now()
    async with db.transaction():
        in_parcels = await KitOrderLine.filter(order_id=order_id, state=LineState.PACKED)
        orders = await parcels.locked_with_companions([order_id], {line.shipment_id for line in in_parcels})
        if order_id not in orders:
            raise NotFound
        order = orders[order_id]
        require(rights.may_ship_kits(actor))
        lines = await lines_of([order_id])
        if not any(line.state in _NOT_GONE for line in lines):
            raise WasSent
        if Address.of(order) == to:
            return order
        await parcels.open_again({line.shipment_id for line in lines}, orders, now=now)
        lines = await lines_of([order_id])
        step = await moving.move(order, to, lines, now=now)
        await order.save()
        await settle([order], now=now)
        await tell([step])
        waiting = [line for line in lines if line.state in _NOT_GONE]
        await letters.put((order, await messages.changed(order, waiting)))
        await record_order(actor, rights.CHANGE_KIT_ORDER, order)
    return order


async def send_again(
    shipment_id: int, reason: str, *, quantities: Mapping[int, int] | None = None, actor: Person
) -> list[KitOrderLine]:
    """Replace what was damaged or lost of a parcel that went out, approved at once; limits do not count it.

    `quantities` is by line; without it all of it. Raises NotFound, NotAllowed, ReasonMissing, NotOffered
    and NothingToReplace.
    """
    now, why = clock.now(), one_line(reason)
    if not why:
        raise ReasonMissing(field="reason")
    async with db.transaction():
        before = await KitOrderLine.filter(shipment_id=shipment_id).order_by("id")
        kits = await ledger.locked_kits(line.kit_id for line in before)
        orders = await locked_orders(line.order_id for line in before)
        shipment = await db.lock(Shipment, id=shipment_id)
        require(rights.may_order_kits_for_others(actor))
        if shipment.state not in _WENT_OUT:
            raise NothingToReplace
        _check_may_go(kits.values())
        made: list[KitOrderLine] = []
        for line in before:
            quantity = line.quantity if quantities is None else quantities.get(line.id, 0)
            if not 0 <= quantity <= line.quantity:
                raise NothingToReplace
            if quantity:
                made += await lines_operations.add(
                    orders[line.order_id],
                    kits[line.kit_id],
                    quantity,
                    actor=actor,
                    now=now,
                    is_replacement=True,
                    state=LineState.APPROVED,
                )
        if not made:
            raise NothingToReplace
        for order in orders.values():
            of_order = [line for line in made if line.order_id == order.id]
            await settle([order], now=now)
            await tell([event(order, OrderEventKind.REPLACED, of_order, now=now, reason=why)])
            await record_order(actor, rights.ORDER_KITS_FOR_OTHERS, order, reason=why)
        await low_stock.look(kits.values())
    return made


async def recall(kit_id: int, reason: str, *, actor: Person) -> Kit:
    """Call a kit back: from now on nobody can order, get or send it; the rest follows a part at a time.

    What is not gone is cancelled, also what is packed; who has it already is told; what is free is written
    off. Raises NotFound, NotAllowed, ReasonMissing and IsRecalled.
    """
    now, why = clock.now(), one_line(reason)
    async with db.transaction():
        kits = await ledger.locked_kits([kit_id])
        require(rights.may_recall_kits(actor))
        if not why:
            raise ReasonMissing(field="reason")
        kit = kits[kit_id]
        if kit.is_recalled:
            raise IsRecalled
        kit.recalled_at, kit.recall_reason, kit.version, kit.changed_at = now, why, kit.version + 1, now
        await kit.save(update_fields=["recalled_at", "recall_reason", "version", "changed_at"])
        if kit.free:
            await ledger.move(kit, MovementKind.CORRECTED, -kit.free, actor=actor, reason=_recalled(kit))
        await schedule.plan([plans.recall(kit, now=now)])
        await record_kit(actor, rights.RECALL_KIT, kit, reason=why)
    return kit


async def go_on_recalling(rows: Sequence[DueRow]) -> Progress:
    """Work of the schedule: one part of the orders that have something of a kit that was called back."""
    (row,) = rows
    now = clock.now()
    lines = KitOrderLine.filter(kit_id=row.subject_id, order_id__gt=row.done_until)
    numbers = await lines.exclude(state=LineState.CANCELLED).order_by("order_id").values_list("order_id")
    ids = list(dict.fromkeys(number for (number,) in numbers))
    part = ids[:RECALLED_AT_ONCE]
    kits = await ledger.locked_kits([row.subject_id])
    kit = kits[row.subject_id]
    packed = await KitOrderLine.filter(kit_id=kit.id, order_id__in=part, state=LineState.PACKED)
    shipment_ids = {line.shipment_id for line in packed}
    orders = await parcels.locked_with_companions(part, shipment_ids)
    await parcels.open_again(shipment_ids, orders, now=now)
    told = sum([await _recall_of(orders[number], kit, now=now) for number in part])
    is_more = len(ids) > RECALLED_AT_ONCE
    return Progress(told, go_on_after=part[-1] if is_more else None)


def _check_may_go(kits: Iterable[Kit]) -> None:
    """Raise NotOffered for what was called back, or is a file.

    What organisers do not see the team may send all the same.
    """
    if any(kit.is_recalled or kit.is_digital for kit in kits):
        raise NotOffered


async def _recall_of(order: KitOrder, kit: Kit, *, now: datetime) -> int:
    """Take a kit out of what is not gone of an order; answers how many messages that gave."""
    lines = [line for line in await lines_of([order.id]) if line.kit_id == kit.id]
    gone = [line for line in lines if line.state in _NOT_GONE]
    out = [line for line in lines if line.state in (LineState.SHIPPED, LineState.DELIVERED)]
    if gone:
        touched = {line.shipment_id for line in gone if line.shipment_id}
        for line in gone:
            if line.state in (LineState.PLACED, LineState.APPROVED, LineState.PACKED):
                why = _recalled(kit)
                await ledger.move(
                    kit, MovementKind.RELEASED, line.quantity, actor=SYSTEM, line=line, reason=why
                )
                await ledger.move(
                    kit, MovementKind.CORRECTED, -line.quantity, actor=SYSTEM, line=line, reason=why
                )
        ids = [line.id for line in gone]
        await KitOrderLine.filter(id__in=ids).update(state=LineState.CANCELLED, shipment_id=None)
        await parcels.look_again(touched)
        await settle([order], now=now)
        await tell([event(order, OrderEventKind.RECALLED, gone, now=now, reason=kit.recall_reason)])
        for line in gone:
            line.state = LineState.CANCELLED
        await letters.put((order, await messages.cancelled(order, gone, reason=kit.recall_reason)))
    if out:
        await tell([event(order, OrderEventKind.RECALLED, out, now=now, reason=kit.recall_reason)])
        await letters.put((order, messages.recalled(order, out, kit)))
    return bool(gone) + bool(out)


def _recalled(kit: Kit) -> str:
    return _("Teruggeroepen: %(reason)s") % {"reason": kit.recall_reason}


_NOT_GONE = (
    LineState.REQUESTED,
    LineState.BACK_ORDERED,
    LineState.PLACED,
    LineState.APPROVED,
    LineState.PACKED,
)
_WENT_OUT = (ShipmentState.SHIPPED, ShipmentState.DELIVERED, ShipmentState.RETURNED)
