"""Residents' pages are the same for everyone, keep nothing about anybody, and ask nobody else anything."""

import re
from itertools import pairwise

import pytest

SOUP = "/activiteiten/soep-aan-de-lange-tafel-1"
PAGES = [
    "/",
    "/agenda",
    "/agenda?postcode=3511&dag=2027-10-06&categorie=samen-eten",
    "/agenda?waar=Bergen",
    "/agenda?waar=bestaat-niet",
    "/agenda/kaart?postcode=3511&dag=2027-10-06",
    SOUP,
    f"{SOUP}/aangemeld?keer=1&plek=ja",
    f"{SOUP}/aangemeld?keer=1&plek=wachtlijst&via=telefoon",
    "/organisaties/buurthuis-de-linde",
    "/gemeente/utrecht",
    "/provincie/utrecht?dag=2027-10-06",
    "/abonneren",
    "/abonneren?postcode=3511",
    "/inspiratie",
    "/inspiratie?soort=een-op-een&plek=thuis",
    "/inspiratie/resto-vanharte",
    "/congres",
    "/congres/opening-2027",
    "/congres/opening-2027/aangemeld?plek=wachtlijst&nummer=3",
    "/congres/opening-2027/aangemeld?plek=gevraagd",
    "/open-data",
    "/over",
    "/privacy",
    "/toegankelijkheid",
    "/widget?gemeente=utrecht",
    "/widget/gemeente/utrecht",
]
SOURCE = "Handreiking Lokale aanpak van eenzaamheid, Coalitie Erbij"
"""The title of the book that the examples were taken from."""
COLOPHON = "Kom erbij is de agenda van de Week tegen Eenzaamheid."
"""The sentence of the footer, which the page about the site says once more."""

SCARY = re.compile(r"eenza|kwetsba|isolement|doelgroep[^=\"]", re.IGNORECASE)


@pytest.fixture
async def soup(make):
    """An activity to look at, and a congress with workshops, of which one is full."""
    opening = await make.congress()
    full, other = await make.workshops(opening, 1, 20)
    await make.registration(opening, choices=[(full, other)])
    return await make.activity(capacity=24, join_ways=("telefoon", "hier-aanmelden"))


@pytest.mark.parametrize("path", PAGES)
async def test_no_cookie_is_set_and_who_signed_in_sees_the_same(site, soup, path):
    visitor = await site.get(path)
    organiser = await site.as_(soup.organiser).get(path)
    assert organiser.content == visitor.content
    assert "set-cookie" not in visitor.headers
    assert "set-cookie" not in organiser.headers


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_may_be_kept_if_it_is_asked_for_again(site, soup, path):
    answer = await site.get(path)
    wanted = "public, no-cache" if answer.status_code == 200 else "private, no-store"
    assert answer.headers["cache-control"] == wanted


@pytest.mark.parametrize("path", PAGES)
async def test_nothing_is_fetched_from_elsewhere_and_nothing_runs_in_the_page(get, soup, path):
    document = (await get(path)).document
    fetched = [
        element.attributes.get("src") or element.attributes.get("href", "")
        for tag in ("script", "img", "link", "use", "iframe", "source")
        for element in document.all(tag)
        if element.attributes.get("rel") not in ("canonical", "alternate")
    ]
    assert all(not url or (url.startswith("/") and not url.startswith("//")) for url in fetched)
    inline = [script for script in document.all("script") if script.inside]
    assert {script.attributes.get("type") for script in inline} <= {"application/ld+json"}
    assert not [element for element in document.all() if "style" in element.attributes]
    assert not [name for element in document.all() for name in element.attributes if name.startswith("on")]


@pytest.mark.parametrize("path", PAGES)
async def test_words_that_scare_people_off_stand_in_the_footer_only(get, soup, path):
    page = await get(path)
    text = page.text.replace(SOURCE, "").replace(COLOPHON if path == "/over" else SOURCE, "")
    assert not SCARY.search(text)
    assert "Week tegen Eenzaamheid" in page.document.one("footer").text


@pytest.mark.parametrize("path", PAGES)
async def test_headings_make_an_outline_and_ids_are_unique(get, soup, path):
    page = await get(path)
    levels = [int(each.tag[1]) for each in page.main.all() if re.fullmatch("h[1-6]", each.tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [each.attributes["id"] for each in page.document.all() if each.attributes.get("id")]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("path", PAGES)
async def test_every_box_has_a_label(get, soup, path):
    page = await get(path)
    labelled = {label.attributes.get("for") for label in page.main.all("label")}
    inside = {id(box) for label in page.main.all("label") for box in label.all("input")}
    for box in [*page.main.all("input"), *page.main.all("select")]:
        is_hidden = box.attributes.get("type") == "hidden"
        assert is_hidden or box.attributes.get("id") in labelled or id(box) in inside


@pytest.mark.parametrize(
    "path",
    ["", "agenda?postcode=3511", SOUP[1:], "abonneren?postcode=3511", "inspiratie", "inspiratie/join-us"],
)
async def test_the_english_address_answers_in_dutch_until_there_is_a_translation(get, soup, path):
    page = await get(f"/en/{path}")
    assert page.status == 200
    assert page.document.one("html").attributes["lang"] == "nl"
    assert page.meta("robots") == "noindex"
    assert not [link for link in page.links if link.startswith("/en")]
    assert "/en" not in page.canonical


async def test_a_redirect_under_the_english_address_stays_there(site, soup):
    assert (await site.get("/en/agenda?waar=3511AB")).headers["location"] == "/en/agenda?postcode=3511"
    assert (await site.get("/en/activiteiten/x-1")).headers["location"] == f"/en{SOUP}"


async def test_a_page_is_small_enough_for_a_slow_phone(site, make):
    for _ in range(40):
        await make.activity()
    answer = await site.get("/agenda?postcode=3511")
    assert len(answer.content) < 150_000
