"""Parcels on their way: they leave, arrive, or come back; and their track-and-trace codes.

Kits are locked first, then orders, then parcels, each in the order of their ids.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused, Stale, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.core.turns import take_turn
from weekplanner.kits import rights, tracking
from weekplanner.kits.messages import orders as messages
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind
from weekplanner.kits.models.lines import KitOrderLine, OrderEventKind
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.operations import backorders, ledger, letters
from weekplanner.kits.operations.parcels import advance
from weekplanner.kits.operations.recording import record_shipments, record_tracking

MOST_AT_ONCE = 500
AT_ONCE = 100
"""Parcels in one transaction: some 150 ms."""
NAMED_AT_ONCE = 500

_NAME = """
WITH named (id, code) AS (VALUES {rows})
UPDATE shipment SET tracking_code = named.code, carrier = ? FROM named WHERE shipment.id = named.id
"""


class NothingChosen(Refused):
    """A button for what is chosen, and nothing is."""

    message = "Kies eerst één of meer dozen."


class TooManyChosen(Refused):
    """More than can be done while somebody waits."""

    def __init__(self) -> None:
        super().__init__(_("Kies er hooguit %(most)s tegelijk.") % {"most": MOST_AT_ONCE})


class CodeTaken(Refused):
    """A code is of one parcel."""

    def __init__(self, holder: Shipment) -> None:
        told = {"code": holder.code, "tracking": holder.tracking_code}
        super().__init__(_("Doos %(code)s heeft code %(tracking)s al.") % told, field="code")


class NotShipped(Refused):
    """Only what went out can arrive or come back."""

    message = "Deze doos is nog niet verstuurd."


@dataclass(frozen=True)
class Tracked:
    """What a carrier calls a parcel."""

    shipment_id: int
    tracking_code: str


@dataclass
class _Locked:
    shipments: list[Shipment]
    orders: dict[int, KitOrder]
    lines: list[KitOrderLine]
    kits: dict[int, Kit]

    def of(self, shipments: Collection[Shipment]) -> list[KitOrderLine]:
        ids = {each.id for each in shipments}
        return [line for line in self.lines if line.shipment_id in ids]


async def ship(shipment_ids: Sequence[int], *, actor: Person) -> list[Shipment]:
    """These parcels went with the carrier: their stock is gone, and who ordered is told.

    Only what is packed goes, and nothing that was called back; doing it again changes nothing. Answers
    those that went. Raises NotAllowed, NothingChosen and TooManyChosen.
    """
    require(rights.may_ship_kits(actor))
    gone: list[Shipment] = []
    for part in _parts(shipment_ids):
        gone += await _ship_some(part, actor=actor)
    return gone


async def deliver(shipment_ids: Sequence[int], *, actor: Person) -> list[Shipment]:
    """These parcels arrived; answers those of which that is new. Raises what `ship` does."""
    require(rights.may_ship_kits(actor))
    arrived: list[Shipment] = []
    for part in _parts(shipment_ids):
        now = clock.now()
        async with db.transaction():
            locked = await _locked(part, kits_too=False)
            moving = [each for each in locked.shipments if each.state is ShipmentState.SHIPPED]
            await _bring(moving, ShipmentState.DELIVERED, now=now)
            lines = locked.of(moving)
            await advance(lines, LineState.DELIVERED, OrderEventKind.DELIVERED, locked.orders, now=now)
            await record_shipments(actor, rights.SHIP_KITS, moving, ShipmentState.DELIVERED)
        arrived += moving
    return arrived


async def take_back(shipment_id: int, reason: str, *, is_whole: bool, actor: Person) -> Shipment:
    """A parcel came back: what is whole is free again, what is not is written off in the same breath.

    Raises NotFound, NotAllowed and NotShipped.
    """
    now = clock.now()
    why = one_line(reason) or _("Retour gekomen")
    async with db.transaction():
        locked = await _locked([shipment_id], kits_too=True)
        require(rights.may_ship_kits(actor))
        (shipment,) = locked.shipments
        if shipment.state not in (ShipmentState.SHIPPED, ShipmentState.DELIVERED):
            raise NotShipped
        await _bring([shipment], ShipmentState.RETURNED, now=now)
        await advance(locked.lines, LineState.RETURNED, OrderEventKind.RETURNED, locked.orders, now=now)
        for line in locked.lines:
            kit = locked.kits[line.kit_id]
            await ledger.move(kit, MovementKind.RETURNED, line.quantity, actor=actor, line=line, reason=why)
            if not is_whole or kit.is_recalled:
                await ledger.move(
                    kit, MovementKind.CORRECTED, -line.quantity, actor=actor, line=line, reason=why
                )
        await backorders.serve(locked.kits.values(), locked.orders, actor=actor, now=now)
        await record_shipments(actor, rights.SHIP_KITS, [shipment], shipment.state)
    return shipment


async def track(carrier: str, found: Sequence[Tracked], *, actor: Person) -> int:
    """Keep what a carrier calls these parcels; all of them or, when one cannot, none.

    Answers how many have another code than before. Raises NotAllowed, CodeTaken, and Stale when a parcel is
    not there any more.
    """
    require(rights.may_ship_kits(actor))
    async with db.transaction():
        await take_turn(f"kit-tracking:{carrier}")
        before = {each.id: each for each in await _locked_shipments([each.shipment_id for each in found])}
        if any(each.shipment_id not in before for each in found):
            raise Stale
        if any(each.state is ShipmentState.DROPPED for each in before.values()):
            raise Stale
        await _check_free(carrier, found)
        changed = [
            each
            for each in found
            if (before[each.shipment_id].carrier, before[each.shipment_id].tracking_code)
            != (carrier, each.tracking_code)
        ]
        await _name(carrier, changed)
        parcels = [before[each.shipment_id] for each in changed]
        await record_tracking(actor, parcels, tracking.carrier_name(carrier))
    return len(changed)


async def _check_free(carrier: str, found: Sequence[Tracked]) -> None:
    """Raise CodeTaken when a parcel that is not among these has one of the codes."""
    ids = {each.shipment_id for each in found}
    same = Shipment.filter(carrier=carrier, tracking_code__in=[each.tracking_code for each in found])
    holder = next((each for each in await same if each.id not in ids), None)
    if holder is not None:
        raise CodeTaken(holder)


async def _name(carrier: str, changed: Sequence[Tracked]) -> None:
    # Codes may have changed places: first none of these has one.
    await Shipment.filter(id__in=[each.shipment_id for each in changed]).update(tracking_code="")
    for start in range(0, len(changed), NAMED_AT_ONCE):
        part = changed[start : start + NAMED_AT_ONCE]
        rows = ", ".join(["(CAST(? AS INTEGER), CAST(? AS TEXT))"] * len(part))
        pairs = [value for each in part for value in (each.shipment_id, each.tracking_code)]
        await db.execute(_NAME.format(rows=rows), [*pairs, carrier])


async def _ship_some(ids: Sequence[int], *, actor: Person) -> list[Shipment]:
    now = clock.now()
    async with db.transaction():
        locked = await _locked(ids, kits_too=True)
        recalled = {line.shipment_id for line in locked.lines if locked.kits[line.kit_id].is_recalled}
        going = [
            each
            for each in locked.shipments
            if each.state is ShipmentState.PACKED and each.id not in recalled
        ]
        await _bring(going, ShipmentState.SHIPPED, now=now)
        lines = locked.of(going)
        await ledger.move_lines(locked.kits, MovementKind.SHIPPED, lines, actor=actor)
        await advance(lines, LineState.SHIPPED, OrderEventKind.SHIPPED, locked.orders, now=now)
        await _tell_shipped(going, locked)
        await record_shipments(actor, rights.SHIP_KITS, going, ShipmentState.SHIPPED)
    return going


async def _tell_shipped(going: Sequence[Shipment], locked: _Locked) -> None:
    known = await messages.Known.about(locked.orders.values(), locked.lines)
    told = []
    for shipment in going:
        by_order: dict[int, list[KitOrderLine]] = {}
        for line in locked.of([shipment]):
            by_order.setdefault(line.order_id, []).append(line)
        for number, lines in by_order.items():
            order = locked.orders[number]
            told.append((order, messages.shipped(order, lines, shipment, known)))
    await letters.put(*told)


async def _locked(ids: Sequence[int], *, kits_too: bool) -> _Locked:
    lines = await KitOrderLine.filter(shipment_id__in=list(ids))
    kits = await ledger.locked_kits(line.kit_id for line in lines) if kits_too else {}
    order_ids = {line.order_id for line in lines}
    orders = await backorders.locked_with_who_waits(order_ids, kits.values())
    shipments = await _locked_shipments(ids)
    again = await KitOrderLine.filter(shipment_id__in=list(ids)).order_by("id")
    if any(line.order_id not in orders or (kits_too and line.kit_id not in kits) for line in again):
        raise Stale
    return _Locked(shipments, orders, again, kits)


async def _locked_shipments(ids: Sequence[int]) -> list[Shipment]:
    if not ids:
        return []
    marks = ", ".join("?" * len(ids))
    strength = "FOR NO KEY UPDATE" if db.dialect() == "postgres" else ""
    sql = f"SELECT * FROM shipment WHERE id IN ({marks}) ORDER BY id {strength}"  # noqa: S608 - marks
    return await db.read(Shipment, sql, list(ids))


async def _bring(shipments: Sequence[Shipment], state: ShipmentState, *, now: datetime) -> None:
    columns: Mapping[str, object] = {"state": state, f"{state.value}_at": now}
    await Shipment.filter(id__in=[each.id for each in shipments]).update(**columns)
    for each in shipments:
        each.update_from_dict(dict(columns))


def _parts(shipment_ids: Sequence[int]) -> list[list[int]]:
    wanted = sorted(set(shipment_ids))
    if not wanted:
        raise NothingChosen
    if len(wanted) > MOST_AT_ONCE:
        raise TooManyChosen
    return [wanted[start : start + AT_ONCE] for start in range(0, len(wanted), AT_ONCE)]
