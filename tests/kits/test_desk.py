"""The desk of the team: finding orders, and doing something with many of them at once."""

import csv
import io

import pytest

from tests.kits.desk import DESK, hidden, in_parcels, lines, numbers_on, orders, packed, team
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import Make
from tests.site import Site
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Batch, Shipment, ShipmentState
from weekplanner.kits.operations import deciding, shipping, stock


async def test_the_list_is_the_oldest_first_and_says_what_each_ordered(site: Site, make: Make):
    kit = await make.kit("Gesprekskaarten", stock_of=5)
    soup = await make.activity()
    made = [await make.kit_order(soup, {kit.id: number}) for number in (1, 2)]
    page = (await (await team(site, make)).get(DESK)).text
    assert numbers_on(page) == [order.number for order in made]
    assert "2 × Gesprekskaarten" in page
    assert "Buurthuis De Linde" in page


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("stand=placed", ["placed"]),
        ("stand=cancelled", []),
        ("wachtrij=goed-te-keuren", ["placed"]),
        ("wachtrij=boven-de-grens", ["requested"]),
        ("wachtrij=nabestelling", ["back_ordered"]),
        ("wachtrij=in-een-partij", ["requested", "approved"]),
        ("wachtrij=met-toelichting", ["requested"]),
        ("provincie=utrecht", ["placed", "requested", "back_ordered", "approved"]),
        ("provincie=limburg", []),
        ("q=fatma+vries+utrecht", ["placed", "requested", "back_ordered", "approved"]),
        ("q=100%25", []),
    ],
)
async def test_a_filter_finds_what_it_says(site: Site, make: Make, query: str, found: list[str]):
    plenty, limited, gone = (
        await make.kit(stock_of=9),
        await make.kit(stock_of=9, max_per_activity=1),
        await make.kit(),
    )
    soup = await make.activity()
    made = {
        "placed": await make.kit_order(soup, {plenty.id: 1}),
        "requested": await make.kit_order(soup, {limited.id: 2}, wish="Wij zijn met 300."),
        "back_ordered": await make.kit_order(soup, {gone.id: 1}),
        "approved": await make.kit_order(soup, {plenty.id: 1}),
    }
    await deciding.approve_orders([made[name].id for name in ("approved", "requested")], actor=SYSTEM)
    page = (await (await team(site, make)).get(f"{DESK}?{query}")).text
    names = {order.number: name for name, order in made.items()}
    assert [names[number] for number in numbers_on(page)] == found


@pytest.mark.parametrize(
    "query", ["stand=weg", "wachtrij=x", "pakket=x", "partij=-1", "jaar=1900", "pagina=0"]
)
async def test_an_address_that_makes_no_sense_is_told_so(site: Site, make: Make, query: str):
    await make.edition()
    assert (await (await team(site, make)).get(f"{DESK}?{query}")).status_code == 400


async def test_by_kit_by_batch_and_by_number_of_the_order(site: Site, make: Make):
    (parcel,) = await in_parcels(make, 1)
    (other,) = await orders(make, 1)
    order = await KitOrder.get(id=parcel.order_id)
    line = await KitOrderLine.get(order_id=order.id)
    desk = await team(site, make)
    for query in (f"pakket={line.kit_id}", f"partij={parcel.batch_id}", f"q={order.number}"):
        assert numbers_on((await desk.get(f"{DESK}?{query}")).text) == [order.number], query
    assert numbers_on((await desk.get(DESK)).text) == [order.number, other.number]


async def test_what_is_ticked_is_approved_and_who_ordered_is_told(site: Site, make: Make):
    first, second = await orders(make, 2)
    desk = await team(site, make)
    answer = await desk.post(f"{DESK}/tegelijk?stand=placed", {"approve": "1", "chosen": [str(first.id)]})
    assert answer.headers["location"] == f"{DESK}?stand=placed&goedgekeurd=1"
    assert [await lines(each) for each in (first, second)] == [
        [(LineState.APPROVED, 1)],
        [(LineState.PLACED, 1)],
    ]
    assert "1 bestelling is goedgekeurd." in (await desk.get(answer.headers["location"])).text
    kinds = await site.mail_kinds_to("fatma@example.org")
    assert kinds[-3:] == ["kit_order_placed", "kit_order_placed", "kit_order_approved"]
    records = await AuditRecord.filter(subject_kind="kit_order").values_list("action", "subject_label")
    assert records == [("approve_kit_order", first.number)]


