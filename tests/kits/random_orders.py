"""Organisers and a team who try anything with kits, on the real thing and in a model of it at once."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from tests.kits.storeroom import DONE, Line, Refusal, Shelf, Storeroom
from tests.make import DOOR, MadeActivity, Make, acting
from weekplanner.accounts.people import SYSTEM
from weekplanner.core.clock import MovableClock
from weekplanner.core.errors import Refused
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.operations import backorders, deciding, exceptions, ordering, parcels, shipping, stock
from weekplanner.kits.values import Address, OrderValues
from weekplanner.mailer import schedule

OTHER_DOOR = replace(DOOR, house_number="99")
STEP_TAKES = timedelta(minutes=1)

Came = tuple[str, str]
"""What came of a step, and what must come of it; nothing where it makes no sense."""
NOTHING: Came = ("", "")


@dataclass
class Play:
    """Some kits and activities, as they are and as they must be."""

    activities: list[MadeActivity]
    organisations: list[int]
    """Of each activity which organisation it is of, as the model numbers them."""
    kit_ids: list[int]
    room: Storeroom
    clock: MovableClock
    last_before: int
    """Id of the last order from before it."""

    async def take(self, what: str, which: int, number: int, other: int) -> Came:
        """Take a step in both; one that is refused leaves both as they were."""
        self.clock.move(STEP_TAKES)
        self.room.now += 1
        return await STEPS[what](self, which, number, other)

    async def orders(self) -> list[KitOrder]:
        """The orders, in the order of the model."""
        return await KitOrder.filter(id__gt=self.last_before).order_by("id")

    async def lines(self) -> list[KitOrderLine]:
        """The lines, in the order of the model."""
        return await KitOrderLine.filter(kit_id__in=self.kit_ids).order_by("id")

    async def parcels(self) -> list[Shipment]:
        """The parcels, in the order of the model."""
        ids = [order.id for order in await self.orders()]
        return await Shipment.filter(order_id__in=ids).order_by("id")

    async def line(self, state: LineState, which: int) -> tuple[KitOrderLine, Line] | None:
        """One of the lines in a state, here and in the model."""
        pairs = [
            pair for pair in zip(await self.lines(), self.room.lines, strict=True) if pair[0].state is state
        ]
        return pairs[which % len(pairs)] if pairs else None

    async def both(self, step: Awaitable[object], expected: Callable[[Storeroom], None]) -> Came:
        """Take a step here and there."""
        try:
            await step
            came = DONE
        except Refused as refused:
            came = type(refused).__name__
        tried = _copied(self.room)
        try:
            expected(tried)
        except Refusal as refusal:
            return came, str(refusal)
        self.room = tried
        return came, DONE


def _copied(room: Storeroom) -> Storeroom:
    return Storeroom(
        [replace(each) for each in room.kits],
        [replace(each) for each in room.orders],
        [replace(each) for each in room.lines],
        [replace(each) for each in room.parcels],
        room.now,
    )


def _wanted(play: Play, number: int, other: int) -> tuple[Mapping[int, int], dict[int, int]]:
    """How many of each kit, in the model and here."""
    numbers = {0: number, 1: other}
    return numbers, {play.kit_ids[kit]: quantity for kit, quantity in numbers.items()}


async def _place(play: Play, which: int, number: int, other: int) -> Came:
    place = which % len(play.activities)
    activity, (model, real) = play.activities[place], _wanted(play, number, other)
    return await play.both(
        ordering.place_order(
            activity.id,
            OrderValues(real, DOOR, "fatma@example.org"),
            request_key=f"{play.last_before} {play.kit_ids} {play.room.now}",
            actor=acting(activity.organiser, activity.organisation),
        ),
        lambda room: room.place(place, play.organisations[place], model),
    )


async def _change(play: Play, which: int, number: int, other: int) -> Came:
    orders = await play.orders()
    if not orders:
        return NOTHING
    place = which % len(orders)
    order, (model, real) = orders[place], _wanted(play, number, other)
    wanted = OrderValues(real, Address.of(order), order.email)
    return await play.both(
        ordering.change_order(order.id, wanted, version=order.version, actor=SYSTEM),
        lambda room: room.change(place, model),
    )


async def _cancel(play: Play, which: int, _number: int, _other: int) -> Came:
    orders = await play.orders()
    if not orders:
        return NOTHING
    place = which % len(orders)
    return await play.both(
        ordering.cancel_order(orders[place].id, version=orders[place].version, actor=SYSTEM),
        lambda room: room.cancel(place),
    )


async def _approve(play: Play, which: int, _number: int, other: int) -> Came:
    orders = await play.orders()
    if not orders:
        return NOTHING
    places = {which % len(orders), other % len(orders)}
    return await play.both(
        deciding.approve_orders([orders[place].id for place in places], actor=SYSTEM),
        lambda room: room.approve(places),
    )


async def _approve_all(play: Play, _which: int, _number: int, _other: int) -> Came:
    orders = await play.orders()
    if not orders:
        return NOTHING
    return await play.both(
        deciding.approve_orders([order.id for order in orders], actor=SYSTEM),
        lambda room: room.approve(range(len(orders))),
    )


async def _grant(play: Play, which: int, _number: int, _other: int) -> Came:
    found = await play.line(LineState.REQUESTED, which)
    if found is None:
        return NOTHING
    place = play.room.lines.index(found[1])
    return await play.both(
        deciding.grant(found[0].id, actor=SYSTEM), lambda room: room.grant(room.lines[place])
    )


async def _decline(play: Play, which: int, _number: int, _other: int) -> Came:
    found = await play.line(LineState.REQUESTED, which)
    if found is None:
        return NOTHING
    place = play.room.lines.index(found[1])
    return await play.both(
        deciding.decline(found[0].id, "Te veel.", actor=SYSTEM), lambda room: room.decline(room.lines[place])
    )


async def _rank(play: Play, which: int, _number: int, _other: int) -> Came:
    found = await play.line(LineState.BACK_ORDERED, which)
    if found is None:
        return NOTHING
    place = play.room.lines.index(found[1])
    return await play.both(
        backorders.put_first(found[0].id, "Morgen al.", actor=SYSTEM),
        lambda room: room.put_first(room.lines[place]),
    )


async def _receive(play: Play, which: int, number: int, _other: int) -> Came:
    kit = which % len(play.kit_ids)
    return await play.both(
        stock.receive(play.kit_ids[kit], number + 1, "Levering", actor=SYSTEM),
        lambda room: room.receive(kit, number + 1),
    )


async def _correct(play: Play, which: int, number: int, other: int) -> Came:
    kit, quantity = which % len(play.kit_ids), number - other or 1
    return await play.both(
        stock.correct(play.kit_ids[kit], quantity, "Geteld", actor=SYSTEM),
        lambda room: room.correct(kit, quantity),
    )


async def _batch(play: Play, which: int, number: int, _other: int) -> Came:
    orders = await play.orders()
    if not orders:
        return NOTHING
    places, joins = range(which % len(orders), len(orders)), number % 2 == 0
    return await play.both(
        parcels.make_batch(
            [orders[place].id for place in places],
            joins_addresses=joins,
            request_key=f"{play.last_before} {play.kit_ids} {play.room.now}",
            actor=SYSTEM,
        ),
        lambda room: room.batch(places, joins=joins),
    )


async def _take_out(play: Play, which: int, _number: int, _other: int) -> Came:
    found = await play.parcels()
    if not found:
        return NOTHING
    place = which % len(found)
    first = await KitOrderLine.filter(shipment_id=found[place].id).order_by("id").first()
    return await play.both(
        parcels.split_parcel(
            found[place].id, {first.id: 1} if first else {}, version=found[place].version, actor=SYSTEM
        ),
        lambda room: room.take_out(place),
    )


async def _join(play: Play, which: int, _number: int, other: int) -> Came:
    found = await play.parcels()
    into, from_ = (each % len(found) if found else 0 for each in (which, other))
    if into == from_:
        return NOTHING
    return await play.both(
        parcels.join_parcels(found[into].id, found[from_].id, actor=SYSTEM),
        lambda room: room.join(into, from_),
    )


Handle = Callable[[Shipment, int], Awaitable[object]]
Expect = Callable[[Storeroom, int, int], None]


def _with_parcel(handle: Handle, expect: Expect) -> Callable[[Play, int, int, int], Awaitable[Came]]:
    """A step with one parcel."""

    async def step(play: Play, which: int, number: int, _other: int) -> Came:
        found = await play.parcels()
        if not found:
            return NOTHING
        place = which % len(found)
        return await play.both(handle(found[place], number), lambda room: expect(room, place, number))

    return step


async def _move(play: Play, which: int, _number: int, _other: int) -> Came:
    orders = await play.orders()
    if not orders:
        return NOTHING
    place = which % len(orders)
    to = DOOR if play.room.orders[place].door else OTHER_DOOR
    order = orders[place]
    return await play.both(
        exceptions.change_address(order.id, to, actor=SYSTEM),
        lambda room: room.move(place),
    )


async def _recall(play: Play, which: int, number: int, _other: int) -> Came:
    if number < 5:  # seldom: little happens to a kit after it
        return NOTHING
    kit = which % len(play.kit_ids)
    return await play.both(
        exceptions.recall(play.kit_ids[kit], "Te warm.", actor=SYSTEM), lambda room: room.recall(kit)
    )


async def _look(play: Play, _which: int, _number: int, _other: int) -> Came:
    return await play.both(schedule.run_due(), lambda room: room.look_at_the_schedule())


STEPS: dict[str, Callable[[Play, int, int, int], Awaitable[Came]]] = {
    "place": _place,
    "place too": _place,
    "change": _change,
    "cancel": _cancel,
    "approve": _approve,
    "approve all": _approve_all,
    "grant": _grant,
    "decline": _decline,
    "rank": _rank,
    "receive": _receive,
    "correct": _correct,
    "batch": _batch,
    "take out": _take_out,
    "join": _join,
    "pack": _with_parcel(
        lambda parcel, _number: parcels.pack(parcel.id, version=parcel.version, actor=SYSTEM),
        lambda room, place, _number: room.pack(place),
    ),
    "unpack": _with_parcel(
        lambda parcel, _number: parcels.unpack(parcel.id, actor=SYSTEM),
        lambda room, place, _number: room.unpack(place),
    ),
    "ship": _with_parcel(
        lambda parcel, _number: shipping.ship([parcel.id], actor=SYSTEM),
        lambda room, place, _number: room.ship(place),
    ),
    "deliver": _with_parcel(
        lambda parcel, _number: shipping.deliver([parcel.id], actor=SYSTEM),
        lambda room, place, _number: room.deliver(place),
    ),
    "take back": _with_parcel(
        lambda parcel, number: shipping.take_back(
            parcel.id, "Niet thuis", is_whole=number % 2 == 0, actor=SYSTEM
        ),
        lambda room, place, number: room.take_back(place, is_whole=number % 2 == 0),
    ),
    "send again": _with_parcel(
        lambda parcel, _number: exceptions.send_again(parcel.id, "Nat", actor=SYSTEM),
        lambda room, place, _number: room.send_again(place),
    ),
    "move": _move,
    "recall": _recall,
    "look": _look,
}
"""What can happen."""


async def begin(make: Make, activities: list[MadeActivity], clock: MovableClock, *, limit: int) -> Play:
    """Two kits of which nothing was ordered yet, one with limits, for the activities of two organisations."""
    limits = {"max_per_activity": limit, "max_per_organisation": limit + 2}
    made = [await make.kit(stock_of=3, **limits), await make.kit(stock_of=3)]
    ids = [activity.organisation.id for activity in activities]
    shelves = [Shelf(limit, limit + 2, free=3), Shelf(None, None, free=3)]
    last = await KitOrder.all().order_by("-id").first()
    return Play(activities, ids, [kit.id for kit in made], Storeroom(shelves), clock, last.id if last else 0)


async def differences(play: Play) -> list[str]:
    """Where what is differs from what must be."""
    orders, lines, boxes = await play.orders(), await play.lines(), await play.parcels()
    kits = {kit.id: kit for kit in await Kit.filter(id__in=play.kit_ids)}
    room = play.room
    places = {parcel.id: place for place, parcel in enumerate(boxes)}
    order_of = {order.id: place for place, order in enumerate(orders)}
    pairs: list[tuple[str, object, object]] = [
        (
            "stock",
            [(kits[each].free, kits[each].reserved, kits[each].shipped) for each in play.kit_ids],
            [(each.free, each.reserved, each.shipped) for each in room.kits],
        ),
        (
            "lines",
            [
                (
                    order_of[line.order_id],
                    play.kit_ids.index(line.kit_id),
                    line.quantity,
                    line.state.value,
                    places.get(line.shipment_id or 0),
                    line.is_replacement,
                )
                for line in lines
            ],
            [
                (line.order, line.kit, line.quantity, line.state, line.parcel, line.is_replacement)
                for line in room.lines
            ],
        ),
        (
            "orders",
            [(order.state.value, Address.of(order) != DOOR) for order in orders],
            [(room.state_of(place), bool(order.door)) for place, order in enumerate(room.orders)],
        ),
        (
            "parcels",
            [(order_of[parcel.order_id], parcel.state.value) for parcel in boxes],
            [(parcel.order, parcel.state) for parcel in room.parcels],
        ),
    ]
    for kit, kit_id in enumerate(play.kit_ids):
        queue = KitOrderLine.filter(kit_id=kit_id, state=LineState.BACK_ORDERED)
        waiting = [line.id for line in await queue.order_by("queue_rank", "queued_at", "id")]
        numbers = {line.id: place for place, line in enumerate(lines)}
        must = [room.lines.index(line) for line in room.waiting(kit)]
        pairs.append((f"line for kit {kit}", [numbers[each] for each in waiting], must))
    return [
        f"{what}: is {is_so}, and must be {must_be}" for what, is_so, must_be in pairs if is_so != must_be
    ]
