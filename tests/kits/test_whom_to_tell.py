"""Messages about an order follow who ordered, and reach the organisation when they are gone."""

from tests.make import MadeActivity, Make
from tests.site import Site
from weekplanner.accounts.facts import AccountRemoved, EmailChanged
from weekplanner.accounts.models import Account, Membership
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import db
from weekplanner.core.facts import announce
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.operations import deciding

FATMA = "fatma@example.org"


async def ordered(make: Make) -> tuple[MadeActivity, KitOrder, Account]:
    """Fatma ordered; Jan is her colleague."""
    fatma, jan = await make.account(FATMA), await make.account("jan@example.org")
    linde = await make.organisation(fatma, jan)
    soup = await make.activity(organisation=linde, organiser=fatma)
    kit = await make.kit(stock_of=5)
    return soup, await make.kit_order(soup, {kit.id: 1}, email="Fatma@example.org"), fatma


async def told_of_approval(order: KitOrder, site: Site) -> list[str]:
    """Who hears that it was approved."""
    await deciding.approve_orders([order.id], actor=SYSTEM)
    addresses = (FATMA, "Fatma@example.org", "nieuw@example.org", "jan@example.org")
    return [each for each in addresses if "kit_order_approved" in await site.mail_kinds_to(each)]


async def test_they_go_to_the_address_that_was_typed(site: Site, make: Make):
    _soup, order, _fatma = await ordered(make)
    assert await told_of_approval(order, site) == ["Fatma@example.org"]


async def test_they_follow_an_address_that_changes(site: Site, make: Make):
    _soup, order, fatma = await ordered(make)
    async with db.transaction():
        await announce(EmailChanged(fatma.id, FATMA, "nieuw@example.org"))
    assert await told_of_approval(order, site) == ["nieuw@example.org"]


async def test_who_left_hears_nothing_and_the_organisation_does(site: Site, make: Make):
    soup, order, fatma = await ordered(make)
    membership = await Membership.get(account_id=fatma.id)
    jan = await Account.get(email="jan@example.org")
    answer = await site.as_(jan).post(f"/mijn/organisatie/collegas/{membership.id}/weghalen")
    assert answer.status_code == 303, answer.text
    assert await told_of_approval(order, site) == ["jan@example.org"]
    page = (await site.as_(jan).get(f"/mijn/pakketten/{order.id}")).text
    assert "alle collega’s van uw organisatie" in page
    assert soup.organisation.id == order.organisation_id


async def test_a_removed_account_is_written_to_no_more(site: Site, make: Make):
    _soup, order, fatma = await ordered(make)
    async with db.transaction():
        await Membership.filter(account_id=fatma.id).delete()
        await announce(AccountRemoved(fatma.id, FATMA))
    assert await told_of_approval(order, site) == ["jan@example.org"]
