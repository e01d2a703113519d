"""Reading what is printed of a batch: its parcels as plain values, a page at a time, and how far a job is."""

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tortoise.functions import Sum
from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound
from weekplanner.events.models import Activity, Occurrence, OccurrenceState
from weekplanner.kits import rights
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Batch, Shipment, ShipmentState
from weekplanner.kits.models.printing import Paper, PrintJob
from weekplanner.kits.paper.parcels import Parcel, PrintedKit, PrintedOrder
from weekplanner.kits.values import total_weight_g

PAGE = 100
"""Parcels in memory at a time."""

STILL_TO_PRINT: Mapping[Paper, tuple[ShipmentState, ...]] = {
    Paper.PICK_LIST: (ShipmentState.PREPARED,),
    Paper.PACKING_SLIPS: (ShipmentState.PREPARED, ShipmentState.PACKED),
    Paper.LABELS: (ShipmentState.PREPARED, ShipmentState.PACKED),
}
"""Which parcels: what is packed needs no picking, what is away needs no label."""

_TO_FOLLOW = (LineState.BACK_ORDERED, LineState.PLACED, LineState.APPROVED, LineState.PACKED)


@dataclass(frozen=True)
class PickRow:
    """A line of the pick list: so many of a kit go into a parcel for an order."""

    kit: str
    quantity: int
    code: str
    number: str
    organisation: str
    recipient: str
    place: str


async def batch_of(batch_id: int, *, actor: Person) -> Batch:
    """A batch; raises NotFound for who may not print it."""
    batch = await Batch.filter(id=batch_id).first()
    if batch is None or not rights.may_ship_kits(actor):
        raise NotFound
    return batch


async def print_job(job_id: int, *, actor: Person) -> PrintJob:
    """Something that was asked to be printed; raises NotFound for who may not print."""
    job = await PrintJob.filter(id=job_id).first()
    if job is None or not rights.may_ship_kits(actor):
        raise NotFound
    return job


async def print_jobs(batch: Batch) -> list[PrintJob]:
    """What was printed of a batch, the latest first."""
    return await PrintJob.filter(batch_id=batch.id).order_by("-id")


async def number_of_parcels(batch_id: int, paper: Paper) -> int:
    """How many a paper is about now."""
    return await Shipment.filter(batch_id=batch_id, state__in=STILL_TO_PRINT[paper]).count()


async def totals(batch_id: int) -> list[PrintedKit]:
    """How many of each kit the parcels that must still be packed take in all, as in the catalogue."""
    lines = _to_pick(batch_id).annotate(number=Sum("quantity")).group_by("kit_id")
    numbers = {kit_id: int(number) for kit_id, number in await lines.values_list("kit_id", "number")}
    kits = await Kit.filter(id__in=list(numbers)).order_by("position", "id")
    return [PrintedKit(kit.name, numbers[kit.id]) for kit in kits]


async def parcels(batch_id: int, paper: Paper) -> AsyncIterator[Parcel]:
    """All that a paper is about, by their codes; a page of them in memory."""
    kits = {kit.id: kit for kit in await Kit.all()}
    last = 0
    while page := await _shipments(batch_id, paper, after=last):
        for parcel in await _parcels(page, kits):
            yield parcel
        last = page[-1].id


async def pick_rows(batch: Batch) -> AsyncIterator[PickRow]:
    """The whole pick list, kit by kit as in the catalogue, of each by parcel."""
    for kit in await Kit.filter(id__in=await _kits_to_pick(batch.id)).order_by("position", "id"):
        lines = _to_pick(batch.id).filter(kit_id=kit.id).prefetch_related("order", "shipment__order")
        async for line in db.pages(lines):
            assert line.shipment is not None
            address = line.shipment.order
            yield PickRow(
                kit.name,
                line.quantity,
                line.shipment.code,
                line.order.number,
                address.recipient_organisation,
                address.recipient,
                address.place,
            )


async def _kits_to_pick(batch_id: int) -> list[int]:
    return [kit_id for (kit_id,) in await _to_pick(batch_id).distinct().values_list("kit_id")]


