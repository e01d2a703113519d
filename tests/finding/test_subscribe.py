"""The page that helps to have what is near in one's own calendar."""

import pytest

from tests.listing.entries import entry_values, list_entries
from weekplanner.accounts.facts import OrganisationChanged
from weekplanner.core import db
from weekplanner.core.facts import announce
from weekplanner.formats import qr


async def test_without_a_place_the_page_asks_for_one(get, week):
    page = await get("/abonneren")
    assert page.main.one("form").attributes["action"] == "/abonneren"
    assert not list(page.main.all("ul", class_="feed-links"))


@pytest.mark.parametrize(
    ("query", "feed"),
    [
        ("postcode=3511", "postcode/3511.ics"),
        ("postcode=3511&straal=5", "postcode/3511.ics"),
        ("postcode=3511&straal=25", "postcode/3511.ics?straal=25"),
        ("gemeente=utrecht", "gemeente/utrecht.ics"),
        ("vorm=telefoon", "land.ics?vorm=telefoon"),
        ("postcode=3511&dag=2027-10-06&dagdeel=avond&pagina=2", "postcode/3511.ics"),
        (
            "postcode=3511&toegankelijk=ringleiding&categorie=spel&categorie=creatief",
            "postcode/3511.ics?categorie=creatief&categorie=spel&toegankelijk=ringleiding",
        ),
    ],
)
async def test_every_way_to_subscribe_leads_to_the_feed_that_is_asked_for(get, week, query, feed):
    page = await get(f"/abonneren?{query}")
    links = [link.attributes["href"] for link in page.main.one("ul", class_="feed-links").all("a")]
    quoted = feed.replace("?", "%3F").replace("=", "%3D").replace("&", "%26").replace("/", "%2F")
    assert links == [
        f"webcal://komerbij.test/feeds/{feed}",
        f"https://calendar.google.com/calendar/r?cid=webcal%3A%2F%2Fkomerbij.test%2Ffeeds%2F{quoted}",
        f"https://outlook.live.com/calendar/0/addfromweb?url=https%3A%2F%2Fkomerbij.test%2Ffeeds%2F{quoted}",
    ]
    copied = page.main.one("input", id="feed-address").attributes["value"]
    assert copied == f"https://komerbij.test/feeds/{feed}"


async def test_the_address_to_copy_is_a_feed_that_works(site, get, week):
    await list_entries(entry_values())
    page = await get("/abonneren?postcode=3511&straal=10&categorie=samen-eten")
    url = page.main.one("input", id="feed-address").attributes["value"]
    selection = url.removeprefix("https://komerbij.test/feeds/").replace(".ics", "")
    assert [event["SUMMARY"] for event in await site.feed(selection)] == ["Soep aan de lange tafel"]


async def test_the_page_says_that_a_change_can_take_a_day(get, week):
    page = await get("/abonneren?postcode=3511")
    assert "Het kan tot een dag duren" in page.text


async def test_what_is_chosen_is_said_in_words(get, week):
    page = await get("/abonneren?postcode=3511&straal=10&categorie=spel&toegankelijk=ringleiding")
    assert "Alles rond 3511 Utrecht Tot 10 kilometer ver." in page.text
    assert "Alleen wat u heeft gekozen: Spelletjes en Ringleiding." in page.text


async def test_the_code_opens_the_same_page_on_a_phone(site, get, week):
    query = "postcode=3511&straal=10&categorie=spel"
    image = (await get(f"/abonneren?{query}")).main.one("img")
    assert image.attributes["src"] == f"/abonneren/qr.svg?{query}"
    assert image.attributes["alt"] == "QR-code van deze bladzijde"
    code = await site.get(image.attributes["src"])
    assert code.headers["content-type"] == "image/svg+xml"
    assert code.content == qr.svg(f"https://komerbij.test/abonneren?{query}")


