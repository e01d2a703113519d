"""What the team does outside the rules: ordering for somebody, and changing what was ordered."""

from typing import Any

import pytest

from tests.kits.desk import DESK, hidden, in_parcels, lines, orders, packed, team
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import DOOR, Make
from tests.site import Site
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState

NEW = f"{DESK}/nieuw"
DOOR_FIELDS = {**DOOR.columns(), "email": "boxtel@example.org"}


def wanted(kit_id: int, number: int, **more: Any) -> dict[str, Any]:
    """A form that is filled in."""
    return {f"kits-kit_{kit_id}": str(number), "request_key": "one form", **DOOR_FIELDS, **more}


async def test_the_team_orders_200_kits_for_a_municipality_without_an_activity(site: Site, make: Make):
    await make.edition()
    kit = await make.kit(stock_of=150, max_per_activity=1)
    desk = await team(site, make)
    form = wanted(kit.id, 200, reason="Boxtel deelt ze uit.")
    first, again = [await desk.post(NEW, form) for _each in range(2)]
    (order,) = await KitOrder.all()
    assert [each.headers["location"] for each in (first, again)] == [f"{DESK}/{order.id}"] * 2
    assert (order.organisation_id, order.activity_id, order.team_reason) == (
        None,
        None,
        "Boxtel deelt ze uit.",
    )
    assert await lines(order) == [(LineState.PLACED, 150), (LineState.BACK_ORDERED, 50)]
    assert "Boxtel deelt ze uit." in (await desk.get(f"{DESK}/{order.id}")).text
    assert await site.mail_kinds_to("boxtel@example.org") == ["kit_order_placed"]
    assert await what_is_wrong_with_kits() == []


async def test_an_organisation_is_looked_up_by_a_part_of_its_name(site: Site, make: Make):
    await make.edition()
    one, other = [await make.organisation(name=name) for name in ("Resto Noord", "Resto Zuid")]
    kit = await make.kit(stock_of=9)
    desk = await team(site, make)
    found = await desk.post(NEW, wanted(kit.id, 1, organisation="resto", find="1"))
    assert [each.name in found.text for each in (one, other)] == [True, True]
    unclear = await desk.post(NEW, wanted(kit.id, 1, organisation="resto", reason="Op verzoek."))
    assert (unclear.status_code, "kies welke organisatie u bedoelt" in unclear.text) == (422, True)
    unknown = await desk.post(NEW, wanted(kit.id, 1, organisation="bestaat niet", reason="Op verzoek."))
    assert "wij vinden geen organisatie met deze naam" in unknown.text
    form = wanted(kit.id, 1, organisation="resto", organisation_id=str(other.id), reason="Op verzoek.")
    assert (await desk.post(NEW, form)).status_code == 303
    assert (await KitOrder.get()).organisation_id == other.id


@pytest.mark.parametrize(
    ("number", "more", "sentence"),
    [
        (1, {"reason": ""}, "schrijf op waarom"),
        (0, {"reason": "Daarom."}, "Vul bij minstens één pakket in hoeveel u er wilt."),
        (1001, {"reason": "Daarom."}, "bestel hooguit 1000 van één pakket"),
        (1, {"reason": "Daarom.", "postcode": "12"}, "postcode"),
        (1, {"reason": "Daarom.", "place": "Maastricht"}, "Klopt dit adres?"),
    ],
)
async def test_what_is_missing_or_doubtful_is_told(
    site: Site, make: Make, number: int, more: dict[str, str], sentence: str
):
    await make.edition()
    kit = await make.kit(stock_of=9)
    answer = await (await team(site, make)).post(NEW, wanted(kit.id, number, **more))
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert await KitOrder.all().count() == 0


async def test_another_address_after_approval_outdates_the_label_and_is_told(site: Site, make: Make):
    (parcel,) = await in_parcels(make, 1)
    await Shipment.filter(id=parcel.id).update(label_version=parcel.version)
    desk = await team(site, make)
    page = f"{DESK}/{parcel.order_id}/adres"
    answer = await desk.post(page, {**DOOR_FIELDS, "house_number": "12"})
    assert answer.headers["location"] == f"{DESK}/{parcel.order_id}"
    assert (await Shipment.get(id=parcel.id)).has_outdated_label
    for there in (f"{DESK}/partijen/{parcel.batch_id}", f"{DESK}/{parcel.order_id}"):
        assert "Etiket verouderd" in (await desk.get(there)).text
    assert (await site.mail_kinds_to("fatma@example.org"))[-1] == "kit_order_changed"


async def test_another_address_opens_what_was_packed(site: Site, make: Make):
    (parcel,) = await packed(make, 1)
    desk = await team(site, make)
    await desk.post(f"{DESK}/{parcel.order_id}/adres", {**DOOR_FIELDS, "house_number": "12"})
    assert (await Shipment.get(id=parcel.id)).state is ShipmentState.PREPARED
    assert await what_is_wrong_with_kits() == []


async def test_other_quantities_until_packed(site: Site, make: Make):
    kit = await make.kit(stock_of=9)
    (order,) = await orders(make, 1, kit=kit)
    desk = await team(site, make)
    page = f"{DESK}/{order.id}/wijzigen"
    version = hidden((await desk.get(page)).text, "version")
    fields = {"version": version, "email": "fatma@example.org", f"kits-kit_{kit.id}": "4"}
    assert (await desk.post(page, fields)).headers["location"] == f"{DESK}/{order.id}"
    assert sum(line.quantity for line in await KitOrderLine.filter(order_id=order.id)) == 4
    assert (await desk.post(page, fields)).status_code == 409
    assert await what_is_wrong_with_kits() == []
