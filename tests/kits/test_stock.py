"""Stock is promised in the ordering transaction, never below zero, and every number explains itself."""

from dataclasses import replace

import pytest

from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import DOOR, Make, acting
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import db
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind, StockMovement
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment, ShipmentState
from weekplanner.kits.operations import (
    backorders,
    catalogue,
    deciding,
    exceptions,
    ordering,
    parcels,
    shipping,
    stock,
)
from weekplanner.kits.operations.catalogue import KitValues
from weekplanner.kits.values import OrderValues
from weekplanner.mailer import schedule
from weekplanner.mailer.models import OutboxMessage

PLACED, BACK_ORDERED, REQUESTED = LineState.PLACED, LineState.BACK_ORDERED, LineState.REQUESTED


async def lines(order: KitOrder) -> list[tuple[LineState, int]]:
    """The lines of an order."""
    found = await KitOrderLine.filter(order_id=order.id).order_by("id")
    return [(line.state, line.quantity) for line in found]


async def ledger(kit: Kit) -> list[tuple[str, int]]:
    """What the ledger says of a kit."""
    found = await StockMovement.filter(kit_id=kit.id).order_by("id")
    return [(each.kind.value, each.quantity) for each in found]


async def kinds() -> list[str]:
    """The kinds of message about kits, the oldest first."""
    found = await OutboxMessage.filter(kind__startswith="kit_").order_by("id")
    return [each.kind for each in found]


async def test_of_two_orders_for_the_last_kit_one_has_it_and_the_other_waits(make: Make):
    soup, other = await make.activity(), await make.activity()
    kit = await make.kit(stock_of=1)
    first = await make.kit_order(soup, {kit.id: 1})
    second = await make.kit_order(other, {kit.id: 1})
    assert (first.state, second.state) == (PLACED, BACK_ORDERED)
    assert await kinds() == ["kit_order_placed", "kit_order_back_ordered"]
    assert await what_is_wrong_with_kits() == []


async def test_what_is_short_is_a_line_of_its_own_and_is_served_when_stock_arrives(make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=2)
    order = await make.kit_order(soup, {kit.id: 5})
    assert await lines(order) == [(PLACED, 2), (BACK_ORDERED, 3)]
    await stock.receive(kit.id, 2, "Levering", actor=SYSTEM)
    assert await lines(order) == [(PLACED, 2), (BACK_ORDERED, 1), (PLACED, 2)]
    await stock.receive(kit.id, 10, "Levering", actor=SYSTEM)
    assert await lines(order) == [(PLACED, 2), (PLACED, 1), (PLACED, 2)]
    assert await ledger(kit) == [
        ("received", 2),
        ("reserved", 2),
        ("received", 2),
        ("reserved", 2),
        ("received", 10),
        ("reserved", 1),
    ]
    assert await what_is_wrong_with_kits() == []


async def test_who_waits_longest_is_served_first_unless_the_team_says_why_not(make: Make):
    soup = await make.activity()
    kit = await make.kit()
    first, second, third = [await make.kit_order(soup, {kit.id: 1}) for _each in range(3)]
    (line,) = await KitOrderLine.filter(order_id=third.id)
    await backorders.put_first(line.id, "De activiteit is morgen.", actor=SYSTEM)
    await stock.receive(kit.id, 2, "Levering", actor=SYSTEM)
    assert [(await lines(each))[0][0] for each in (first, second, third)] == [PLACED, BACK_ORDERED, PLACED]
    reserved = await StockMovement.filter(kind=MovementKind.RESERVED).order_by("id")
    assert [each.reason for each in reserved] == ["De activiteit is morgen.", "Nabestelling, aan de beurt"]


