"""What an organisation ordered: followed, changed and cancelled until it is packed."""

import re

import pytest

from tests.kits.test_ordering import PAGE, standing
from tests.make import DOOR, MadeActivity, Make, acting, at
from tests.site import Site
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.core import clock
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.operations import deciding, ordering, parcels, shipping
from weekplanner.kits.operations.shipping import Tracked
from weekplanner.kits.values import OrderValues

PLACED, CANCELLED = LineState.PLACED, LineState.CANCELLED


async def states() -> list[tuple[LineState, int]]:
    """Of all lines."""
    return [(line.state, line.quantity) for line in await KitOrderLine.all().order_by("id")]


async def packed(order: KitOrder) -> Shipment:
    """Its parcel, once somebody packed it."""
    await deciding.approve_orders([order.id], actor=SYSTEM)
    await parcels.make_batch([order.id], joins_addresses=False, request_key=f"batch-{order.id}", actor=SYSTEM)
    shipment = await Shipment.filter(order_id=order.id).order_by("-id").first()
    assert shipment is not None
    await parcels.pack(shipment.id, version=shipment.version, actor=SYSTEM)
    return shipment


def timeline(page: str) -> list[str]:
    """The steps on the page of an order, the latest first."""
    part = page.partition('<ol class="timeline"')[2].partition("</ol>")[0]
    return re.findall(r"<strong>(.*?)</strong>", part)