def _to_pick(batch_id: int) -> QuerySet[KitOrderLine]:
    return KitOrderLine.filter(
        shipment__batch_id=batch_id, shipment__state__in=STILL_TO_PRINT[Paper.PICK_LIST]
    )


async def _shipments(batch_id: int, paper: Paper, *, after: int) -> list[Shipment]:
    found = Shipment.filter(batch_id=batch_id, state__in=STILL_TO_PRINT[paper], id__gt=after)
    return await found.order_by("id").limit(PAGE).select_related("order")


async def _parcels(shipments: Sequence[Shipment], kits: Mapping[int, Kit]) -> list[Parcel]:
    inside = await KitOrderLine.filter(shipment_id__in=[each.id for each in shipments]).order_by("id")
    order_ids = {line.order_id for line in inside}
    orders = {each.id: each for each in await KitOrder.filter(id__in=list(order_ids))}
    outside = await KitOrderLine.filter(order_id__in=list(order_ids), state__in=_TO_FOLLOW).order_by("id")
    activities = await _activities(each.activity_id for each in orders.values())
    by_parcel, by_order = defaultdict(list), defaultdict(list)
    for line in inside:
        by_parcel[line.shipment_id].append(line)
    for line in outside:
        by_order[line.order_id].append(line)
    made = []
    for shipment in shipments:
        lines = by_parcel[shipment.id]
        numbers = sorted({line.order_id for line in lines})
        made.append(
            _parcel(
                shipment,
                lines,
                kits,
                tuple(
                    _order(
                        orders[number],
                        [line for line in lines if line.order_id == number],
                        [line for line in by_order[number] if line.shipment_id != shipment.id],
                        kits,
                        activities,
                    )
                    for number in numbers
                ),
            )
        )
    return made


def _parcel(
    shipment: Shipment,
    lines: Sequence[KitOrderLine],
    kits: Mapping[int, Kit],
    orders: tuple[PrintedOrder, ...],
) -> Parcel:
    address = shipment.order
    return Parcel(
        id=shipment.id,
        version=shipment.version,
        recipient=address.recipient,
        organisation=address.recipient_organisation,
        street=address.street,
        house_number=address.house_number,
        postcode=address.postcode,
        place=address.place,
        weight_g=total_weight_g(lines, kits),
        orders=orders,
        note=address.carrier_note,
    )


@dataclass(frozen=True)
class _Activity:
    """What a slip says of an activity."""

    title: str = ""
    days: tuple[date, ...] = ()


def _order(
    order: KitOrder,
    inside: Iterable[KitOrderLine],
    to_follow: Iterable[KitOrderLine],
    kits: Mapping[int, Kit],
    activities: Mapping[int, _Activity],
) -> PrintedOrder:
    activity = activities.get(order.activity_id or 0, _Activity())
    return PrintedOrder(
        order.number, _kits(inside, kits), activity.title, activity.days, _kits(to_follow, kits)
    )


def _kits(lines: Iterable[KitOrderLine], kits: Mapping[int, Kit]) -> tuple[PrintedKit, ...]:
    numbers: dict[int, int] = defaultdict(int)
    for line in lines:
        numbers[line.kit_id] += line.quantity
    in_order = sorted((kits[kit_id] for kit_id in numbers), key=lambda kit: (kit.position, kit.id))
    return tuple(PrintedKit(kit.name, numbers[kit.id], tuple(kit.contents)) for kit in in_order)


async def _activities(ids: Iterable[int | None]) -> dict[int, _Activity]:
    wanted: Collection[int] = {each for each in ids if each}
    titles = dict(await Activity.filter(id__in=list(wanted)).values_list("id", "title"))
    days: dict[int, set[date]] = defaultdict(set)
    occurrences = Occurrence.filter(activity_id__in=list(wanted), state=OccurrenceState.SCHEDULED)
    for activity_id, starts_at in await occurrences.values_list("activity_id", "starts_at"):
        days[activity_id].add(clock.local(starts_at).date())
    return {each: _Activity(titles[each], tuple(sorted(days[each]))) for each in titles}