async def test_nobody_goes_before_who_waits(make: Make):
    soup = await make.activity()
    kit = await make.kit()
    waiting = await make.kit_order(soup, {kit.id: 300})
    many = [await make.kit_order(soup, {kit.id: 1}) for _each in range(backorders.AT_ONCE)]
    await stock.receive(kit.id, 300, "Levering", actor=SYSTEM)
    await stock.receive(kit.id, backorders.AT_ONCE + 1, "Levering", actor=SYSTEM)
    late = await make.kit_order(soup, {kit.id: 1})
    await schedule.run_due()
    states = [(await KitOrder.get(id=each.id)).state for each in (waiting, *many, late)]
    assert states == [PLACED] * (backorders.AT_ONCE + 2)
    assert await what_is_wrong_with_kits() == []


async def test_what_is_above_a_limit_reserves_nothing_until_the_team_grants_it(make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=10, max_per_activity=2, max_per_organisation=3)
    order = await make.kit_order(soup, {kit.id: 6}, wish="Wij zijn met 300.")
    assert (order.state, await lines(order)) == (REQUESTED, [(PLACED, 2), (REQUESTED, 4)])
    assert (await Kit.get(id=kit.id)).reserved == 2
    line = await KitOrderLine.get(order_id=order.id, state=REQUESTED)
    await deciding.grant(line.id, actor=SYSTEM)
    assert await lines(order) == [(PLACED, 2), (PLACED, 4)]
    assert await what_is_wrong_with_kits() == []


async def test_the_fair_share_of_an_organisation_counts_all_its_activities(make: Make):
    soup = await make.activity()
    tea = await make.activity(organisation=soup.organisation, organiser=soup.organiser)
    kit = await make.kit(stock_of=10, max_per_activity=2, max_per_organisation=3)
    await make.kit_order(soup, {kit.id: 2})
    order = await make.kit_order(tea, {kit.id: 2})
    assert await lines(order) == [(PLACED, 1), (REQUESTED, 1)]
    elsewhere = await make.kit_order(await make.activity(), {kit.id: 2})
    assert await lines(elsewhere) == [(PLACED, 2)]


async def test_the_same_form_sent_twice_orders_once(make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=10)
    first = await make.kit_order(soup, {kit.id: 1}, request_key="one form")
    again = await make.kit_order(soup, {kit.id: 1}, request_key="one form")
    assert (again.id, (await Kit.get(id=kit.id)).reserved) == (first.id, 1)


async def test_what_is_cancelled_goes_to_who_waits(make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=3)
    first = await make.kit_order(soup, {kit.id: 3})
    second = await make.kit_order(soup, {kit.id: 2})
    await ordering.cancel_order(first.id, version=first.version, actor=SYSTEM)
    assert ((await KitOrder.get(id=first.id)).state, await lines(second)) == (
        LineState.CANCELLED,
        [(PLACED, 2)],
    )
    assert await what_is_wrong_with_kits() == []


async def test_less_gives_up_first_what_costs_others_least(make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=2, max_per_activity=4)
    order = await make.kit_order(soup, {kit.id: 6})
    assert await lines(order) == [(PLACED, 2), (BACK_ORDERED, 2), (REQUESTED, 2)]
    actor = acting(soup.organiser, soup.organisation)
    wanted = OrderValues({kit.id: 1}, DOOR, "fatma@example.org")
    changed = await ordering.change_order(order.id, wanted, version=order.version, actor=actor)
    assert changed.state is PLACED
    assert [(state, n) for state, n in await lines(order) if state is not LineState.CANCELLED] == [
        (PLACED, 1)
    ]
    assert await what_is_wrong_with_kits() == []


async def shipped(make: Make, kit: Kit, quantity: int = 2):
    """An order all the way to the carrier, and its parcel."""
    order = await make.kit_order(await make.activity(), {kit.id: quantity})
    await deciding.approve_orders([order.id], actor=SYSTEM)
    batch = await parcels.make_batch(
        [order.id], joins_addresses=True, request_key=f"batch-{order.id}", actor=SYSTEM
    )
    (parcel,) = await Shipment.filter(batch_id=batch.id)
    await parcels.pack(parcel.id, version=parcel.version, actor=SYSTEM)
    await shipping.ship([parcel.id], actor=SYSTEM)
    return order, parcel