async def test_all_that_a_filter_finds_is_approved_in_one_go(site: Site, make: Make):
    made = await orders(make, 3)
    elsewhere = await make.kit_order(await make.activity(), {(await make.kit(stock_of=1)).id: 1})
    kit = (await KitOrderLine.get(order_id=made[0].id)).kit_id
    desk = await team(site, make)
    await desk.post(f"{DESK}/tegelijk?pakket={kit}", {"approve": "1", "all_found": "y"})
    states = [(await KitOrder.get(id=each.id)).state.value for each in (*made, elsewhere)]
    assert states == ["approved"] * 3 + ["placed"]
    again = await desk.post(f"{DESK}/tegelijk?pakket={kit}", {"approve": "1", "all_found": "y"})
    assert again.headers["location"].endswith("goedgekeurd=0")


async def test_a_button_without_anything_ticked_says_what_to_do(site: Site, make: Make):
    await orders(make, 1)
    answer = await (await team(site, make)).post(f"{DESK}/tegelijk", {"approve": "1", "chosen": ["x", "-1"]})
    assert answer.status_code == 422
    assert "Kies eerst één of meer bestellingen." in answer.text


async def test_a_batch_of_what_is_ticked_is_made_once_also_of_a_double_click(site: Site, make: Make):
    made = await orders(make, 2)
    await deciding.approve_orders([each.id for each in made], actor=SYSTEM)
    desk = await team(site, make)
    key = hidden((await desk.get(DESK)).text, "request_key")
    fields = {"batch": "1", "request_key": key, "chosen": [str(each.id) for each in made]}
    first, second = [await desk.post(f"{DESK}/tegelijk", fields) for _each in range(2)]
    batch = await Batch.get()
    assert [each.headers["location"] for each in (first, second)] == [f"{DESK}/partijen/{batch.id}"] * 2
    assert await Shipment.filter(batch_id=batch.id).count() == 2
    assert await what_is_wrong_with_kits() == []


async def test_what_goes_to_one_door_shares_a_parcel_when_that_is_asked(site: Site, make: Make):
    made = await orders(make, 2)
    await deciding.approve_orders([each.id for each in made], actor=SYSTEM)
    desk = await team(site, make)
    fields = {"batch": "1", "request_key": "k", "joins_addresses": "y", "all_found": "y"}
    await desk.post(f"{DESK}/tegelijk", fields)
    (parcel,) = await Shipment.all()
    assert await KitOrderLine.filter(shipment_id=parcel.id).count() == 2


async def test_the_list_as_a_file_is_safe_to_open_in_a_spreadsheet(site: Site, make: Make):
    kit = await make.kit("=1+1", stock_of=5, max_per_activity=1)
    order = await make.kit_order(await make.activity(), {kit.id: 2}, wish="=cmd|' /C calc'!A0")
    desk = await team(site, make)
    whole = await desk.get(f"{DESK}/lijst.csv")
    ticked = await desk.post(f"{DESK}/tegelijk", {"download": "1", "chosen": [str(order.id)]})
    assert whole.content == ticked.content
    header, row = csv.reader(io.StringIO(whole.content.decode("utf-8-sig")), delimiter=";")
    assert dict(zip(header, row, strict=True)) | {"Besteld": "", "Adres": ""} == {
        "Bestelling": order.number,
        "Stand": "Boven de grens",
        "Organisatie": "Buurthuis De Linde",
        "Naam": "Fatma de Vries",
        "Plaats": "Utrecht",
        "Pakketten": "2 × =1+1",
        "Besteld": "",
        "Wens": "'=cmd|' /C calc'!A0",
        "Reden van het team": "",
        "Adres": "",
    }


async def test_each_queue_is_a_link_with_how_many_stand_in_it(site: Site, make: Make):
    await in_parcels(make, 2)
    await orders(make, 3)
    page = (await (await team(site, make)).get(DESK)).text
    for words in ("Goed te keuren (3)", "In te pakken (2)", "Nabestelling (0)", "Ingepakt, nog hier (0)"):
        assert words in page