async def test_without_any_edition_one_can_subscribe_already(get):
    assert list((await get("/abonneren?postcode=3511")).main.all("ul", class_="feed-links"))


@pytest.mark.parametrize(
    ("query", "feed", "words"),
    [
        ("provincie=utrecht", "provincie/utrecht.ics", "Alles in de provincie Utrecht"),
        (
            "provincie=utrecht&vorm=online&postcode=",
            "provincie/utrecht.ics?vorm=online",
            "Alleen wat u heeft gekozen: Online.",
        ),
        (
            "organisatie=buurthuis-de-linde",
            "organisatie/buurthuis-de-linde.ics",
            "Alles van Buurthuis De Linde",
        ),
    ],
)
async def test_a_province_and_an_organisation_can_be_followed_too(site, get, week, make, query, feed, words):
    await make.activity()
    page = await get(f"/abonneren?{query}")
    url = page.main.one("input", id="feed-address").attributes["value"]
    assert url == f"https://komerbij.test/feeds/{feed}"
    assert words in page.text
    assert (await site.get(url)).status_code == 200
    image = page.main.one("img").attributes["src"]
    code = qr.svg(f"https://komerbij.test/abonneren?{query.removesuffix('&postcode=')}")
    assert (await site.get(image)).content == code


@pytest.mark.parametrize(
    "query",
    [
        "provincie=nergens",
        "provincie=utrecht&provincie=limburg",
        "provincie=utrecht&postcode=3511",
        "provincie=utrecht&organisatie=buurthuis-de-linde",
        "organisatie=nergens",
        "organisatie=nog-niets",
    ],
)
async def test_what_cannot_be_followed_is_said_in_a_sentence(get, site, week, make, query):
    await make.organisation(name="Nog niets")
    for path in ("/abonneren", "/abonneren/qr.svg"):
        answer = await site.get(f"{path}?{query}")
        assert answer.status_code == 400


async def test_another_word_for_a_province_leads_to_its_page(site, week):
    answer = await site.get("/abonneren?provincie=friesland&vorm=online")
    assert (answer.status_code, answer.headers["location"]) == (
        301,
        "/abonneren?provincie=fryslan&vorm=online",
    )


async def test_who_comes_with_more_than_a_calendar_can_do_is_told_what_stays_behind(get, week):
    page = await get("/abonneren?postcode=3511&dag=2027-10-06&dagdeel=avond&q=soep&vrij=ja")
    left_out = "de dag, het deel van de dag, uw zoekwoorden en ‘nog plek’"
    assert f"Dit gaat niet mee naar uw agenda: {left_out}." in page.text
    assert "Dit gaat niet mee" not in (await get("/abonneren?postcode=3511")).text


async def test_feed_readers_and_maps_find_the_same_selection(site, get, week):
    page = await get("/abonneren?postcode=3511&categorie=spel")
    links = {name: page.link(name) for name in ("Atom", "JSON Feed", "GeoJSON")}
    assert links == {
        "Atom": "https://komerbij.test/feeds/postcode/3511.atom?categorie=spel",
        "JSON Feed": "https://komerbij.test/feeds/postcode/3511.json?categorie=spel",
        "GeoJSON": "https://komerbij.test/feeds/postcode/3511.geojson?categorie=spel",
    }
    assert [(await site.get(url)).status_code for url in links.values()] == [200] * 3


async def test_an_organisation_with_another_name_has_it_on_the_page_at_once(get, week, make):
    """The page is kept in memory until the organisation changes."""
    soup = await make.activity()
    address = f"/abonneren?organisatie={soup.organisation.slug}"
    assert "Buurthuis De Linde" in (await get(address)).text
    async with db.transaction():
        await type(soup.organisation).filter(id=soup.organisation.id).update(name="Buurthuis De Eik")
        await announce(OrganisationChanged(soup.organisation.id))
    assert "Alles van Buurthuis De Eik" in (await get(address)).text
