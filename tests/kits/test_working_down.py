"""Two weeks of the desk: the orders of the demonstration are worked down through its pages."""

import re
from collections import Counter

from tests.kits.desk import DESK, hidden, team
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import Make
from tests.site import Site
from tests.sizes import size
from weekplanner.demo.operations.loading import load
from weekplanner.editions.models import Edition
from weekplanner.kits.carrier_files import MOST_ROWS
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.mailer import schedule
from weekplanner.mailer.models import OutboxMessage
from weekplanner.privacy import operations as privacy

ACTIVITIES, ORDERS = size(60, rehearsal=5_100), size(45, rehearsal=4_000)
"""Of the demonstration; and how many orders that leaves to the desk at least."""
SEED = 11
"""Of which the small demonstration is short of a kit too."""
DECLINED = 2
"""One in so many wishes above a limit."""


async def left_to_the_desk() -> Edition:
    """A demonstration with every order of the week to come as it came in."""
    edition = await load(ACTIVITIES, seed=SEED, show=lambda _done, _all: None, leaves_orders=True)
    await privacy.purge(is_dry_run=False)  # as every night: what was open a year ago waits for nothing
    still_open = (LineState.PLACED, LineState.BACK_ORDERED, LineState.REQUESTED)
    assert await KitOrder.filter(edition_id=edition.id, state__in=still_open).count() >= ORDERS
    return edition


async def quantities(edition: Edition, *states: LineState) -> Counter[int]:
    """How many of each kit stand in lines in these states, by its id."""
    lines = await KitOrderLine.filter(order__edition_id=edition.id, state__in=states)
    return sum((Counter({line.kit_id: line.quantity}) for line in lines), Counter())


async def decide_on_wishes(desk: Site) -> None:
    """Order by order: what is above a limit is granted, or now and then declined."""
    decided = 0
    while found := re.findall(r'pakketten/(\d+)">\d{4}-', await in_queue(desk, "boven-de-grens")):
        for order in found:
            page = (await desk.get(f"{DESK}/{order}")).text
            for line in re.findall(r"regels/(\d+)/toekennen", page):
                decided += 1
                step, fields = (
                    ("afwijzen", {"reason": "Zoveel is er niet."})
                    if decided % DECLINED == 0
                    else ("toekennen", {})
                )
                answer = await desk.post(f"{DESK}/regels/{line}/{step}", fields)
                assert answer.status_code == 303


async def in_queue(desk: Site, queue: str) -> str:
    """The first page of a queue."""
    return (await desk.get(f"{DESK}?wachtrij={queue}")).text


async def approve_and_batch(desk: Site) -> None:
    """Press until nothing is left."""
    for queue, button in (("goed-te-keuren", "approve"), ("in-een-partij", "batch")):
        while f"{DESK}/tegelijk" in (page := await in_queue(desk, queue)):
            key = hidden(page, "request_key")
            fields = {button: "1", "all_found": "y", "joins_addresses": "y", "request_key": key}
            answer = await desk.post(f"{DESK}/tegelijk?wachtrij={queue}", fields)
            assert answer.status_code == 303


async def receive_what_is_short(desk: Site, edition: Edition) -> None:
    """The printer delivers just what people wait for."""
    short = await quantities(edition, LineState.BACK_ORDERED)
    assert short
    for kit_id, quantity in short.items():
        path = f"/team/pakketten/voorraad/{kit_id}/binnengekomen"
        key = hidden((await desk.get(path)).text, "request_key")
        fields = {"request_key": key, "quantity": str(quantity), "reason": "Levering"}
        assert (await desk.post(path, fields)).status_code == 303


async def pack(desk: Site, parcel: Shipment) -> None:
    """Scan, look, press."""
    answer = await desk.post(f"{DESK}/inpakken", code=f"{parcel.code}/{parcel.version}")
    page = (await desk.get(answer.headers["location"])).text
    done = await desk.post(f"{DESK}/inpakken/{parcel.id}", version=hidden(page, "version"))
    assert done.headers["location"] == f"{DESK}/inpakken?ingepakt={parcel.id}"


async def upload(desk: Site, parcels: list[Shipment]) -> None:
    """The file that a carrier sends back."""
    rows = "\n".join(f"{each.code};3SKABA{each.id:06d}" for each in parcels)
    content = f"Referentie;Barcode\n{rows}".encode()
    answer = await desk.upload(f"{DESK}/bezorger", {"carrier": "postnl"}, as_field="file", content=content)
    assert answer.headers["location"].endswith(f"bewaard={len(parcels)}&bezorgd=0")


async def send(desk: Site, parcels: list[Shipment]) -> None:
    """Pack each, name them all, put them on their way, and say that they are there."""
    for parcel in parcels:
        await pack(desk, parcel)
    for start in range(0, len(parcels), MOST_ROWS):
        await upload(desk, parcels[start : start + MOST_ROWS])
    while await Shipment.exists(state=ShipmentState.PACKED):
        assert (await desk.post(f"{DESK}/bezorger/onderweg", carrier="postnl")).status_code == 303
    for batch_id in sorted({each.batch_id or 0 for each in parcels}):
        while await Shipment.exists(batch_id=batch_id, state=ShipmentState.SHIPPED):
            await desk.post(f"{DESK}/partijen/{batch_id}/stap", {"deliver": "all"})


async def orders_in(parcels: list[Shipment]) -> int:
    """How many orders went, each counted once for every parcel that has something of it."""
    lines = await KitOrderLine.filter(shipment_id__in=[each.id for each in parcels])
    return len({(line.order_id, line.shipment_id) for line in lines})


async def test_all_orders_of_the_demonstration_are_worked_down_and_every_kit_is_accounted_for(
    site: Site, make: Make
):
    edition = await left_to_the_desk()
    gone_before = {kit.id: kit.shipped for kit in await Kit.all()}
    told_before = await OutboxMessage.filter(kind="kit_order_shipped").count()
    given_up_before = await quantities(edition, LineState.CANCELLED)
    wanted = await quantities(edition, LineState.PLACED, LineState.BACK_ORDERED, LineState.REQUESTED)
    desk = await team(site, make)

    await decide_on_wishes(desk)
    await approve_and_batch(desk)
    await receive_what_is_short(desk, edition)
    await schedule.run_due()
    await approve_and_batch(desk)
    parcels = await Shipment.filter(state=ShipmentState.PREPARED).order_by("id")
    await send(desk, parcels)

    declined = await quantities(edition, LineState.CANCELLED) - given_up_before
    delivered = await quantities(edition, LineState.DELIVERED)
    assert delivered + declined == wanted
    assert {kit.id: (kit.reserved, kit.shipped) for kit in await Kit.all()} == {
        kit_id: (0, before + delivered[kit_id]) for kit_id, before in gone_before.items()
    }
    assert await what_is_wrong_with_kits() == []
    assert await OutboxMessage.filter(kind="kit_order_shipped").count() == told_before + await orders_in(
        parcels
    )