async def test_what_is_above_a_limit_is_granted_or_declined_with_a_reason(site: Site, make: Make):
    kit = await make.kit(stock_of=9, max_per_activity=1)
    soup, tea = await make.activity(), await make.activity()
    first = await make.kit_order(soup, {kit.id: 3}, wish="Wij zijn met 300.")
    second = await make.kit_order(tea, {kit.id: 3})
    desk = await team(site, make)
    page = (await desk.get(f"{DESK}/{first.id}")).text
    assert "Wij zijn met 300." in page
    wish = await KitOrderLine.get(order_id=first.id, state=LineState.REQUESTED)
    answer = await desk.post(f"{DESK}/regels/{wish.id}/toekennen")
    assert answer.headers["location"] == f"{DESK}/{first.id}"
    assert await lines(first) == [(LineState.PLACED, 1), (LineState.PLACED, 2)]
    too_late = await desk.post(f"{DESK}/regels/{wish.id}/toekennen")
    assert (too_late.status_code, "Hierover is al beslist." in too_late.text) == (422, True)
    wish = await KitOrderLine.get(order_id=second.id, state=LineState.REQUESTED)
    empty = await desk.post(f"{DESK}/regels/{wish.id}/afwijzen", reason=" ")
    assert (empty.status_code, "schrijf een reden op" in empty.text) == (422, True)
    await desk.post(f"{DESK}/regels/{wish.id}/afwijzen", reason="Er zijn er te weinig.")
    assert await lines(second) == [(LineState.PLACED, 1), (LineState.CANCELLED, 2)]
    assert "Er zijn er te weinig." in await site.last_mail_to("fatma@example.org")


async def test_a_back_order_that_goes_first_says_why(site: Site, make: Make):
    kit = await make.kit()
    first, second = await orders(make, 2, kit=kit)
    desk = await team(site, make)
    line = await KitOrderLine.get(order_id=second.id)
    await desk.post(f"{DESK}/regels/{line.id}/voor", reason="De activiteit is morgen.")
    assert "Gaat voor: De activiteit is morgen." in (await desk.get(f"{DESK}/{second.id}")).text
    await stock.receive(kit.id, 1, "Levering", actor=SYSTEM)
    assert [await lines(each) for each in (first, second)] == [
        [(LineState.BACK_ORDERED, 1)],
        [(LineState.PLACED, 1)],
    ]


async def test_the_team_cancels_with_a_reason_that_the_organiser_reads(site: Site, make: Make):
    (order,) = await orders(make, 1)
    desk = await team(site, make)
    page = (await desk.get(f"{DESK}/{order.id}/annuleren")).text
    version = hidden(page, "version")
    await desk.post(f"{DESK}/{order.id}/annuleren", version=version, reason="Dubbel besteld.")
    assert (await KitOrder.get(id=order.id)).state is LineState.CANCELLED
    assert "Dubbel besteld." in await site.last_mail_to("fatma@example.org")
    assert "Bestelling geannuleerd" in (await desk.get(f"{DESK}/{order.id}")).text
    again = await desk.post(f"{DESK}/{order.id}/annuleren", version=version, reason="Dubbel besteld.")
    assert again.status_code == 409


async def test_parcels_of_a_batch_go_and_arrive_ticked_or_all(site: Site, make: Make):
    first, second, third = await packed(make, 3)
    page = f"{DESK}/partijen/{first.batch_id}"
    desk = await team(site, make)
    await desk.post(f"{page}/stap", {"ship": "chosen", "chosen": [str(first.id)]})
    answer = await desk.post(f"{page}/stap", {"ship": "all"})
    assert "Gedaan, bij 2 dozen." in (await desk.get(answer.headers["location"])).text
    await desk.post(f"{page}/stap", {"deliver": "chosen", "chosen": [str(third.id)]})
    states = [(await Shipment.get(id=each.id)).state.value for each in (first, second, third)]
    assert states == ["shipped", "shipped", "delivered"]
    empty = await desk.post(f"{page}/stap", {"ship": "chosen"})
    assert (empty.status_code, "Kies eerst één of meer dozen." in empty.text) == (422, True)
    assert await what_is_wrong_with_kits() == []


