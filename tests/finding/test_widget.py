"""The list of a municipality in a page of another site: what is in it, how it looks, and who may show it."""

import re

import pytest

from tests.listing.entries import entry_values, list_entries
from tests.make import at
from weekplanner.geo.models import MunicipalitySlugAlias

WIDGET = "/widget/gemeente/utrecht"


def entry(number, title, starts_at, **changes):
    """Something to do in Utrecht; each is an activity of its own."""
    return entry_values(number, title=title, starts_at=starts_at, **changes)


def frame_links(page):
    """Links of the frame itself, without those to a day."""
    return [link.attributes["href"] for link in page.document.all("a") if "target" not in link.attributes]


async def test_it_holds_what_there_is_in_the_municipality_and_nothing_else(get, week):
    await list_entries(
        entry(1, "Koffie", at(6, 10)),
        entry(2, "Elders", at(6, 10), municipality_code="GM0014", province_code="PV20"),
        entry(3, "Scholing", at(6, 10), category="deskundigheid", is_for_professionals=True),
        entry(4, "Bellen", at(6, 10), form="telefoon", latitude=None, longitude=None),
    )
    page = await get(WIDGET)
    assert page.titles == ["Koffie"]
    assert "Ook 1 activiteit online of met de telefoon" in page.text
    assert page.link("Ook 1") == "/agenda?gemeente=utrecht&vorm=online&vorm=telefoon"
    assert page.link("Bekijk de 1") == "/agenda?gemeente=utrecht"


async def test_what_comes_next_stands_first_and_what_is_over_is_gone(get, week, now):
    await list_entries(
        entry(1, "Gisteren", at(5, 10)),
        entry(2, "Vanmorgen", at(6, 8)),
        entry(3, "Nu bezig", at(6, 9, 30)),
        entry(4, "Vanavond", at(6, 19)),
        entry(5, "Morgen", at(7, 10)),
    )
    now.set(at(6, 10))
    assert (await get(f"{WIDGET}?aantal=3")).titles == ["Nu bezig", "Vanavond", "Morgen"]


async def test_what_was_called_off_stays_in_it_and_says_so(get, make):
    await make.activity("cancelled", title="Pannenkoeken")
    page = await get(WIDGET)
    assert page.titles == ["Pannenkoeken"]
    assert "Gaat niet door" in page.main.one("article").text


async def test_it_is_as_long_as_was_asked_and_leads_to_the_rest(get, week):
    await list_entries(*(entry(number, f"Nummer {number}", at(6, number)) for number in range(1, 13)))
    assert len((await get(WIDGET)).titles) == 10
    page = await get(f"{WIDGET}?aantal=4&categorie=samen-eten")
    assert page.titles == ["Nummer 1", "Nummer 2", "Nummer 3", "Nummer 4"]
    assert page.link("Bekijk alle 12") == "/agenda?gemeente=utrecht&categorie=samen-eten"


async def test_choosing_a_day_stays_in_the_frame_and_keeps_the_looks(get, week):
    await list_entries(entry(1, "Woensdag", at(6, 10)), entry(2, "Donderdag", at(7, 10)))
    page = await get(f"{WIDGET}?kleur=wit&aantal=5")
    days = {link.text: link.attributes for link in page.main.one("nav").all("a")}
    assert {link["target"] for link in days.values()} == {"_self"}
    thursday = next(link["href"] for words, link in days.items() if words.startswith("donderdag 7 oktober"))
    assert thursday == f"{WIDGET}?kleur=wit&aantal=5&dag=2027-10-07"
    chosen = await get(thursday)
    assert chosen.titles == ["Donderdag"]
    assert chosen.main.one("a", target="_self", aria_current="true").text.startswith("donderdag 7 oktober")


async def test_every_other_link_leads_out_of_the_frame_and_the_page_says_so(get, make):
    soup = await make.activity()
    page = await get(WIDGET)
    assert page.document.one("base").attributes == {"target": "_top"}
    assert soup.path in frame_links(page)
    assert "/gemeente/utrecht" in frame_links(page)
    assert "Dan verlaat u deze website" in page.text


@pytest.mark.parametrize(
    ("day", "said"),
    [(at(6, 12), "Wat hier te doen was, is voorbij."), (at(12, 10), "is voorbij")],
    ids=["later that day", "after the week"],
)
async def test_it_says_that_it_is_over(get, week, now, day, said):
    await list_entries(entry(1, "Ontbijt", at(6, 8)))
    now.set(day)
    page = await get(WIDGET)
    assert page.titles == []
    assert said in page.text


