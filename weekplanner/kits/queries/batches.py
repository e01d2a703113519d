"""Reading batches and parcels: how far each is, what is in it, and where it goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from weekplanner.accounts.models import Account
from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition
from weekplanner.kits import rights, tracking
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.models.parcels import Batch, Shipment, ShipmentState
from weekplanner.kits.values import Address

PAGE = 50
CHOOSABLE = 100
"""Batches in a list to choose from: the latest."""

_COUNTS = """
SELECT batch_id, state, COUNT(*), SUM(CASE WHEN label_version < version THEN 1 ELSE 0 END)
FROM shipment WHERE batch_id IN ({marks}) GROUP BY batch_id, state
"""

Numbers = Mapping[ShipmentState, int]


@dataclass(frozen=True)
class CountedBatch:
    """A batch, with how many of its parcels are in each state."""

    batch: Batch
    numbers: Numbers
    made_by: str
    outdated: int
    """How many parcels that still have to go have a label that is not true any more."""

    @property
    def total(self) -> int:
        """How many parcels there are; what was dropped is none."""
        return sum(number for state, number in self.numbers.items() if state is not ShipmentState.DROPPED)

    @property
    def to_pack(self) -> int:
        """How many must still be packed."""
        return self.numbers[ShipmentState.PREPARED]

    @property
    def packed(self) -> int:
        """How many wait for the carrier."""
        return self.numbers[ShipmentState.PACKED]

    @property
    def gone(self) -> int:
        """How many went out, whatever became of them."""
        return self.total - self.to_pack - self.packed

    @property
    def is_done(self) -> bool:
        """Whether nothing of it is here any more."""
        return not self.to_pack + self.packed


@dataclass(frozen=True)
class Inside:
    """A line in a parcel, with its kit and the number of the order it is for."""

    line: KitOrderLine
    kit: Kit
    number: str


@dataclass(frozen=True)
class Parcel:
    """A parcel with all that is shown of it."""

    shipment: Shipment
    order: KitOrder
    """Whose address is on it."""
    orders: tuple[KitOrder, ...]
    """All that something in it was ordered with."""
    inside: tuple[Inside, ...]
    packer: str
    """Who packed it, or has it on the table."""

    @property
    def contents(self) -> tuple[tuple[str, int], ...]:
        """Names of kits, and how many of each."""
        sums: dict[str, int] = {}
        for each in self.inside:
            sums[each.kit.name] = sums.get(each.kit.name, 0) + each.line.quantity
        return tuple(sums.items())

    @property
    def weight_g(self) -> int:
        """What is in it, without the box."""
        return sum(each.line.quantity * (each.kit.weight_g or 0) for each in self.inside)

    @property
    def carrier(self) -> str:
        """What people call the carrier."""
        return tracking.carrier_name(self.shipment.carrier)

    @property
    def tracking_url(self) -> str:
        """Where it can be followed; empty when that is not known."""
        return tracking.url(self.shipment.carrier, self.shipment.tracking_code, self.order.postcode)


async def latest(edition: Edition, *, actor: Person) -> list[Batch]:
    """The latest batches of an edition, to choose from."""
    _require(actor)
    return await Batch.filter(edition_id=edition.id).order_by("-id").limit(CHOOSABLE)


async def batch_list(*, offset: int, actor: Person) -> tuple[list[CountedBatch], int]:
    """A page of all batches, the latest first, and how many there are."""
    _require(actor)
    batches = await Batch.all().order_by("-id").offset(offset).limit(PAGE)
    return await _counted(batches), await Batch.all().count()


async def batch(batch_id: int, *, actor: Person) -> CountedBatch:
    """One batch; raises NotFound."""
    _require(actor)
    found = await Batch.filter(id=batch_id).first()
    if found is None:
        raise NotFound
    return (await _counted([found]))[0]


async def parcels_of_batch(
    batch_id: int, *, state: ShipmentState | None, offset: int, actor: Person
) -> list[Parcel]:
    """A page of the parcels of a batch, by their codes."""
    _require(actor)
    found = Shipment.filter(batch_id=batch_id)
    found = found.filter(state=state) if state else found.exclude(state=ShipmentState.DROPPED)
    return await parcels(await found.order_by("id").offset(offset).limit(PAGE))


async def ids_in_state(batch_id: int, state: ShipmentState, *, most: int, actor: Person) -> list[int]:
    """The parcels of a batch that are in a state, at most so many."""
    _require(actor)
    found = Shipment.filter(batch_id=batch_id, state=state).order_by("id").limit(most)
    return [number for (number,) in await found.values_list("id")]


async def parcel(shipment_id: int, *, actor: Person) -> Parcel:
    """One parcel; raises NotFound."""
    _require(actor)
    shipment = await Shipment.filter(id=shipment_id).first()
    if shipment is None:
        raise NotFound
    return (await parcels([shipment]))[0]


async def parcels_of_order(order_id: int, *, actor: Person) -> list[Parcel]:
    """All that an order travels in, or travelled."""
    _require(actor)
    ids = {number for (number,) in await KitOrderLine.filter(order_id=order_id).values_list("shipment_id")}
    found = await Shipment.filter(id__in=[number for number in ids if number]).order_by("id")
    return await parcels(found)


async def joinable(parcel: Parcel, *, actor: Person) -> list[Parcel]:
    """Other parcels to the same door that must still be packed."""
    _require(actor)
    same = Shipment.filter(state=ShipmentState.PREPARED, order__postcode=parcel.order.postcode)
    found = await parcels(await same.exclude(id=parcel.shipment.id).order_by("id").limit(PAGE))
    door = Address.of(parcel.order).door
    return [other for other in found if Address.of(other.order).door == door]


async def number_of_parcels(state: ShipmentState, *, actor: Person) -> int:
    """How many parcels are in a state, of whatever batch."""
    _require(actor)
    return await Shipment.filter(state=state).count()


async def parcels(shipments: Sequence[Shipment]) -> list[Parcel]:
    """These, with what is in them; the caller knows that the reader may see them."""
    if not shipments:
        return []
    lines = await KitOrderLine.filter(shipment_id__in=[each.id for each in shipments]).order_by("id")
    kits = {kit.id: kit for kit in await Kit.filter(id__in=list({line.kit_id for line in lines}))}
    order_ids = {line.order_id for line in lines} | {each.order_id for each in shipments}
    orders = {order.id: order for order in await KitOrder.filter(id__in=list(order_ids))}
    names = await _names(each.packing_by_id for each in shipments)
    by_parcel: dict[int | None, list[KitOrderLine]] = {}
    for line in lines:
        by_parcel.setdefault(line.shipment_id, []).append(line)
    made = []
    for shipment in shipments:
        inside = sorted(
            by_parcel.get(shipment.id, ()), key=lambda line: (kits[line.kit_id].position, line.id)
        )
        numbers = sorted({line.order_id for line in inside})
        made.append(
            Parcel(
                shipment,
                orders[shipment.order_id],
                tuple(orders[number] for number in numbers),
                tuple(Inside(line, kits[line.kit_id], orders[line.order_id].number) for line in inside),
                names.get(shipment.packing_by_id or 0, ""),
            )
        )
    return made


async def _counted(batches: Sequence[Batch]) -> list[CountedBatch]:
    if not batches:
        return []
    ids = [each.id for each in batches]
    rows = await db.rows(_COUNTS.format(marks=", ".join("?" * len(ids))), ids)
    counts: dict[int, dict[ShipmentState, tuple[int, int]]] = {}
    for batch_id, state, number, outdated in rows:
        counts.setdefault(batch_id, {})[ShipmentState(state)] = (int(number), int(outdated or 0))
    names = await _names(each.made_by_id for each in batches)
    return [_counted_one(each, counts.get(each.id, {}), names) for each in batches]


def _counted_one(
    batch: Batch, counts: Mapping[ShipmentState, tuple[int, int]], names: Mapping[int, str]
) -> CountedBatch:
    none = (0, 0)
    here = (ShipmentState.PREPARED, ShipmentState.PACKED)
    return CountedBatch(
        batch,
        {state: counts.get(state, none)[0] for state in ShipmentState},
        names.get(batch.made_by_id or 0, ""),
        sum(counts.get(state, none)[1] for state in here),
    )


async def _names(account_ids: Iterable[Any]) -> Mapping[int, str]:
    """Any: numbers, or None."""
    wanted = list({number for number in account_ids if number})
    found = await Account.filter(id__in=wanted).values_list("id", "name", "email") if wanted else []
    return {number: name or email for number, name, email in found}


def _require(actor: Person) -> None:
    if not rights.may_see_kit_desk(actor):
        raise NotFound