async def test_a_parcel_is_split_joined_again_and_followed_each_with_its_own_code(site: Site, make: Make):
    kit = await make.kit(stock_of=5)
    order = await make.kit_order(await make.activity(), {kit.id: 5})
    await deciding.approve_orders([order.id], actor=SYSTEM)
    desk = await team(site, make)
    await desk.post(f"{DESK}/tegelijk", {"batch": "1", "request_key": "k", "chosen": [str(order.id)]})
    (parcel,) = await Shipment.all()
    (line,) = await KitOrderLine.filter(order_id=order.id)
    page = f"{DESK}/dozen/{parcel.id}"
    all_of_it = await desk.post(f"{page}/splitsen", {"version": "1", f"line_{line.id}": "5"})
    assert (all_of_it.status_code, "niet niets, en niet alles" in all_of_it.text) == (422, True)
    nonsense = await desk.post(f"{page}/splitsen", {"version": "1", f"line_{line.id}": "6"})
    assert "vul een getal in van 0 tot en met 5" in nonsense.text
    await desk.post(f"{page}/splitsen", {"version": "1", f"line_{line.id}": "2"})
    other = await Shipment.all().order_by("-id").first()
    assert other is not None
    assert await lines(order) == [(LineState.APPROVED, 3), (LineState.APPROVED, 2)]
    for each, code in ((parcel, "3SKABA1"), (other, "3s kaba2")):
        await desk.post(f"{DESK}/dozen/{each.id}/code", carrier="postnl", code=code)
    taken = await desk.post(f"{DESK}/dozen/{other.id}/code", carrier="postnl", code="3SKABA1")
    assert (taken.status_code, "heeft code 3SKABA1 al" in taken.text) == (422, True)
    codes = [(await Shipment.get(id=each.id)).tracking_code for each in (parcel, other)]
    assert codes == ["3SKABA1", "3SKABA2"]
    await desk.post(f"{page}/samen", code=other.code)
    assert (await Shipment.get(id=other.id)).state is ShipmentState.DROPPED
    assert await what_is_wrong_with_kits() == []


@pytest.mark.parametrize(("condition", "free"), [("whole", 1), ("damaged", 0)])
async def test_a_parcel_that_came_back_is_booked_and_sent_again(
    site: Site, make: Make, condition: str, free: int
):
    kit = await make.kit(stock_of=1)
    (parcel,) = await in_parcels(make, 1, kit=kit)
    desk = await team(site, make)
    await desk.post(f"{DESK}/inpakken/{parcel.id}", version="1")
    await desk.post(f"{DESK}/dozen/{parcel.id}/stap", ship="1")
    fields = {"condition": condition, "reason": "Niemand thuis."}
    await desk.post(f"{DESK}/dozen/{parcel.id}/retour", fields)
    await kit.refresh_from_db()
    assert ((await Shipment.get(id=parcel.id)).state, kit.free) == (ShipmentState.RETURNED, free)
    await stock.receive(kit.id, 1, "Levering", actor=SYSTEM)
    line = await KitOrderLine.get(shipment_id=parcel.id)
    fields = {f"line_{line.id}": "1", "reason": "Nog een keer."}
    answer = await desk.post(f"{DESK}/dozen/{parcel.id}/opnieuw", fields)
    assert answer.headers["location"] == f"{DESK}/{parcel.order_id}"
    order = await KitOrder.get(id=parcel.order_id)
    assert (LineState.APPROVED, 1) in await lines(order)
    assert await what_is_wrong_with_kits() == []


async def test_the_audit_log_reads_in_words_what_was_done_with_a_parcel(site: Site, make: Make):
    (parcel,) = await packed(make, 1)
    desk = await team(site, make)
    await desk.post(f"{DESK}/dozen/{parcel.id}/stap", ship="1")
    log = await site.as_(await make.team_member(TeamRole.ADMIN)).get("/team/logboek?soort=shipment")
    for words in ("Pakket verwerkt", f"{parcel.code}</a>", "Doos", "Stand: <ins>Onderweg</ins>"):
        assert words in log.text, words


@pytest.mark.parametrize("path", ["", "/lijst.csv", "/partijen", "/inpakken", "/bezorger", "/1", "/dozen/1"])
async def test_who_does_not_look_after_kits_finds_no_desk(site: Site, make: Make, path: str):
    await packed(make, 1)
    for role in (TeamRole.MODERATION, TeamRole.CONGRESS, TeamRole.COMMUNICATION):
        member = site.as_(await make.team_member(role))
        assert (await member.get(f"{DESK}{path}")).status_code == 404
    assert (await (await team(site, make)).get(f"{DESK}{path}")).status_code == 200


async def test_shipping_the_same_parcel_again_changes_nothing(make: Make):
    (parcel,) = await packed(make, 1)
    assert len(await shipping.ship([parcel.id], actor=SYSTEM)) == 1
    assert await shipping.ship([parcel.id], actor=SYSTEM) == []
