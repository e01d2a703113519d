"""Parcels: a batch of them is made from approved orders, each is packed once, and goes out.

Orders are locked first, in the order of their ids, then parcels in that of theirs; kits before both, where
stock is moved.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from tortoise.expressions import F

from weekplanner.accounts.models import Account
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotFound, Refused, Stale, require
from weekplanner.core.texts import gettext as _
from weekplanner.core.turns import take_turn
from weekplanner.kits import rights
from weekplanner.kits.models.lines import KitOrderLine, OrderEventKind
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Batch, Shipment, ShipmentState
from weekplanner.kits.operations.recording import record_shipments
from weekplanner.kits.operations.settling import event, locked_orders, settle, split, tell
from weekplanner.kits.values import Address

MOST_IN_A_BATCH = 500
PACKING_LASTS = timedelta(minutes=15)
"""How long a parcel is believed to be on somebody's table."""

PREPARED_AT_ONCE = 250

_PREPARE = """
INSERT INTO shipment (order_id, batch_id, state, version, carrier, tracking_code, created_at) VALUES {rows}
RETURNING id, order_id
"""
_PREPARED = "(?, ?, 'prepared', 1, '', '', ?)"
_PUT_IN = """
WITH put_in (line_id, parcel_id) AS (VALUES {rows})
UPDATE kit_order_line SET shipment_id = put_in.parcel_id FROM put_in WHERE id = put_in.line_id
"""
_CHANGED = "UPDATE shipment SET version = version + 1 WHERE state = 'prepared' AND id IN ({marks})"
_EMPTIED = """
UPDATE shipment SET state = 'dropped' WHERE state = 'prepared' AND id IN ({marks})
  AND NOT EXISTS (SELECT 1 FROM kit_order_line WHERE shipment_id = shipment.id)
"""


class NothingToPack(Refused):
    """None of these has anything approved that is in no parcel yet."""

    message = "Van deze bestellingen is niets goedgekeurd dat nog in een doos moet."


class TooManyForABatch(Refused):
    """A batch is what one can oversee, and print at once."""

    def __init__(self) -> None:
        super().__init__(_("Een partij heeft hooguit %(most)s bestellingen.") % {"most": MOST_IN_A_BATCH})


class OnAnotherTable(Refused):
    """Somebody else is packing it."""

    def __init__(self, name: str) -> None:
        super().__init__(_("%(name)s is deze doos aan het inpakken.") % {"name": name})


class AlreadyPacked(Refused):
    """It was packed before: the second is told."""

    def __init__(self, name: str, at: datetime) -> None:
        told = {"name": name, "time": f"{clock.local(at):%H.%M}"}
        super().__init__(_("Deze doos is al ingepakt, om %(time)s uur door %(name)s.") % told)


class NotToPack(Refused):
    """It was cancelled, or is away already."""

    message = "Deze doos hoeft niet meer ingepakt te worden. Haal het etiket weg."


class OtherAddresses(Refused):
    """One parcel goes to one door."""

    message = "Deze bestellingen gaan naar verschillende adressen. Zij kunnen niet in één doos."


class NotAPart(Refused):
    """More is taken out of a parcel than is in it, or all of it, or nothing."""

    message = "Kies een deel van wat in de doos zit: niet niets, en niet alles."


