"""What organisers and the team do with kits in a season: order, pack, send, book, call back."""

from collections.abc import Sequence

from rehearsal.world import NothingToDo, World, organiser_of
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import clock
from weekplanner.events.models import Activity
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.operations import backorders, deciding, exceptions, ordering, parcels, shipping, stock
from weekplanner.kits.operations.shipping import Tracked
from weekplanner.kits.values import MAY_ORDER, Address, OrderValues

MAILBOX = "pakket-"
"""How the addresses begin that only orders have: in the end they must be nowhere."""
AT_ONCE = 20
CALLED_BACK = "straatactie"


async def order(world: World) -> None:
    """An organiser orders for an activity, now and then more than the limits allow."""
    activity = await world.one_of(Activity.filter(state__in=MAY_ORDER, edition__is_current=True))
    kits = await Kit.filter(is_digital=False, recalled_at__isnull=True).order_by("id")
    chosen = world.chance.sample(kits, world.chance.randint(1, 3))
    number = next(world.numbers)
    await ordering.place_order(
        activity.id,
        OrderValues(
            {kit.id: world.chance.choice((1, 1, 2, 4)) for kit in chosen},
            _door(number),
            f"{MAILBOX}{number}@example.org",
        ),
        request_key=f"season-{number}",
        actor=await organiser_of(activity),
    )


async def change_order(world: World) -> None:
    """Order other numbers, or let it go elsewhere."""
    found = await _one_in(world, LineState.PLACED, LineState.BACK_ORDERED)
    lines = await KitOrderLine.filter(order_id=found.id).order_by("id")
    quantities = {line.kit_id: world.chance.randint(0, 3) for line in lines}
    wanted = OrderValues(quantities, _door(next(world.numbers)), found.email)
    await ordering.change_order(found.id, wanted, version=found.version, actor=SYSTEM)


async def cancel_order(world: World) -> None:
    """Think better of it."""
    found = await _one_in(world, LineState.PLACED, LineState.APPROVED)
    await ordering.cancel_order(found.id, version=found.version, actor=SYSTEM)


async def approve(world: World) -> None:
    """The team approves what waits longest, and decides about a wish."""
    waiting = await KitOrder.filter(state=LineState.PLACED).order_by("id").limit(AT_ONCE)
    if waiting:
        await deciding.approve_orders([each.id for each in waiting], actor=SYSTEM)
    wish = await world.one_of(KitOrderLine.filter(state=LineState.REQUESTED))
    if world.chance.random() < 0.5:
        await deciding.grant(wish.id, actor=SYSTEM)
    else:
        await deciding.decline(wish.id, "Zoveel hebben wij er niet.", actor=SYSTEM)


async def pack(world: World) -> None:
    """The team makes a batch of what is approved, and packs it."""
    approved = await KitOrder.filter(state=LineState.APPROVED).order_by("id").limit(AT_ONCE)
    if not approved:
        raise NothingToDo
    key = f"season-{next(world.numbers)}"
    ids = [each.id for each in approved]
    batch = await parcels.make_batch(ids, joins_addresses=True, request_key=key, actor=SYSTEM)
    for parcel in await Shipment.filter(batch_id=batch.id, state=ShipmentState.PREPARED).order_by("id"):
        await parcels.pack(parcel.id, version=parcel.version, actor=SYSTEM)


async def ship(_world: World) -> None:
    """The carrier takes what is packed, with codes of its own."""
    packed = await _parcels(ShipmentState.PACKED)
    codes = [Tracked(each.id, f"3SSEASON{each.id:06d}") for each in packed]
    await shipping.track("postnl", codes, actor=SYSTEM)
    await shipping.ship([each.id for each in packed], actor=SYSTEM)


async def deliver(world: World) -> None:
    """Most arrives; something comes back, or is sent again."""
    first, *others = await _parcels(ShipmentState.SHIPPED)
    drawn = world.chance.random()
    if drawn < 0.1:
        await shipping.take_back(first.id, "Niemand thuis", is_whole=drawn < 0.05, actor=SYSTEM)
    elif drawn < 0.2:
        await exceptions.send_again(first.id, "Nat geworden", actor=SYSTEM)
    if others:
        await shipping.deliver([each.id for each in others], actor=SYSTEM)


async def book(world: World) -> None:
    """Stock arrives late, or is counted again; somebody who waits goes first."""
    if world.chance.random() < 0.3:
        waiting = await world.one_of(KitOrderLine.filter(state=LineState.BACK_ORDERED))
        await backorders.put_first(waiting.id, "De activiteit is morgen.", actor=SYSTEM)
        return
    kit = await world.one_of(Kit.filter(is_digital=False, recalled_at__isnull=True))
    if world.chance.random() < 0.3:
        await stock.correct(kit.id, -1, "Geteld", actor=SYSTEM)
    else:
        await stock.receive(kit.id, world.chance.randint(1, 10), "Levering", actor=SYSTEM)


async def call_back(world: World) -> None:
    """One kit is called back, once."""
    kit = await world.one_of(Kit.filter(slug=CALLED_BACK, recalled_at__isnull=True))
    await exceptions.recall(kit.id, "De lijm geeft verf af.", actor=SYSTEM)


async def _one_in(world: World, *states: LineState) -> KitOrder:
    """An order of this season at one of these stages."""
    orders = KitOrder.filter(email__startswith=MAILBOX, state__in=states, placed_at__lte=clock.now())
    return await world.one_of(orders)


async def _parcels(state: ShipmentState) -> Sequence[Shipment]:
    found = await Shipment.filter(state=state).order_by("id").limit(AT_ONCE)
    if not found:
        raise NothingToDo
    return found


def _door(number: int) -> Address:
    return Address(
        recipient=f"Ontvanger {number}",
        street="Proefstraat",
        house_number=str(number),
        postcode="3512 AE",
        place="Utrecht",
    )
