"""The page of a province: how much there is to do, and in which of its municipalities."""

import pytest

from tests.counting import counted
from tests.finding.reading import Page
from tests.make import at
from tests.web.test_kept import made_anew

UTRECHT = "/provincie/utrecht"


def counts(page: Page) -> dict[str, str]:
    """How much there is, by municipality."""
    rows = page.main.one("ul", class_="municipalities").all("li")
    return {row.one("a").text: row.one("span").text for row in rows}


@pytest.fixture
async def dishes(make):
    """Soup in the city on two days, and elsewhere on one."""
    await make.activity(occurrences=[(at(5, 12), at(5, 13)), (at(6, 12), at(6, 13))])
    await make.activity(title="In Amersfoort", postcode="3811 AA")
    await make.activity("cancelled", title="Pannenkoeken")
    await make.activity(title="Cursus", category="training")
    await make.activity(title="Bellen", form="telefoon", dial_in_phone="020 000 00 01")
    await make.activity(title="In Groningen", postcode="9711 LM")


async def test_each_municipality_has_its_count_and_none_is_left_out(get, dishes):
    page = await get(UTRECHT)
    assert page.h1 == "Kom erbij in de provincie Utrecht"
    found = counts(page)
    assert {name: words for name, words in found.items() if words != "nog geen activiteiten"} == {
        "Amersfoort": "1 activiteit",
        "Utrecht": "2 activiteiten",
    }
    assert len(found) == 26
    assert list(found)[:2] == ["Amersfoort", "Baarn"]
    assert page.link("Baarn") == "/gemeente/baarn"
    assert "3 activiteiten, 1 gaat niet door." in page.text


async def test_a_day_shows_where_there_is_something_then(get, dishes):
    assert (await get(UTRECHT)).days[4] == ("di", 1)
    page = await get(f"{UTRECHT}?dag=2027-10-05")
    assert page.chosen_days == [4]
    assert counts(page)["Utrecht"] == "1 activiteit"
    assert counts(page)["Amersfoort"] == "nog geen activiteiten"
    assert next(
        page.main.one("ul", class_="municipalities").all("a", href="/agenda?gemeente=utrecht&dag=2027-10-05")
    )
    assert page.link("Laat alle dagen zien") == UTRECHT
    assert page.meta("robots") == "noindex"
    assert page.canonical.endswith(UTRECHT)


@pytest.mark.parametrize("query", ["dag=2027-11-01", "dag=x", "dag=2027-10-01&dag=2027-10-02", "jaar=1999"])
async def test_a_day_that_is_not_in_the_week_is_said_in_a_sentence(get, week, query):
    page = await get(f"{UTRECHT}?{query}")
    assert page.status == 400


async def test_another_word_for_it_leads_to_its_page(site, week):
    answer = await site.get("/provincie/friesland?dag=2027-10-01")
    assert (answer.status_code, answer.headers["location"]) == (301, "/provincie/fryslan?dag=2027-10-01")
    assert (await site.get("/provincie/bestaat-niet")).status_code == 404


async def test_as_long_as_there_is_no_week_the_page_is_there(get, site):
    page = await get(UTRECHT)
    assert (page.status, "Er is nog geen week gepland." in page.text) == (200, True)


async def test_an_older_edition_stands_under_its_year(get, dishes, make, now):
    now.set(at(1, 12, year=2028, month=8))
    await make.edition(2028)
    older = await get((await get(UTRECHT)).link("2027"))
    assert counts(older)["Utrecht"] == "2 activiteiten"
    assert counts(older)["Baarn"] == "geen activiteiten"
    assert older.link("Baarn") == "/gemeente/baarn?jaar=2027"
    assert not [link for link in older.links if "/feeds/" in link]


async def test_it_can_be_followed_and_looks_once_at_what_is_on(get, dishes):
    page = await get(UTRECHT)
    assert page.link("iPhone").endswith("/feeds/provincie/utrecht.ics")
    assert page.link("Hoe werkt dat?") == "/abonneren?provincie=utrecht"
    with counted() as statements:
        await get(f"{UTRECHT}?dag=2027-10-05")
    assert len(statements) <= 13


async def test_a_page_that_is_kept_shows_what_came_since(site, make, dishes):
    await site.get(UTRECHT)
    await make.activity(title="Dammen", postcode="3741 AA")
    page = await site.get(UTRECHT)
    assert counts(Page(page))["Baarn"] == "1 activiteit"
    assert page.text == await made_anew(UTRECHT)