async def make_batch(
    order_ids: Sequence[int], *, joins_addresses: bool, request_key: str, actor: Person
) -> Batch:
    """Prepare a parcel for all that is approved of each of these orders and in none yet.

    With `joins_addresses` orders for the same person at the same door share one. The same form sent twice
    makes one batch. Raises NotAllowed, NothingToPack and TooManyForABatch.
    """
    now = clock.now()
    if len(set(order_ids)) > MOST_IN_A_BATCH:
        raise TooManyForABatch
    key = tokens.digest(f"kit-batch {request_key}")
    async with db.transaction():
        await take_turn(f"kit-batch:{key}")
        orders = await locked_orders(order_ids)
        require(rights.may_ship_kits(actor))
        if before := await Batch.filter(request_key=key).first():
            return before
        lines = KitOrderLine.filter(order_id__in=list(orders), state=LineState.APPROVED, shipment_id=None)
        to_pack: dict[int, list[KitOrderLine]] = {}
        for line in await lines.order_by("order_id", "id"):
            to_pack.setdefault(line.order_id, []).append(line)
        if not to_pack:
            raise NothingToPack
        edition_id = orders[min(to_pack)].edition_id
        batch = await Batch.create(
            edition_id=edition_id, made_by_id=actor.account_id, request_key=key, created_at=now
        )
        groups = _by_door(orders, to_pack) if joins_addresses else [[number] for number in to_pack]
        made = await _prepare({numbers[0]: numbers for numbers in groups}, to_pack, batch, now=now)
        await record_shipments(actor, rights.SHIP_KITS, made, ShipmentState.PREPARED)
    return batch


