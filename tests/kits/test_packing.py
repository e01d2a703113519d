"""Packing: a code that is scanned or typed opens a parcel, and two people never pack the same."""

import pytest

from tests.kits.desk import DESK, hidden, in_parcels, packed, team
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import DOOR, Make
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.kits.codes import on_label, with_letter
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.operations import exceptions, ordering
from weekplanner.kits.values import Address

PACK = f"{DESK}/inpakken"


async def test_a_code_opens_its_parcel_and_the_first_button_closes_it(site: Site, make: Make):
    (parcel,) = await in_parcels(make, 1)
    desk = await team(site, make)
    answer = await desk.post(PACK, code=f" {parcel.code.lower()} ")
    assert answer.headers["location"] == f"{PACK}/{parcel.id}"
    page = (await desk.get(answer.headers["location"])).text
    assert page.index('type="submit"') < page.index("Ingepakt</button>")
    done = await desk.post(f"{PACK}/{parcel.id}", version=hidden(page, "version"))
    page = (await desk.get(done.headers["location"])).text
    assert f"Doos {parcel.code} is ingepakt" in page
    assert "Alles wat in een partij zit, is ingepakt." in page
    assert (await KitOrder.get(id=parcel.order_id)).state is LineState.PACKED
    assert await what_is_wrong_with_kits() == []


@pytest.mark.parametrize("typed", ["{number}", "{short}"])
async def test_the_number_of_an_order_leads_to_its_parcel(site: Site, make: Make, typed: str):
    (parcel,) = await in_parcels(make, 1)
    order = await KitOrder.get(id=parcel.order_id)
    desk = await team(site, make)
    code = typed.format(number=order.number, short=f"{order.year} {order.id}")
    assert (await desk.post(PACK, code=code)).headers["location"] == f"{PACK}/{parcel.id}"


async def test_the_number_of_an_order_in_several_parcels_asks_which(site: Site, make: Make):
    (parcel,) = await in_parcels(make, 1, kit=await make.kit(stock_of=1))
    order = await KitOrder.get(id=parcel.order_id)
    await Shipment.create(
        order_id=order.id, batch_id=parcel.batch_id, state="prepared", created_at=parcel.created_at
    )
    other = await Shipment.all().order_by("-id").first()
    assert other is not None
    line = await order.lines.all().first()
    assert line is not None
    await type(line).create(
        order_id=order.id, kit_id=line.kit_id, quantity=1, state="approved", shipment_id=other.id
    )
    page = await (await team(site, make)).post(PACK, code=order.number)
    assert "Welke doos pakt u in?" in page.text
    assert [code in page.text for code in (parcel.code, other.code)] == [True, True]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("", "scan het etiket, of typ de code die erop staat"),
        ("1042", "deze code klopt niet"),
        ("1042-A", "deze code klopt niet"),
        ("https://example.org", "deze code klopt niet"),
        ("<script>", "deze code klopt niet"),
        ("2027-9999", "van deze bestelling is geen doos die ingepakt moet worden"),
        (with_letter(999_999_999), "deze doos kennen wij niet"),
    ],
)
async def test_a_wrong_code_is_told_in_one_sentence(site: Site, make: Make, code: str, sentence: str):
    await make.edition()
    answer = await (await team(site, make)).post(PACK, code=code)
    assert (answer.status_code, sentence in answer.text) == (422, True)


async def test_of_two_who_pack_the_same_the_second_is_told_by_whom(site: Site, make: Make):
    (parcel,) = await in_parcels(make, 1)
    first, second = await team(site, make, "Samira"), await team(site, make, "Joost")
    assert (await first.post(PACK, code=parcel.code)).status_code == 303
    answer = await second.post(PACK, code=parcel.code)
    assert (answer.status_code, "Samira is deze doos aan het inpakken." in answer.text) == (422, True)
    blocked = await second.post(f"{PACK}/{parcel.id}", version="1")
    assert (blocked.status_code, "Samira is deze doos aan het inpakken." in blocked.text) == (422, True)
    await first.post(f"{PACK}/{parcel.id}", version="1")
    late = await second.post(PACK, code=parcel.code)
    assert "Deze doos is al ingepakt, om 12.00 uur door Samira." in late.text


async def test_a_label_from_before_the_address_changed_is_told_to_be_outdated(site: Site, make: Make):
    (parcel,) = await in_parcels(make, 1)
    printed = on_label(parcel.code, parcel.version)
    to = Address(**{**DOOR.columns(), "house_number": "12"})
    await exceptions.change_address(parcel.order_id, to, actor=SYSTEM)
    desk = await team(site, make)
    answer = await desk.post(PACK, code=printed)
    page = (await desk.get(answer.headers["location"])).text
    assert "Dit etiket is verouderd" in page
    assert "Print een nieuw etiket." in page
    stale = await desk.post(f"{PACK}/{parcel.id}", version="1")
    assert stale.status_code == 409
    answer = await desk.post(PACK, code=on_label(parcel.code, parcel.version + 1))
    assert "Dit etiket is verouderd" not in (await desk.get(answer.headers["location"])).text


async def test_a_parcel_that_was_cancelled_says_so(site: Site, make: Make):
    (parcel,) = await in_parcels(make, 1)
    order = await KitOrder.get(id=parcel.order_id)
    await ordering.cancel_order(order.id, version=order.version, actor=SYSTEM)
    desk = await team(site, make)
    answer = await desk.post(PACK, code=parcel.code)
    said = "Deze doos hoeft niet meer ingepakt te worden. Haal het etiket weg."
    assert (answer.status_code, said in answer.text) == (422, True)
    assert "Deze doos is vervallen" in (await desk.get(f"{DESK}/dozen/{parcel.id}")).text


async def test_a_packed_parcel_is_opened_again_and_gets_a_new_label(site: Site, make: Make):
    (parcel,) = await packed(make, 1)
    desk = await team(site, make)
    await desk.post(f"{DESK}/dozen/{parcel.id}/stap", unpack="1")
    again = await Shipment.get(id=parcel.id)
    assert (again.state, again.version) == (ShipmentState.PREPARED, parcel.version + 1)
    assert await what_is_wrong_with_kits() == []


async def test_the_camera_is_allowed_on_the_page_that_scans_and_nowhere_else(site: Site, make: Make):
    await make.edition()
    desk = await team(site, make)
    allowed = [(await desk.get(path)).headers["permissions-policy"][:14] for path in (PACK, DESK)]
    assert allowed == ["camera=(self),", "camera=(), geo"]
