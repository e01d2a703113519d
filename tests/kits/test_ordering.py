"""An organiser orders kits on one page that says first what can be had."""

import re
from dataclasses import replace

import httpx2
import pytest

from tests.kits.batches import batch_of
from tests.make import DOOR, MadeActivity, Make, at
from tests.site import Site
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import clock
from weekplanner.kits import files, purge
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.lines import KitOrderLine
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.parcels import Shipment
from weekplanner.kits.operations import exceptions, parcels
from weekplanner.kits.values import Address

PAGE = "/mijn/pakketten"


async def sent(
    site: Site, soup: MadeActivity, quantities: dict[Kit, str], **more: str | None
) -> httpx2.Response:
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


async def test_the_page_says_before_anything_is_sent_what_can_be_had(site: Site, make: Make):
    soup = await make.activity()
    big = await make.kit("Groot", stock_of=1240, max_per_activity=2, max_per_organisation=5)
    small = await make.kit("Klein", max_per_organisation=1)
    await make.kit("Poster", stock_of=3)
    await make.kit_order(soup, {big.id: 1, small.id: 1})
    page = (await site.as_(soup.organiser).get(PAGE)).text
    assert "Bestellen kan t/m vrijdag 17 september" in page
    assert explanations(page) == [
        (
            "Nog 1.239 op voorraad. Bestel er hooguit 1. De grens is 2 per activiteit en 5 per organisatie. "
            "Zo is er genoeg voor iedereen."
        ),
        (
            "Nu op. U kunt toch bestellen: u komt op de lijst. Wie het eerst bestelde, gaat voor. U heeft er "
            "al zoveel als mag. De grens is 1 per organisatie. Zo is er genoeg voor iedereen."
        ),
        "Nog 3 op voorraad. Bestel er zoveel als u nodig heeft.",
    ]


def explanations(page: str) -> list[str]:
    """What stands at the fields of kits."""
    return re.findall(r'id="kits-kit_\d+-description">(.*?)</p>', page)


async def test_what_is_hidden_recalled_or_has_no_file_yet_is_not_there(site: Site, make: Make):
    soup = await make.activity()
    await make.kit("Groot")
    await make.kit("Verborgen", is_visible=False)
    await make.kit("Bestand", is_digital=True)
    recalled = await make.kit("Slinger", stock_of=1)
    await exceptions.recall(recalled.id, "Wordt te warm.", actor=SYSTEM)
    page = (await site.as_(soup.organiser).get(PAGE)).text
    assert re.findall(r'<h3 id="kit-\d+">(.*?)</h3>', page) == ["Groot"]


async def test_what_is_above_a_limit_is_said_first_and_then_becomes_a_question(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=9, max_per_activity=2)
    asked = await sent(site, soup, {kit: "5"})
    assert asked.status_code == 422
    assert "Dit zijn er meer dan 2. Wat erboven ligt, vragen wij aan het team" in asked.text
    assert await KitOrder.exists() is False
    organiser = site.as_(soup.organiser)
    answer = await organiser.post(PAGE, standing(asked.text), wish="Wij verwachten 200 gasten.")
    assert answer.status_code == 303
    assert await lines() == [(LineState.PLACED, 2), (LineState.REQUESTED, 3)]
    assert (await KitOrder.get()).wish == "Wij verwachten 200 gasten."


async def test_limits_are_those_of_the_activity_that_is_chosen(site: Site, make: Make):
    soup = await make.activity(title="Soep")
    tea = await make.activity(title="Thee", organisation=soup.organisation, organiser=soup.organiser)
    kit = await make.kit(stock_of=9, max_per_activity=2)
    await make.kit_order(soup, {kit.id: 2})
    looked = await sent(site, soup, {kit: "2"}, activity=str(tea.id), place="Utrecht-Oost")
    assert looked.status_code == 200
    assert "Dit kunt u bestellen voor ‘Thee’" in looked.text
    assert explanations(looked.text)[0].startswith("Nog 7 op voorraad. Bestel er hooguit 2.")
    kept = standing(looked.text)
    assert (kept[f"kits-kit_{kit.id}"], kept["place"]) == ("2", "Utrecht-Oost")
    assert await KitOrder.all().count() == 1
    answer = await site.as_(soup.organiser).post(PAGE, kept, place="Utrecht")
    assert answer.status_code == 303
    assert [order.activity_id for order in await KitOrder.all().order_by("id")] == [soup.id, tea.id]