async def _prepare(
    groups: Mapping[int, Sequence[int]],
    to_pack: Mapping[int, Sequence[KitOrderLine]],
    batch: Batch,
    *,
    now: datetime,
) -> list[Shipment]:
    """A parcel for each group of orders, by the one whose address it gets; many in one statement."""
    made = []
    every = list(groups)
    for start in range(0, len(every), PREPARED_AT_ONCE):
        part = every[start : start + PREPARED_AT_ONCE]
        values = [value for number in part for value in (number, batch.id, now)]
        rows = await db.execute(_PREPARE.format(rows=", ".join([_PREPARED] * len(part))), values)
        pairs = [
            value
            for row in rows
            for number in groups[row["order_id"]]
            for line in to_pack[number]
            for value in (line.id, row["id"])
        ]
        marks = ", ".join(["(CAST(? AS INTEGER), CAST(? AS INTEGER))"] * (len(pairs) // 2))
        await db.execute(_PUT_IN.format(rows=marks), pairs)
        made += [Shipment(id=row["id"], order_id=row["order_id"]) for row in rows]
    return sorted(made, key=lambda shipment: shipment.id)


async def split_parcel(
    shipment_id: int, quantities: dict[int, int], *, version: int, actor: Person
) -> Shipment:
    """Let so many of these lines go in a parcel of their own, with a label of its own.

    `quantities` is by line. Raises NotFound, NotAllowed, Stale, NotToPack and NotAPart.
    """
    now = clock.now()
    async with db.transaction():
        shipment, _orders, lines = await locked_parcel(shipment_id)
        require(rights.may_ship_kits(actor))
        _check_prepared(shipment, version)
        taken = {line.id: quantities.get(line.id, 0) for line in lines}
        if any(not 0 <= taken[line.id] <= line.quantity for line in lines) or not any(taken.values()):
            raise NotAPart
        if all(taken[line.id] == line.quantity for line in lines):
            raise NotAPart
        other = _new_shipment(shipment.order_id, now=now, batch_id=shipment.batch_id)
        moving = [line for line in lines if taken[line.id]]
        other.order_id = moving[0].order_id
        await db.insert(other)
        for line in moving:
            part = line if taken[line.id] == line.quantity else await split(line, taken[line.id])
            await KitOrderLine.filter(id=part.id).update(shipment_id=other.id)
        await outdate([shipment.id])
        await record_shipments(actor, rights.SHIP_KITS, [shipment, other], ShipmentState.PREPARED)
    return other


async def join_parcels(into_id: int, other_id: int, *, actor: Person) -> Shipment:
    """Put what is in the other parcel into this one; the other has nothing left.

    Raises NotFound, NotAllowed, NotToPack, and OtherAddresses.
    """
    async with db.transaction():
        first = await db.find(Shipment, id=into_id)
        second = await db.find(Shipment, id=other_id)
        if first is None or second is None or first.id == second.id:
            raise NotFound
        lines = await KitOrderLine.filter(shipment_id__in=[into_id, other_id])
        orders = await locked_orders({line.order_id for line in lines} | {first.order_id, second.order_id})
        require(rights.may_ship_kits(actor))
        into, other = [await db.lock(Shipment, id=number) for number in sorted((into_id, other_id))]
        if into.id != into_id:
            into, other = other, into
        for each in (into, other):
            _check_prepared(each, each.version)
        if Address.of(orders[into.order_id]).door != Address.of(orders[other.order_id]).door:
            raise OtherAddresses
        await KitOrderLine.filter(shipment_id=other.id, state=LineState.APPROVED).update(shipment_id=into.id)
        await look_again([into.id, other.id])
        await record_shipments(actor, rights.SHIP_KITS, [into, other], ShipmentState.PREPARED)
    return into


async def begin_packing(shipment_id: int, *, actor: Person) -> Shipment:
    """Take a parcel on one's table: who comes second is told who has it.

    Raises NotFound, NotAllowed, NotToPack, AlreadyPacked and OnAnotherTable.
    """
    now = clock.now()
    async with db.transaction():
        shipment = await db.lock(Shipment, id=shipment_id)
        require(rights.may_ship_kits(actor))
        await _check_not_anothers(shipment, actor=actor, now=now)
        shipment.packing_by_id, shipment.packing_since = actor.account_id, now
        await shipment.save(update_fields=["packing_by_id", "packing_since"])
    return shipment


async def pack(shipment_id: int, *, version: int, actor: Person) -> Shipment:
    """All that belongs in it is in, and it is closed.

    Raises NotFound, NotAllowed, NotToPack, AlreadyPacked, OnAnotherTable, and Stale when the address or the
    contents are others than on the page.
    """
    now = clock.now()
    async with db.transaction():
        shipment, orders, lines = await locked_parcel(shipment_id)
        require(rights.may_ship_kits(actor))
        await _check_not_anothers(shipment, actor=actor, now=now)
        if shipment.version != version:
            raise Stale
        shipment.state, shipment.packed_at = ShipmentState.PACKED, now
        shipment.packing_by_id, shipment.packing_since = actor.account_id, now
        await shipment.save()
        await advance(lines, LineState.PACKED, OrderEventKind.PACKED, orders, now=now)
        await record_shipments(actor, rights.SHIP_KITS, [shipment], shipment.state)
    return shipment


async def unpack(shipment_id: int, *, actor: Person) -> Shipment:
    """Open a parcel that has not gone out yet: it can be changed again, and gets a new label.

    Raises NotFound, NotAllowed, and NotToPack for one that is not packed.
    """
    now = clock.now()
    async with db.transaction():
        shipment, orders, _lines = await locked_parcel(shipment_id)
        require(rights.may_ship_kits(actor))
        if shipment.state is not ShipmentState.PACKED:
            raise NotToPack
        await open_again([shipment.id], orders, now=now)
        await shipment.refresh_from_db()
        await record_shipments(actor, rights.SHIP_KITS, [shipment], shipment.state)
    return shipment


async def locked_with_companions(
    order_ids: Iterable[int], shipment_ids: Iterable[int | None]
) -> dict[int, KitOrder]:
    """Lock these orders, and those that have something in these parcels too; raises Stale."""
    lines = await KitOrderLine.filter(shipment_id__in=[each for each in shipment_ids if each])
    orders = await locked_orders({*order_ids, *(line.order_id for line in lines)})
    again = await KitOrderLine.filter(shipment_id__in=[each for each in shipment_ids if each])
    if any(line.order_id not in orders for line in again):
        raise Stale
    return orders


async def open_again(
    shipment_ids: Iterable[int | None], orders: dict[int, KitOrder], *, now: datetime
) -> None:
    """Let those of these parcels that are packed be packed once more, with a new label.

    All orders that have something in them are locked (`locked_with_companions`).
    """
    packed = Shipment.filter(id__in=[each for each in shipment_ids if each], state=ShipmentState.PACKED)
    ids = [number for (number,) in await packed.values_list("id")]
    if not ids:
        return
    await Shipment.filter(id__in=ids).update(
        state=ShipmentState.PREPARED,
        packed_at=None,
        packing_by_id=None,
        packing_since=None,
        carrier="",
        tracking_code="",
        version=F("version") + 1,
    )
    lines = await KitOrderLine.filter(shipment_id__in=ids).order_by("id")
    await advance(lines, LineState.APPROVED, OrderEventKind.UNPACKED, orders, now=now)


async def locked_parcel(shipment_id: int) -> tuple[Shipment, dict[int, KitOrder], list[KitOrderLine]]:
    """A parcel, the orders it has something of and those lines, locked; raises NotFound and Stale."""
    shipment = await db.find(Shipment, id=shipment_id)
    if shipment is None:
        raise NotFound
    lines = await KitOrderLine.filter(shipment_id=shipment_id)
    orders = await locked_orders({line.order_id for line in lines} | {shipment.order_id})
    shipment = await db.lock(Shipment, id=shipment_id)
    lines = await KitOrderLine.filter(shipment_id=shipment_id).order_by("id")
    if any(line.order_id not in orders for line in lines):
        raise Stale
    return shipment, orders, lines


async def advance(
    lines: Sequence[KitOrderLine],
    state: LineState,
    kind: OrderEventKind,
    orders: dict[int, KitOrder],
    *,
    now: datetime,
) -> None:
    """Bring lines to a state, and tell it on the timeline of each order by parcel."""
    await KitOrderLine.filter(id__in=[line.id for line in lines]).update(state=state)
    told: dict[tuple[int, int | None], list[KitOrderLine]] = {}
    for line in lines:
        line.state = state
        told.setdefault((line.order_id, line.shipment_id), []).append(line)
    await settle([orders[number] for number in sorted({line.order_id for line in lines})], now=now)
    events = [
        event(orders[number], kind, part, now=now, shipment_id=shipment_id)
        for (number, shipment_id), part in told.items()
    ]
    await tell(events)


async def look_again(shipment_ids: Collection[int]) -> None:
    """After lines left or entered these parcels: labels are outdated, and an empty one is dropped."""
    await outdate(shipment_ids)
    if shipment_ids:
        marks = ", ".join("?" * len(shipment_ids))
        await db.execute(_EMPTIED.format(marks=marks), list(shipment_ids))


async def outdate(shipment_ids: Collection[int]) -> None:
    """Let labels and slips that were printed for these be outdated."""
    if shipment_ids:
        marks = ", ".join("?" * len(shipment_ids))
        await db.execute(_CHANGED.format(marks=marks), sorted(shipment_ids))


def _check_prepared(shipment: Shipment, version: int) -> None:
    if shipment.state is not ShipmentState.PREPARED:
        raise NotToPack
    if shipment.version != version:
        raise Stale


async def _check_not_anothers(shipment: Shipment, *, actor: Person, now: datetime) -> None:
    if shipment.state is ShipmentState.PACKED and shipment.packed_at is not None:
        raise AlreadyPacked(await _name_of_packer(shipment), shipment.packed_at)
    if shipment.state is not ShipmentState.PREPARED:
        raise NotToPack
    is_others = shipment.packing_by_id not in (None, actor.account_id)
    if is_others and shipment.packing_since and now - shipment.packing_since < PACKING_LASTS:
        raise OnAnotherTable(await _name_of_packer(shipment))


async def _name_of_packer(shipment: Shipment) -> str:
    packer = await Account.filter(id=shipment.packing_by_id).first()
    return (packer.name or packer.email) if packer else _("een collega")


def _new_shipment(order_id: int, *, now: datetime, batch_id: int | None) -> Shipment:
    return Shipment(
        order_id=order_id, batch_id=batch_id, state=ShipmentState.PREPARED, packing_by_id=None, created_at=now
    )


def _by_door(orders: dict[int, KitOrder], order_ids: Iterable[int]) -> list[list[int]]:
    found: dict[tuple[str, ...], list[int]] = {}
    for number in order_ids:
        found.setdefault(Address.of(orders[number]).door, []).append(number)
    return list(found.values())