async def test_the_organiser_follows_an_order_to_the_door(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit("Groot pakket", stock_of=5)
    order = await make.kit_order(soup, {kit.id: 1})
    shipment = await packed(order)
    await shipping.ship([shipment.id], actor=SYSTEM)
    await shipping.track("postnl", [Tracked(shipment.id, "3SKABA000000001")], actor=SYSTEM)
    await shipping.deliver([shipment.id], actor=SYSTEM)
    page = (await site.as_(soup.organiser).get(f"{PAGE}/{order.id}")).text
    assert timeline(page) == ["Bezorgd", "Onderweg", "Ingepakt", "Goedgekeurd", "Besteld"]
    assert 'href="https://jouw.postnl.nl/track-and-trace/3SKABA000000001-NL-3512AE"' in page
    assert "Wijzig de bestelling" not in page


async def test_the_orders_of_the_organisation_stand_under_the_form(site: Site, make: Make):
    soup = await make.activity()
    other = await make.activity()
    kit = await make.kit(stock_of=5)
    mine, _theirs = await make.kit_order(soup, {kit.id: 1}), await make.kit_order(other, {kit.id: 1})
    page = (await site.as_(soup.organiser).get(PAGE)).text
    assert re.findall(r'href="/mijn/pakketten/(\d+)"', page) == [str(mine.id)]
    assert (await site.as_(other.organiser).get(f"{PAGE}/{mine.id}")).status_code == 404


async def test_numbers_and_address_can_change_until_it_is_packed(site: Site, make: Make):
    soup = await make.activity()
    big, cards = await make.kit(stock_of=5), await make.kit(stock_of=5)
    order = await make.kit_order(soup, {big.id: 2})
    organiser = site.as_(soup.organiser)
    form = standing((await organiser.get(f"{PAGE}/{order.id}/wijzigen")).text)
    assert (form[f"kits-kit_{big.id}"], form[f"kits-kit_{cards.id}"]) == ("2", "0")
    changes = {f"kits-kit_{big.id}": "1", f"kits-kit_{cards.id}": "3", "house_number": "13"}
    answer = await organiser.post(f"{PAGE}/{order.id}/wijzigen", form | changes)
    assert answer.status_code == 303
    page = (await organiser.get(f"{PAGE}/{order.id}")).text
    assert timeline(page) == ["Bestelling gewijzigd", "Adres gewijzigd", "Besteld"]
    assert "Neude 13" in page
    await big.refresh_from_db()
    await cards.refresh_from_db()
    assert (big.free, cards.free) == (4, 2)


async def test_more_than_the_limit_is_asked_about_when_an_order_changes_too(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=9, max_per_activity=2)
    order = await make.kit_order(soup, {kit.id: 2})
    organiser = site.as_(soup.organiser)
    path = f"{PAGE}/{order.id}/wijzigen"
    form = standing((await organiser.get(path)).text) | {f"kits-kit_{kit.id}": "4"}
    asked = await organiser.post(path, form)
    assert (asked.status_code, await states()) == (422, [(PLACED, 2)])
    answer = await organiser.post(path, form, wish="Er komen er 90.")
    assert (answer.status_code, await states()) == (303, [(PLACED, 2), (LineState.REQUESTED, 2)])


async def test_somebody_elses_change_is_not_undone(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=9)
    order = await make.kit_order(soup, {kit.id: 2})
    organiser = site.as_(soup.organiser)
    path = f"{PAGE}/{order.id}/wijzigen"
    form = standing((await organiser.get(path)).text) | {f"kits-kit_{kit.id}": "1"}
    wanted = OrderValues({kit.id: 5}, DOOR, "fatma@example.org")
    actor = acting(soup.organiser, soup.organisation)
    await ordering.change_order(order.id, wanted, version=order.version, actor=actor)
    stale = await organiser.post(path, form)
    assert (stale.status_code, await states()) == (409, [(PLACED, 2), (PLACED, 3)])
    assert "Iemand anders heeft dit intussen gewijzigd." in stale.text
    assert "Dit is er nu besteld" in stale.text
    assert standing(stale.text)[f"kits-kit_{kit.id}"] == "1"
    assert (await organiser.post(path, standing(stale.text))).status_code == 303
    assert sum(number for state, number in await states() if state is PLACED) == 1


async def test_what_is_packed_stays_and_says_so(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit("Groot", stock_of=2)
    order = await make.kit_order(soup, {kit.id: 3})
    await packed(order)
    organiser = site.as_(soup.organiser)
    path = f"{PAGE}/{order.id}/wijzigen"
    page = (await organiser.get(path)).text
    assert "Een deel is al ingepakt" in page and "street" not in standing(page)
    fewer = await organiser.post(path, standing(page) | {f"kits-kit_{kit.id}": "1"})
    assert fewer.status_code == 422
    assert "Fout: er zijn er al 2 ingepakt. Minder kan niet meer" in fewer.text
    answer = await organiser.post(path, standing(page) | {f"kits-kit_{kit.id}": "2"})
    assert (answer.status_code, await states()) == (303, [(LineState.PACKED, 2), (CANCELLED, 1)])
    assert (await organiser.get(path)).headers["location"] == f"{PAGE}/{order.id}"
    whole = (await organiser.get(f"{PAGE}/{order.id}")).text
    assert "Uw pakket is ingepakt. Wijzigen of annuleren kan niet meer." in whole


async def test_after_the_last_order_day_there_can_only_be_fewer(site: Site, make: Make):
    soup = await make.activity()
    kit, other = await make.kit(stock_of=9), await make.kit(stock_of=9)
    order = await make.kit_order(soup, {kit.id: 2})
    with clock.frozen(at(18, 9, month=9)):
        organiser = site.as_(soup.organiser)
        path = f"{PAGE}/{order.id}/wijzigen"
        page = (await organiser.get(path)).text
        assert f"kit_{other.id}" not in page
        more = await organiser.post(path, standing(page) | {f"kits-kit_{kit.id}": "3"})
        fewer = await organiser.post(path, standing(page) | {f"kits-kit_{kit.id}": "1"})
    assert "De laatste besteldag is voorbij. Minder bestellen kan nog wel, meer niet." in more.text
    assert (more.status_code, fewer.status_code) == (422, 303)
    assert await states() == [(PLACED, 1), (CANCELLED, 1)]


async def test_an_order_is_cancelled_after_asking_once_more(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=2)
    order = await make.kit_order(soup, {kit.id: 2})
    organiser = site.as_(soup.organiser)
    path = f"{PAGE}/{order.id}/annuleren"
    asked = (await organiser.get(path)).text
    assert (await states(), f"Annuleert u bestelling {order.number}?" in asked) == ([(PLACED, 2)], True)
    version = re.search(r'name="version"[^>]*value="(\d+)"', asked)
    assert version is not None
    answer = await organiser.post(path, version=version[1])
    assert (answer.status_code, await states()) == (303, [(CANCELLED, 2)])
    assert (await Kit.get(id=kit.id)).free == 2
    assert (await organiser.get(path)).headers["location"] == f"{PAGE}/{order.id}"
    assert (await site.mail_kinds_to("fatma@example.org"))[-2:] == ["kit_order_placed", "kit_order_cancelled"]


@pytest.mark.parametrize("page", ["", "/wijzigen", "/annuleren"])
async def test_an_order_is_there_for_its_organisation_and_who_looks_after_kits(
    site: Site, make: Make, page: str
):
    soup = await make.activity()
    kit = await make.kit(stock_of=2)
    order = await make.kit_order(soup, {kit.id: 1})
    stranger, moderator = await make.account(), await make.team_member()
    logistics = await make.team_member(TeamRole.LOGISTICS)
    path = f"{PAGE}/{order.id}{page}"
    seen = {
        who.email: (await site.as_(who).get(path)).status_code for who in (stranger, moderator, logistics)
    }
    assert seen == {stranger.email: 404, moderator.email: 404, logistics.email: 200}


async def test_somebody_of_the_organisation_without_activity_sees_what_was_ordered(site: Site, make: Make):
    soup: MadeActivity = await make.activity()
    kit = await make.kit(stock_of=2)
    order = await make.kit_order(soup, {kit.id: 1})
    with clock.frozen(at(20, 9, month=10)):
        page = (await site.as_(soup.organiser).get(PAGE)).text
    assert "De week is voorbij" in page and f"{PAGE}/{order.id}" in page
    assert "Meld eerst een activiteit aan" not in page


async def test_where_an_organiser_begins_it_says_how_far_the_kits_are(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=2)
    organiser = site.as_(soup.organiser)
    pages = ("/mijn", f"/mijn/activiteiten/{soup.id}")
    links = [links_to_kits((await organiser.get(page)).text) for page in pages]
    assert links == [["/mijn/pakketten"], [f"/mijn/pakketten?activiteit={soup.id}"]]
    assert "Dat kan t/m vrijdag 17 september." in (await organiser.get("/mijn")).text
    order = await make.kit_order(soup, {kit.id: 1})
    for page in pages:
        text = (await organiser.get(page)).text
        assert links_to_kits(text) == [f"/mijn/pakketten/{order.id}"]
        assert f"Pakket, bestelling {order.number}" in text


def links_to_kits(page: str) -> list[str]:
    """Below the menu."""
    return re.findall(r'href="(/mijn/pakketten[^"]*)"', page.partition("<main")[2])


async def test_after_the_last_order_day_nobody_is_sent_to_the_form(site: Site, make: Make):
    soup = await make.activity()
    await make.kit(stock_of=2)
    with clock.frozen(at(18, 9, month=9)):
        page = (await site.as_(soup.organiser).get("/mijn")).text
    assert links_to_kits(page) == []