async def test_a_second_click_orders_once_also_when_it_would_go_above_the_limit(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=9, max_per_activity=1)
    organiser = site.as_(soup.organiser)
    form = typed((await organiser.get(PAGE)).text, {kit: "1"})
    first, second = await organiser.post(PAGE, form), await organiser.post(PAGE, form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["location"] == second.headers["location"]
    assert await lines() == [(LineState.PLACED, 1)]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"postcode": "3512"}, "Fout: vul een hele postcode in, zoals 5341 AB"),
        ({"house_number": "achter"}, "Fout: vul een huisnummer in, zoals 11 of 11a"),
        ({"street": "Postbus 12"}, "Fout: een postbus kan niet. Vul een adres in waar overdag iemand is"),
        ({"street": ""}, "Fout: vul een straat in"),
        ({"place": ""}, "Fout: vul een plaats in"),
        ({"recipient": " "}, "Fout: vul in voor wie het pakket is"),
        ({"phone": "bel maar"}, "Fout: vul een telefoonnummer in, zoals 030 000 12 34."),
        ({"email": "fatma"}, "Fout: vul een e-mailadres in"),
        ({"KIT": "twee"}, "Fout: vul een getal in: 0, 1, 2 of meer"),
        ({"KIT": "-1"}, "Fout: vul een getal in: 0, 1, 2 of meer"),
        ({"KIT": "1001"}, "Fout: bestel hooguit 1000 van één pakket"),
        ({"KIT": ""}, "Vul bij minstens één pakket in hoeveel u er wilt."),
    ],
)
async def test_bad_input_is_said_at_its_field_and_all_that_was_typed_stays(
    site: Site, make: Make, wrong: dict[str, str], sentence: str
):
    soup = await make.activity()
    kit = await make.kit(stock_of=5)
    values = {name.replace("KIT", f"kits-kit_{kit.id}"): value for name, value in wrong.items()}
    answer = await sent(site, soup, {kit: "1"}, carrier_note="Zijdeur", **values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert standing(answer.text)["carrier_note"] == "Zijdeur"
    assert {name: standing(answer.text)[name] for name in values} == {
        name: value.strip() for name, value in values.items()
    }
    assert await KitOrder.exists() is False


@pytest.mark.parametrize(
    ("postcode", "place", "question"),
    [
        (
            "3512 AE",
            "Zwolle",
            "Klopt dit adres? 3512 AE is volgens ons in Utrecht, en niet in Zwolle.",
        ),
        ("2999 ZZ", "Utrecht", "Klopt dit adres? Wij kennen de postcode 2999 ZZ niet."),
    ],
)
async def test_an_address_that_may_be_wrong_is_asked_about_once_and_never_refused(
    site: Site, make: Make, postcode: str, place: str, question: str
):
    soup = await make.activity()
    kit = await make.kit(stock_of=5)
    asked = await sent(site, soup, {kit: "1"}, postcode=postcode, place=place)
    assert (asked.status_code, await KitOrder.exists()) == (422, False)
    assert asked.text.count(question) == 2  # in the summary, and at the tick
    answer = await site.as_(soup.organiser).post(PAGE, standing(asked.text), is_right="y")
    assert answer.status_code == 303
    order = await KitOrder.get()
    assert (order.postcode, order.place) == (postcode, place)


@pytest.mark.parametrize("place", ["Utrecht", "UTRECHT", "Vleuten", "De Meern"])
async def test_a_place_of_the_same_municipality_is_not_asked_about(site: Site, make: Make, place: str):
    soup = await make.activity()
    kit = await make.kit(stock_of=5)
    assert (await sent(site, soup, {kit: "1"}, place=place)).status_code == 303


@pytest.mark.parametrize("state", ["draft", "returned", "cancelled", "withdrawn"])
async def test_without_an_activity_one_reads_why_and_where_to_begin(site: Site, make: Make, state: str):
    soup = await make.activity(state)
    kit = await make.kit(stock_of=5)
    page = (await site.as_(soup.organiser).get(PAGE)).text
    assert "Meld eerst een activiteit aan" in page
    assert 'href="/activiteiten/nieuw"' in page or "/mijn/activiteiten/nieuw" in page
    assert f"kit_{kit.id}" not in page


async def test_a_submitted_activity_is_enough(site: Site, make: Make):
    soup = await make.activity("submitted")
    kit = await make.kit(stock_of=5)
    assert (await sent(site, soup, {kit: "1"})).status_code == 303


async def test_after_the_last_order_day_there_is_a_notice_and_no_form(site: Site, make: Make):
    soup = await make.activity()
    kit = await make.kit(stock_of=5)
    organiser = site.as_(soup.organiser)
    form = typed((await organiser.get(PAGE)).text, {kit: "1"})
    with clock.frozen(at(18, 9, month=9)):
        page = (await site.as_(soup.organiser).get(PAGE)).text
        late = await site.as_(soup.organiser).post(PAGE, form)
    assert "Bestellen kan niet meer" in page and f"kit_{kit.id}" not in page
    assert "Zelf afdrukken" not in page
    assert late.status_code == 422
    assert "Bestellen kan niet meer: de laatste besteldag is voorbij." in late.text


async def test_after_the_last_sending_day_one_can_download_and_print(site: Site, make: Make):
    soup = await make.activity(title="Soep")
    kit = await make.digital_kit("Gespreksspel")
    with clock.frozen(at(25, 9, month=9)):
        organiser = site.as_(soup.organiser)
        page = (await organiser.get(PAGE)).text
        answer = await organiser.get(f"{PAGE}/bestand/{kit.id}")
    assert "De laatste pakketten zijn verstuurd." in page
    assert f'href="https://komerbij.test{soup.path}"' in page
    assert answer.content == b"%PDF-1.7 spel"
    assert answer.headers["content-disposition"] == 'attachment; filename="gespreksspel.pdf"'
    assert answer.headers["cache-control"] == "private, no-store"


async def test_a_digital_kit_is_for_who_signed_in_and_gone_when_it_is_hidden(site: Site, make: Make):
    kit = await make.digital_kit("Gespreksspel")
    jan = await make.account()
    path = f"{PAGE}/bestand/{kit.id}"
    assert (await site.get(path)).headers["location"].startswith("/inloggen")
    assert (await site.as_(jan).get(path)).status_code == 200
    await Kit.filter(id=kit.id).update(is_visible=False)
    assert (await site.as_(jan).get(path)).status_code == 404
    files.remove(kit.file_stem)
    await Kit.filter(id=kit.id).update(is_visible=True)
    assert (await site.as_(jan).get(path)).status_code == 404


async def test_last_years_order_is_filled_in_and_nothing_is_ordered(site: Site, make: Make):
    with clock.frozen(at(16, 9, month=8, year=2026)):
        await make.edition(2026)
        former = await make.activity(occurrences=((at(6, 12, year=2026), at(6, 13, year=2026)),))
        big, gone = await make.kit(stock_of=9), await make.kit(stock_of=9)
        await make.kit_order(former, {big.id: 3, gone.id: 1}, to=replace(DOOR, street="Lange Nieuwstraat"))
    await Kit.filter(id=gone.id).update(is_visible=False)
    await make.edition(2027)
    await make.activity(organisation=former.organisation, organiser=former.organiser)
    organiser = site.as_(former.organiser)
    assert standing((await organiser.get(PAGE)).text)[f"kits-kit_{big.id}"] == "0"
    page = (await organiser.get(f"{PAGE}?opnieuw=ja")).text
    again = standing(page)
    assert (again[f"kits-kit_{big.id}"], again["street"]) == ("3", "Lange Nieuwstraat")
    assert "Niet alles van toen is er dit jaar weer." in page
    assert await KitOrder.all().count() == 1
    assert (await organiser.post(PAGE, again)).status_code == 303
    assert [order.year for order in await KitOrder.all().order_by("id")] == [2026, 2027]


async def test_of_an_address_that_is_forgotten_only_the_numbers_that_were_sent_come_back(
    site: Site, make: Make
):
    with clock.frozen(at(16, 9, month=8, year=2026)):
        await make.edition(2026)
        former = await make.activity(occurrences=((at(6, 12, year=2026), at(6, 13, year=2026)),))
        kit = await make.kit(stock_of=9)
        order = await make.kit_order(former, {kit.id: 3}, to=replace(DOOR, street="Lange Nieuwstraat"))
        await make.kit_order(former, {kit.id: 1})
        parcel = await Shipment.get(batch_id=(await batch_of(order)).id)
        await parcels.pack(parcel.id, version=parcel.version, actor=SYSTEM)
    await purge.purge(clock.now(), is_dry_run=False)
    await make.edition(2027)
    await make.activity(organisation=former.organisation, organiser=former.organiser)
    page = (await site.as_(former.organiser).get(f"{PAGE}?opnieuw=ja")).text
    again = standing(page)
    assert (again[f"kits-kit_{kit.id}"], again["street"]) == ("3", "Neude")
    assert "Het adres van toen bewaren wij niet meer." in page