async def test_from_order_to_carrier_each_step_is_told_and_booked_once(make: Make):
    kit = await make.kit(stock_of=5)
    order, parcel = await shipped(make, kit)
    assert await shipping.ship([parcel.id], actor=SYSTEM) == []
    assert await kinds() == ["kit_order_placed", "kit_order_approved", "kit_order_shipped"]
    assert await ledger(kit) == [("received", 5), ("reserved", 2), ("shipped", 2)]
    assert (await KitOrder.get(id=order.id)).state is LineState.SHIPPED
    assert await what_is_wrong_with_kits() == []


@pytest.mark.parametrize(("is_whole", "free"), [(True, 5), (False, 3)])
async def test_what_comes_back_is_free_again_or_written_off(make: Make, is_whole: bool, free: int):
    kit = await make.kit(stock_of=5)
    order, parcel = await shipped(make, kit)
    await shipping.take_back(parcel.id, "Niet thuis", is_whole=is_whole, actor=SYSTEM)
    assert ((await Kit.get(id=kit.id)).free, await lines(order)) == (free, [(LineState.RETURNED, 2)])
    assert await what_is_wrong_with_kits() == []


async def test_a_damaged_parcel_is_sent_again_and_counts_for_no_limit(make: Make):
    kit = await make.kit(stock_of=5, max_per_activity=2)
    order, parcel = await shipped(make, kit)
    await exceptions.send_again(parcel.id, "Nat geworden", actor=SYSTEM)
    assert await lines(order) == [(LineState.SHIPPED, 2), (LineState.APPROVED, 2)]
    assert await what_is_wrong_with_kits() == []


async def test_what_organisers_do_not_see_any_more_is_sent_again_all_the_same(make: Make):
    kit = await make.kit(stock_of=5)
    order, parcel = await shipped(make, kit)
    await catalogue.edit_kit(kit.id, KitValues(kit.name, is_visible=False), version=1, actor=SYSTEM)
    await exceptions.send_again(parcel.id, "Nat geworden", actor=SYSTEM)
    assert await lines(order) == [(LineState.SHIPPED, 2), (LineState.APPROVED, 2)]


async def test_of_a_kit_that_is_called_back_nothing_goes_out_and_who_has_it_is_told(make: Make):
    kit, good = await make.kit(stock_of=20), await make.kit(stock_of=20)
    gone, _parcel = await shipped(make, kit)
    soup = await make.activity()
    packed = await make.kit_order(soup, {kit.id: 1, good.id: 1})
    await deciding.approve_orders([packed.id], actor=SYSTEM)
    batch = await parcels.make_batch([packed.id], joins_addresses=True, request_key="b", actor=SYSTEM)
    (parcel,) = await Shipment.filter(batch_id=batch.id)
    await parcels.pack(parcel.id, version=parcel.version, actor=SYSTEM)
    placed = await make.kit_order(soup, {kit.id: 3})
    told = len(await kinds())
    await exceptions.recall(kit.id, "De slinger wordt te warm.", actor=SYSTEM)
    assert await shipping.ship([parcel.id], actor=SYSTEM) == []
    await schedule.run_due()
    assert sorted((await kinds())[told:]) == ["kit_order_cancelled", "kit_order_cancelled", "kit_recalled"]
    assert await lines(placed) == [(LineState.CANCELLED, 3)]
    assert await lines(packed) == [(LineState.CANCELLED, 1), (LineState.APPROVED, 1)]
    kept = await Kit.get(id=kit.id)
    assert (kept.free, kept.reserved, kept.shipped) == (0, 0, 2)
    assert (await KitOrder.get(id=gone.id)).state is LineState.SHIPPED
    assert await what_is_wrong_with_kits() == []


