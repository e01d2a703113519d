"""The page of a municipality: what its coordinator writes, what there is to do, and where else to look."""

import pytest

from tests.counting import counted
from tests.finding.reading import Page
from tests.make import at
from tests.web.test_kept import made_anew
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import settings
from weekplanner.municipalities.operations import write_page
from weekplanner.municipalities.values import PageTexts, Partner

UTRECHT = "/gemeente/utrecht"
EVERY_HOUR = [(at(day, hour), at(day, hour + 1)) for day in range(1, 9) for hour in (9, 11, 13, 15, 17)]


async def write(introduction: str = "", *partners: Partner, version: int = 0) -> None:
    texts = PageTexts(introduction, partners)
    await write_page("GM0344", texts, version=version, actor=SYSTEM)


async def test_the_coordinators_words_and_partners_stand_on_the_page(get, week):
    partners = (Partner("Buurthuis De Linde", "https://linde.example"), Partner("Koor Noot"))
    await write("Samen **eten** in de stad.", *partners)
    page = await get(UTRECHT)
    assert page.h1 == "Kom erbij in de gemeente Utrecht"
    assert "Welkom in Utrecht Samen eten in de stad." in page.text
    assert "eten" in [each.text for each in page.main.all("strong")]
    assert "Koor Noot" in page.text
    partner = page.main.one("a", href="https://linde.example")
    assert (partner.text, partner.attributes["rel"]) == ("Buurthuis De Linde", "nofollow noopener ugc")


async def test_the_table_counts_what_is_here_and_leads_to_the_agenda(get, make):
    await make.activity(occurrences=[(at(1, 10), at(1, 11)), (at(6, 10), at(6, 11))])
    await make.activity("cancelled", title="Pannenkoeken")
    await make.activity(title="Cursus", category="training")
    await make.activity(title="Bellen", form="telefoon", dial_in_phone="020 000 00 01")
    await make.activity(title="Elders", postcode="9711 LM")
    page = await get(UTRECHT)
    assert [count for _, count in page.days] == [1, 0, 0, 0, 0, 1, 0, 0]
    assert next(page.main.all("a", class_="day")).attributes["href"] == (
        "/agenda?gemeente=utrecht&dag=2027-10-01"
    )
    assert page.titles == ["Soep aan de lange tafel", "Soep aan de lange tafel", "Pannenkoeken"]
    assert "Van 1 t/m 8 oktober: 2 activiteiten, 1 gaat niet door." in page.text
    assert page.link("Ook vanuit huis: 1 activiteit") == "/agenda?gemeente=utrecht&vorm=online&vorm=telefoon"


async def test_of_a_long_list_the_first_stand_here_and_the_rest_in_the_agenda(site, get, make):
    await get(UTRECHT)
    await make.activity()
    await make.activity(occurrences=EVERY_HOUR)
    with counted() as statements:
        page = await get(f"{UTRECHT}?jaar=2027&x=1")
    assert len(statements) <= 20  # with what changed, which is read again
    assert len(page.titles) == 30
    assert page.link("Bekijk alle 41 activiteiten") == "/agenda?gemeente=utrecht"
    assert len((await site.get(UTRECHT)).content) < 150_000


async def test_in_the_week_today_comes_first(get, make, now):
    await make.activity(occurrences=[(at(2, 10), at(2, 11)), (at(6, 10), at(6, 11))])
    now.set(at(6, 9))
    page = await get(UTRECHT)
    assert page.groups == ["Woensdag 6 oktober 1 activiteit", "Zaterdag 2 oktober 1 activiteit · geweest"]
    assert page.invited_day == 5


async def test_a_municipality_without_activities_says_so_and_leads_on(get, week):
    page = await get("/gemeente/vlieland")
    assert "Hier is de tafel nog leeg" in page.text
    assert "Van 1 t/m 8 oktober: nog geen activiteiten." in page.text
    assert page.link("Texel") == "/gemeente/texel"
    assert page.link("De hele provincie Fryslân") == "/provincie/fryslan"


