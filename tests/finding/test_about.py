"""Pages about the site itself: true, findable from every page, and leading to nothing that is not there."""

import re

import pytest

from weekplanner.accounts.middleware import cookie_name
from weekplanner.core import settings, texts
from weekplanner.finding.routes import about

PATHS = ("/over", "/privacy", "/toegankelijkheid")
PUBLISHER = "Buurtnetwerk Voorbeeldstad"


@pytest.fixture
def publisher(configured):
    """The site of somebody else."""
    with settings.using(configured.model_copy(update={"publisher": PUBLISHER})):
        yield PUBLISHER


async def test_every_page_leads_to_them(site, make, get):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    moderator = site.as_(await make.team_member())
    for visitor, path in ((site, "/"), (organiser, "/mijn"), (moderator, "/team"), (site, "/bestaat-niet")):
        text = (await visitor.get(path)).text
        footer = text[text.index('<footer class="site-footer">') :]
        assert [path for path in PATHS if f'href="{path}"' not in footer] == []


@pytest.mark.parametrize("path", PATHS)
async def test_they_lead_to_nothing_that_is_not_there(site, get, week, path):
    page = await get(path)
    for link in page.links:
        if link.startswith("/"):
            answer = await site.get(link)
            assert answer.status_code in (200, 303), link


@pytest.mark.parametrize("path", PATHS)
async def test_each_says_who_runs_the_site_and_what_it_is_about(get, week, publisher, path):
    page = await get(path)
    assert publisher in page.text
    assert "inisterie" not in page.text
    assert page.canonical.endswith(path)
    assert page.meta("robots") is None
    assert page.meta("description") == page.meta("og:description")
    assert page.meta("og:image").endswith(".png") or "open-graph.png?v=" in page.meta("og:image")


async def test_the_privacy_page_names_the_cookie_of_who_signs_in_and_no_reader_gets_one(site, get, week):
    page = await get("/privacy")
    assert "één cookie" in page.text
    for path in ("/", "/agenda?postcode=3511", *PATHS):
        assert cookie_name() not in (await site.get(path)).headers.get("set-cookie", "")


async def test_the_privacy_page_says_where_the_background_of_the_map_comes_from(get, week, configured):
    assert "achtergrond van de kaart" not in (await get("/privacy")).text
    tiles = configured.model_copy(update={"tile_url": "https://tegels.example/{z}/{x}/{y}.png"})
    with settings.using(tiles):
        text = (await get("/privacy?opnieuw")).text
    assert "De achtergrond van de kaart komt van tegels.example." in text


async def test_the_statement_claims_no_more_than_what_was_tested(get, week):
    text = (await get("/toegankelijkheid")).text
    assert "Status C: eerste maatregelen genomen" in text
    assert "Een onafhankelijk onderzoek is er nog niet." in text
    assert not re.search(r"volledig toegankelijk|voldoet volledig|status [AB]\b", text, re.IGNORECASE)
    assert f"Deze verklaring is van {texts.day_with_year(about.STATED_ON)}." in text


async def test_other_peoples_work_is_named(get, week):
    text = (await get("/over")).text
    for words in ("GeoNames", "CC BY 4.0", "Coalitie Erbij, 2017/2018", "SIL Open Font License", "EUPL-1.2"):
        assert words in text