async def test_without_anything_to_do_or_any_week_it_still_leads_on(get, make):
    assert "Hier is de tafel nog leeg" in (await get(WIDGET)).text
    await make.edition()
    page = await get(WIDGET)
    assert "Hier is de tafel nog leeg" in page.text
    assert page.link("Kijk verder") == "/agenda?gemeente=utrecht"


async def test_it_looks_as_was_asked(get, week):
    page = await get(f"{WIDGET}?kleur=donker&letter=groot&utm_source=gemeente")
    assert page.document.one("html").attributes["class"] == "widget colour-donker letter-groot"
    assert (await get(WIDGET)).document.one("html").attributes["class"] == "widget colour-warm letter-gewoon"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("kleur=paars", "Bij ‘kleur’ kunt u kiezen uit: warm, wit en donker."),
        ("letter=klein", "Bij ‘letter’ kunt u kiezen uit: gewoon en groot."),
        ("aantal=31", "Bij ‘aantal’ kunt u kiezen uit een getal van 3 tot en met 30."),
        ("aantal=٣", "Bij ‘aantal’ kunt u kiezen uit een getal van 3 tot en met 30."),
        ("kleur=wit&kleur=donker", "In dit adres staat ‘kleur’ dubbel. Kies er één."),
        ("dag=2027-11-01", "Deze dag hoort niet bij de week."),
        ("categorie=bestaat-niet", "Deze keuze kennen wij niet."),
    ],
)
async def test_what_an_address_cannot_mean_is_told_inside_the_frame(site, get, week, query, sentence):
    answer = await site.get(f"{WIDGET}?{query}")
    assert answer.status_code == 400
    assert sentence in (await get(f"{WIDGET}?{query}")).text
    assert "x-frame-options" not in answer.headers


async def test_another_word_for_the_municipality_leads_to_its_own_with_the_looks_kept(site, week):
    await MunicipalitySlugAlias.create(slug="utereg", municipality_id="GM0344")
    answer = await site.get("/widget/gemeente/utereg?kleur=wit&categorie=spel")
    assert answer.status_code == 301
    assert answer.headers["location"] == f"{WIDGET}?kleur=wit&categorie=spel"
    assert (await site.get("/widget/gemeente/bestaat-niet")).status_code == 404


async def test_only_the_list_may_stand_in_a_frame_and_it_runs_keeps_and_sends_nothing(site, week):
    answer = await site.get(WIDGET)
    kept = await site.get(WIDGET)
    for each in (answer, kept):
        assert "x-frame-options" not in each.headers
        assert "set-cookie" not in each.headers
    assert kept.headers["content-security-policy"] == answer.headers["content-security-policy"]
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "*",
    }
    assert "<script" not in answer.text
    for elsewhere in ("/", "/agenda?gemeente=utrecht", "/widget", "/bestaat-niet"):
        other = await site.get(elsewhere)
        assert other.headers["x-frame-options"] == "DENY"
        assert "frame-ancestors 'none'" in other.headers["content-security-policy"]


async def test_who_keeps_a_website_chooses_and_gets_the_code_and_a_look_at_it(site, get, week):
    assert "iframe" not in (await site.get("/widget")).text
    page = await get("/widget?gemeente=utrecht&kleur=wit&letter=gewoon&aantal=10&categorie=spel")
    code = page.main.one("textarea").text
    assert re.match(r'<iframe src="(\S+)" title="Activiteiten in de gemeente Utrecht" ', code)[1] == (
        f"https://komerbij.test{WIDGET}?kleur=wit&categorie=spel".replace("&", "&amp;")
    )
    assert page.main.one("button", data_status="embed-copied").attributes["data-copy"] == code
    shown = page.main.one("iframe").attributes["src"]
    assert shown == f"{WIDGET}?kleur=wit&categorie=spel"
    assert (await site.get(shown)).status_code == 200
    assert [each.attributes["value"] for each in page.main.all("option", selected="")] != []


@pytest.mark.parametrize("query", ["gemeente=bestaat-niet", "gemeente=utrecht&kleur=paars"])
async def test_the_page_with_the_code_refuses_what_does_not_exist(site, week, query):
    assert (await site.get(f"/widget?{query}")).status_code == 400
