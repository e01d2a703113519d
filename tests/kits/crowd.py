"""People who order at once, as a process of its own.

    python -m tests.kits.crowd WHAT KIT,… ACTIVITY,… NUMBER SIZE

`rush` lets SIZE orders be placed at the same moment. `work` lets organisers order, change and cancel, and
the team receive, correct, approve, pack, ship and take back, over and over. Both print a line after each
step.
"""

import asyncio
import random
import sys
from collections.abc import Sequence
from dataclasses import replace

from tests.make import DOOR, at
from weekplanner import wiring
from weekplanner.accounts.people import SYSTEM, Person
from weekplanner.core import clock, db, settings
from weekplanner.core.errors import NotFound, Refused
from weekplanner.events.models import Activity
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.operations import backorders, deciding, exceptions, ordering, parcels, shipping, stock
from weekplanner.kits.values import OrderValues
from weekplanner.mailer import schedule

NOW = at(16, 12, month=8)
"""As for the test that asks for it."""
AT_ONCE = 6
"""Of those who work, in one process."""


async def rush(kit_ids: Sequence[int], activity_ids: Sequence[int], number: int, size: int) -> None:
    """Everybody orders one to three of each kit at once."""
    chance = random.Random(number)
    wishes = [
        (chance.choice(activity_ids), {kit_id: chance.randint(1, 3) for kit_id in kit_ids})
        for _each in range(size)
    ]
    await asyncio.gather(
        *(order(activity_id, wish, f"{number}.{each}") for each, (activity_id, wish) in enumerate(wishes))
    )
    print(size, flush=True)


async def order(activity_id: int, quantities: dict[int, int], key: str) -> KitOrder:
    """What the organiser of an activity orders."""
    organisation_id = (await Activity.get(id=activity_id)).organisation_id
    organiser = Person(None, "Fatma", "fatma@example.org", frozenset({organisation_id}), organisation_id)
    wanted = OrderValues(quantities, DOOR, f"gast{key}@example.org")
    return await ordering.place_order(activity_id, wanted, request_key=key, actor=organiser)


async def work(kit_ids: Sequence[int], activity_ids: Sequence[int], number: int, size: int) -> None:
    """Several people at once, `size` steps each."""

    async def go_on(who: str) -> None:
        chance = random.Random(who)
        for step in range(size):
            try:
                await _step(chance, kit_ids, activity_ids, f"{who}.{step}")
            except (Refused, NotFound) as refused:
                print(type(refused).__name__, flush=True)
            else:
                print("done", flush=True)

    await asyncio.gather(*(go_on(f"{number}.{each}") for each in range(AT_ONCE)))


async def _step(chance: random.Random, kit_ids: Sequence[int], activity_ids: Sequence[int], key: str) -> None:
    known = await KitOrder.all().order_by("-id").limit(20)
    quantities = {each: chance.randint(0, 4) for each in kit_ids}
    step = chance.choice(STEPS) if known else "order"
    if step == "order":
        await order(chance.choice(activity_ids), quantities, key)
    elif step in ("receive", "correct"):
        await _book(chance, step, chance.choice(kit_ids))
    elif step in ("grant", "rank"):
        await _decide(step)
    elif step in ("change", "cancel", "approve", "batch", "address"):
        await _with_orders(chance, step, known, quantities, key)
    else:
        await _with_parcel(chance, step)


async def _book(chance: random.Random, step: str, kit_id: int) -> None:
    if step == "receive":
        await stock.receive(kit_id, chance.randint(1, 10), "Levering", actor=SYSTEM)
    else:
        await stock.correct(kit_id, chance.choice((-3, -1, 2)), "Geteld", actor=SYSTEM)


async def _decide(step: str) -> None:
    state = LineState.REQUESTED if step == "grant" else LineState.BACK_ORDERED
    line = await KitOrderLine.filter(state=state).first()
    if line and step == "grant":
        await deciding.grant(line.id, actor=SYSTEM)
    elif line:
        await backorders.put_first(line.id, "Haast", actor=SYSTEM)


async def _with_orders(
    chance: random.Random, step: str, known: list[KitOrder], quantities: dict[int, int], key: str
) -> None:
    its = chance.choice(known)
    ids = [each.id for each in known]
    if step == "change":
        wanted = OrderValues(quantities, DOOR, its.email)
        await ordering.change_order(its.id, wanted, version=its.version, actor=SYSTEM)
    elif step == "cancel":
        await ordering.cancel_order(its.id, version=its.version, actor=SYSTEM)
    elif step == "address":
        await exceptions.change_address(its.id, replace(DOOR, house_number=key), actor=SYSTEM)
    elif step == "approve":
        await deciding.approve_orders(ids[:5], actor=SYSTEM)
    else:
        await parcels.make_batch(ids, joins_addresses=chance.random() < 0.5, request_key=key, actor=SYSTEM)


async def _with_parcel(chance: random.Random, step: str) -> None:
    state = {"pack": ShipmentState.PREPARED, "ship": ShipmentState.PACKED, "unpack": ShipmentState.PACKED}
    found = await Shipment.filter(state=state.get(step, ShipmentState.SHIPPED)).order_by("-id").limit(10)
    if not found:
        return
    parcel = chance.choice(found)
    if step == "pack":
        await parcels.pack(parcel.id, version=parcel.version, actor=SYSTEM)
    elif step == "unpack":
        await parcels.unpack(parcel.id, actor=SYSTEM)
    elif step == "ship":
        await shipping.ship([each.id for each in found], actor=SYSTEM)
    elif step == "deliver":
        await shipping.deliver([parcel.id], actor=SYSTEM)
    elif step == "return":
        await shipping.take_back(parcel.id, "Retour", is_whole=chance.random() < 0.5, actor=SYSTEM)
    else:
        await exceptions.send_again(parcel.id, "Beschadigd", actor=SYSTEM)


STEPS = (
    *("order", "order", "order", "change", "cancel", "receive", "correct", "approve", "grant", "rank"),
    *("address", "batch", "pack", "pack", "ship", "unpack", "deliver", "return", "again"),
)


async def main(what: str, kits: str, activities: str, number: str, size: str) -> None:
    """Do what is asked."""
    wiring.wire()
    with clock.frozen(NOW):
        async with db.opened(settings.current(), wiring.MODEL_MODULES):
            kit_ids, activity_ids = ([int(each) for each in text.split(",")] for text in (kits, activities))
            await {"rush": rush, "work": work}[what](kit_ids, activity_ids, int(number), int(size))
            await schedule.run_due()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
