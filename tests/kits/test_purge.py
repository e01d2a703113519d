"""Thirty days after the week nobody can tell where a parcel went; the numbers stay."""

from datetime import timedelta

from tests.kits.batches import batch_of
from tests.kits.desk import lines
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import Make, at
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.core.clock import MovableClock
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.operations import stock
from weekplanner.privacy import operations as privacy

PERSONAL = (
    "recipient",
    "recipient_organisation",
    "street",
    "house_number",
    "postcode",
    "place",
    "phone",
    "email",
)


async def test_an_address_goes_thirty_days_after_the_week(make: Make, now: MovableClock):
    soup = await make.activity()
    kit = await make.kit(stock_of=3)
    order = await make.kit_order(soup, {kit.id: 2})
    now.set(at(7, 12, month=11))
    await privacy.purge(is_dry_run=False)
    assert (await KitOrder.get(id=order.id)).recipient == "Fatma de Vries"
    now.move(timedelta(days=1))
    await privacy.purge(is_dry_run=False)
    kept = await KitOrder.get(id=order.id)
    assert [getattr(kept, name) for name in PERSONAL] == [""] * len(PERSONAL)
    assert kept.is_forgotten
    assert await what_is_wrong_with_kits() == []


async def test_with_its_address_goes_what_was_never_sent_and_next_year_has_the_stock(
    make: Make, site: Site, now: MovableClock
):
    kit = await make.kit(stock_of=4, max_per_activity=3)
    soup = await make.activity()
    approved, above = await make.kit_order(soup, {kit.id: 1}), await make.kit_order(soup, {kit.id: 3})
    waits = await make.kit_order(await make.activity(), {kit.id: 3})
    await batch_of(approved)
    told = await site.mail_kinds_to("fatma@example.org")
    assert [await lines(each) for each in (approved, above, waits)] == [
        [(LineState.APPROVED, 1)],
        [(LineState.PLACED, 2), (LineState.REQUESTED, 1)],
        [(LineState.PLACED, 1), (LineState.BACK_ORDERED, 2)],
    ]
    now.set(at(8, 12, month=11))
    await privacy.purge(is_dry_run=True)
    assert await lines(approved) == [(LineState.APPROVED, 1)]
    await privacy.purge(is_dry_run=False)
    for each in (approved, above, waits):
        assert {state for state, _quantity in await lines(each)} == {LineState.CANCELLED}
    await stock.receive(kit.id, 10, "Nieuwe druk", actor=SYSTEM)
    await kit.refresh_from_db()
    assert (kit.free, kit.reserved, kit.shipped) == (14, 0, 0)
    assert await what_is_wrong_with_kits() == []
    assert await site.mail_kinds_to("fatma@example.org") == told
