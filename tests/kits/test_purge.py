"""Thirty days after the week nobody can tell where a parcel went; the numbers stay."""

from datetime import timedelta

from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import Make, at
from weekplanner.core.clock import MovableClock
from weekplanner.kits.models.orders import KitOrder
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
