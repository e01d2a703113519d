"""Two weeks of the desk: all orders are worked down through its pages, and the ledger is right at the end."""

import re

from tests.kits.desk import DESK, team
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import DOOR, Make
from tests.site import Site
from tests.sizes import size
from weekplanner.kits.carrier_files import MOST_ROWS
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Batch, Shipment, ShipmentState
from weekplanner.kits.values import Address
from weekplanner.mailer import schedule
from weekplanner.mailer.models import OutboxMessage

ORDERS = size(40, rehearsal=4_000)


async def ordered(make: Make) -> Kit:
    """Orders of two activities; the last tenth waits for stock."""
    kit = await make.kit("Groot pakket", stock_of=ORDERS - ORDERS // 10)
    soup, tea = await make.activity(), await make.activity()
    for number in range(ORDERS):
        to = Address(**{**DOOR.columns(), "house_number": str(1 + number)})
        await make.kit_order(soup if number % 2 else tea, {kit.id: 1}, to=to)
    return kit


async def approve_and_batch(desk: Site) -> None:
    """Press until nothing is left."""
    for queue, button in (("goed-te-keuren", "approve"), ("in-een-partij", "batch")):
        while f"{DESK}/tegelijk" in (await desk.get(f"{DESK}?wachtrij={queue}")).text:
            number = await Batch.all().count()
            fields = {button: "1", "all_found": "y", "joins_addresses": "y", "request_key": f"b{number}"}
            answer = await desk.post(f"{DESK}/tegelijk?wachtrij={queue}", fields)
            assert answer.status_code == 303


async def pack(desk: Site, parcel: Shipment) -> None:
    """Scan, look, press."""
    answer = await desk.post(f"{DESK}/inpakken", code=f"{parcel.code}/{parcel.version}")
    page = (await desk.get(answer.headers["location"])).text
    version = re.search(r'name="version"[^>]*value="(\d+)"', page)
    assert version
    done = await desk.post(f"{DESK}/inpakken/{parcel.id}", version=version[1])
    assert done.headers["location"] == f"{DESK}/inpakken?ingepakt={parcel.id}"


async def upload(desk: Site, parcels: list[Shipment]) -> None:
    """The file that a carrier sends back."""
    rows = "\n".join(f"{each.code};3SKABA{each.id:06d}" for each in parcels)
    content = f"Referentie;Barcode\n{rows}".encode()
    answer = await desk.upload(f"{DESK}/bezorger", {"carrier": "postnl"}, as_field="file", content=content)
    assert answer.headers["location"].endswith(f"bewaard={len(parcels)}&bezorgd=0")


async def test_all_orders_are_worked_down_and_every_kit_is_accounted_for(site: Site, make: Make):
    kit = await ordered(make)
    desk = await team(site, make)
    await approve_and_batch(desk)
    answer = await desk.post(
        f"/team/pakketten/voorraad/{kit.id}/binnengekomen",
        {"request_key": "k", "quantity": str(ORDERS // 10), "reason": "Levering"},
    )
    assert answer.status_code == 303
    while await KitOrderLine.exists(state=LineState.BACK_ORDERED):
        await schedule.run_due()
    await approve_and_batch(desk)
    parcels = await Shipment.all().order_by("id")
    assert len(parcels) == ORDERS
    for parcel in parcels:
        await pack(desk, parcel)
    for start in range(0, ORDERS, MOST_ROWS):
        await upload(desk, parcels[start : start + MOST_ROWS])
    while await Shipment.exists(state=ShipmentState.PACKED):
        assert (await desk.post(f"{DESK}/bezorger/onderweg", carrier="postnl")).status_code == 303
    for batch in await Batch.all():
        while await Shipment.exists(batch_id=batch.id, state=ShipmentState.SHIPPED):
            await desk.post(f"{DESK}/partijen/{batch.id}/stap", {"deliver": "all"})
    assert await KitOrder.filter(state=LineState.DELIVERED).count() == ORDERS
    await kit.refresh_from_db()
    assert (kit.free, kit.reserved, kit.shipped) == (0, 0, ORDERS)
    assert await OutboxMessage.filter(kind="kit_order_shipped").count() == ORDERS
    assert await what_is_wrong_with_kits() == []
