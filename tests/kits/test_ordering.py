"""An organiser orders kits on one page that says first what can be had."""

import re

from tests.make import MadeActivity, Make
from tests.site import Site
from weekplanner.kits.models import Kit, KitOrder, KitOrderLine, LineState
from weekplanner.kits.values import Address

PAGE = "/mijn/pakketten"


async def sent(site: Site, soup: MadeActivity, quantities: dict[Kit, str], **more: str | None):
    """What the form of a browser sends: fetched, filled in, posted."""
    organiser = site.as_(soup.organiser)
    page = (await organiser.get(PAGE)).text
    return await organiser.post(PAGE, typed(page, quantities) | more)


def typed(page: str, quantities: dict[Kit, str]) -> dict[str, str | None]:
    """All that stands in the form of a page, and so many of each kit."""
    return standing(page) | {f"kits-kit_{kit.id}": number for kit, number in quantities.items()}


def standing(page: str) -> dict[str, str | None]:
    """What the fields of the form on a page hold."""
    form = page.partition('method="post" novalidate')[2].partition("</form>")[0]
    found: dict[str, str | None] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        named = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if named.get("type") != "checkbox" or " checked" in tag:
            found[named["name"]] = named.get("value", "")
    for name, options in re.findall(r'<select[^>]* name="(\w+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option selected value="(\d+)"', options)
        found[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea[^>]* name="(\w+)"[^>]*>(.*?)</textarea>', form, re.DOTALL):
        found[name] = text.strip()
    return found


async def lines() -> list[tuple[LineState, int]]:
    """Of all orders."""
    return [(line.state, line.quantity) for line in await KitOrderLine.all().order_by("id")]


async def test_an_organiser_orders_for_an_activity_and_reads_what_happens_next(site: Site, make: Make):
    soup = await make.activity()
    big, cards = await make.kit("Groot pakket", stock_of=5), await make.kit("Kaartjes", stock_of=5)
    answer = await sent(
        site,
        soup,
        {big: "1", cards: ""},
        recipient="Fatma",
        house_number="11a",
        street="Neude",
        postcode="3512ae",
        place="utrecht",
        carrier_note="Bel aan bij de zijdeur.",
    )
    order = await KitOrder.get()
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PAGE}/{order.id}?besteld=1")
    assert Address.of(order) == Address(
        recipient="Fatma",
        recipient_organisation="Buurthuis De Linde",
        street="Neude",
        house_number="11a",
        postcode="3512 AE",
        place="utrecht",
        phone="030 000 12 34",
        carrier_note="Bel aan bij de zijdeur.",
    )
    assert (order.activity_id, order.organisation_id, order.email) == (
        soup.id,
        soup.organisation.id,
        soup.organiser.email,
    )
    assert await lines() == [(LineState.PLACED, 1)]
    page = (await site.as_(soup.organiser).get(answer.headers["location"])).text
    assert "Uw pakket is besteld" in page and order.number in page
    assert await site.mail_kinds_to(soup.organiser.email) == ["kit_order_placed"]


async def test_the_page_begins_with_where_the_activity_is(site: Site, make: Make):
    soup = await make.activity()
    await make.kit(stock_of=5)
    page = (await site.as_(soup.organiser).get(PAGE)).text
    begun = standing(page)
    assert {name: begun[name] for name in ("recipient", "street", "house_number", "postcode", "place")} == {
        "recipient": "Fatma",
        "street": "Neude",
        "house_number": "11",
        "postcode": "3512 AE",
        "place": "Utrecht",
    }