@pytest.mark.parametrize(("typed", "slug"), [("den-bosch", "s-hertogenbosch"), ("the-hague", "den-haag")])
async def test_another_word_for_it_leads_to_its_page(site, week, typed, slug):
    answer = await site.get(f"/gemeente/{typed}?jaar=2027")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/gemeente/{slug}?jaar=2027")


@pytest.mark.parametrize("slug", ["bestaat-niet", "Utrecht", "a" * 300, "%00"])
async def test_a_municipality_nobody_knows_is_not_found(site, week, slug):
    assert (await site.get(f"/gemeente/{slug}")).status_code == 404


async def test_as_long_as_there_is_no_week_the_page_is_there(get, site):
    await write("Wij doen mee.")
    page = await get(UTRECHT)
    assert page.status == 200
    assert "Wij doen mee." in page.text
    assert "Er is nog geen week gepland." in page.text


async def test_an_older_edition_stands_under_its_year(get, make, now):
    await make.activity()
    now.set(at(1, 12, year=2028, month=8))
    await make.edition(2028)
    page = await get(UTRECHT)
    assert page.link("2027") == f"{UTRECHT}?jaar=2027"
    older = await get(page.link("2027"))
    assert older.titles == ["Soep aan de lange tafel"]
    assert "De week van 1 t/m 8 oktober 2027 is voorbij" in older.text
    assert older.link("Naar de bladzijde van nu") == UTRECHT
    assert next(older.main.all("a", class_="day")).attributes["href"] == (
        "/agenda?gemeente=utrecht&dag=2027-10-01&jaar=2027"
    )
    assert (older.meta("robots"), older.canonical) == (
        "noindex",
        f"{settings.current().base_url}{UTRECHT}?jaar=2027",
    )
    assert not list(older.document.one("head").all("link", type="text/calendar"))


async def test_after_the_week_there_is_nothing_to_follow(get, make, now):
    await make.activity()
    now.set(at(9, 9))
    page = await get(UTRECHT)
    assert "Tot volgend jaar!" in page.text
    assert page.titles == ["Soep aan de lange tafel"]
    assert not [link for link in page.links if "/feeds/" in link]


@pytest.mark.parametrize("query", ["jaar=1999", "jaar=x"])
async def test_a_year_without_an_edition_is_said_in_a_sentence(get, week, query):
    page = await get(f"{UTRECHT}?{query}")
    assert (page.status, "Van dit jaar hebben wij geen agenda." in page.text) == (400, True)


async def test_websites_find_the_list_and_programs_the_feed(get, week):
    page = await get(UTRECHT)
    code = page.main.one("textarea", id="embed-code").text
    assert f'src="{settings.current().base_url}/widget/gemeente/utrecht"' in code
    assert page.link("iPhone").endswith("/feeds/gemeente/utrecht.ics")
    assert page.link("Hoe werkt dat?") == "/abonneren?gemeente=utrecht"
    assert page.breadcrumbs == [
        ("Begin", f"{settings.current().base_url}/"),
        ("Utrecht", f"{settings.current().base_url}/provincie/utrecht"),
        ("Utrecht", f"{settings.current().base_url}{UTRECHT}"),
    ]


async def test_nothing_a_coordinator_writes_becomes_markup(site, week):
    nasty = '</script><img src=x onerror="alert(1)">'
    await write(nasty, Partner(nasty, "javascript:alert(1)"))
    answer = await site.get(UTRECHT)
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert not [link for link in Page(answer).links if link.startswith("javascript")]


async def test_a_page_that_is_kept_shows_new_words_and_new_activities(site, make, week):
    await site.get(UTRECHT)
    await write("Nieuwe woorden.")
    assert "Nieuwe woorden." in (await site.get(UTRECHT)).text
    await make.activity(title="Dammen")
    page = await site.get(UTRECHT)
    assert "Dammen" in page.text
    assert page.text == await made_anew(UTRECHT)