async def test_the_ledger_cannot_be_changed_by_anybody(make: Make):
    kit = await make.kit(stock_of=1)
    for statement in ("UPDATE stock_movement SET quantity = 9", "DELETE FROM stock_movement"):
        with pytest.raises(db.FAILURES, match="only grows"):
            await db.execute(statement)
    assert await ledger(kit) == [("received", 1)]


async def test_a_municipality_gets_two_hundred_without_an_activity(make: Make):
    await make.edition()
    kit = await make.kit(stock_of=150, max_per_organisation=10)
    wanted = OrderValues(
        {kit.id: 200}, replace(DOOR, recipient_organisation="Gemeente Boxtel"), "b@example.org"
    )
    order = await exceptions.order_for(
        wanted, "Voor de startbijeenkomst", organisation_id=None, request_key="r", actor=SYSTEM
    )
    assert await lines(order) == [(PLACED, 150), (BACK_ORDERED, 50)]


async def test_a_packed_parcel_whose_address_changes_is_opened_and_leaves_who_shares_it(make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=5)
    first, second = [await make.kit_order(soup, {kit.id: 1}) for _each in range(2)]
    await deciding.approve_orders([first.id, second.id], actor=SYSTEM)
    await parcels.make_batch([first.id, second.id], joins_addresses=True, request_key="b", actor=SYSTEM)
    (parcel,) = await Shipment.all()
    await parcels.pack(parcel.id, version=parcel.version, actor=SYSTEM)
    told = len(await kinds())
    await exceptions.change_address(first.id, replace(DOOR, house_number="13"), actor=SYSTEM)
    assert (await kinds())[told:] == ["kit_order_changed"]
    parcel = await Shipment.get(id=parcel.id)
    assert (parcel.state, parcel.order_id) == (ShipmentState.PREPARED, second.id)
    inside = await KitOrderLine.filter(shipment_id=parcel.id)
    assert [line.order_id for line in inside] == [second.id]
    assert await what_is_wrong_with_kits() == []


async def test_an_organiser_cannot_move_what_is_packed_in_part(make: Make):
    soup = await make.activity()
    kit, rest = await make.kit(stock_of=5), await make.kit()
    order = await make.kit_order(soup, {kit.id: 1, rest.id: 1})
    await deciding.approve_orders([order.id], actor=SYSTEM)
    await parcels.make_batch([order.id], joins_addresses=True, request_key="b", actor=SYSTEM)
    (parcel,) = await Shipment.all()
    await parcels.pack(parcel.id, version=parcel.version, actor=SYSTEM)
    order = await KitOrder.get(id=order.id)
    elsewhere = OrderValues({}, replace(DOOR, house_number="13"), order.email)
    actor = acting(soup.organiser, soup.organisation)
    with pytest.raises(ordering.PartIsPacked):
        await ordering.change_order(order.id, elsewhere, version=order.version, actor=actor)


async def test_only_parcels_that_lose_something_get_another_label(make: Make):
    soup = await make.activity()
    kit, other = await make.kit(stock_of=5), await make.kit(stock_of=5)
    order = await make.kit_order(soup, {kit.id: 2, other.id: 1})
    await deciding.approve_orders([order.id], actor=SYSTEM)
    await parcels.make_batch([order.id], joins_addresses=True, request_key="b", actor=SYSTEM)
    (parcel,) = await Shipment.all()
    line = await KitOrderLine.get(kit_id=other.id)
    second = await parcels.split_parcel(parcel.id, {line.id: 1}, version=parcel.version, actor=SYSTEM)
    versions = [(await Shipment.get(id=each.id)).version for each in (parcel, second)]
    order = await KitOrder.get(id=order.id)
    less = OrderValues({kit.id: 1}, DOOR, order.email)
    await ordering.change_order(
        order.id, less, version=order.version, actor=acting(soup.organiser, soup.organisation)
    )
    after = [(await Shipment.get(id=each.id)).version for each in (parcel, second)]
    assert after == [versions[0] + 1, versions[1]]
    assert await what_is_wrong_with_kits() == []
