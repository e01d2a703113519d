"""The page of an organisation: only of who has something on the site, and all that it does there."""

import pytest

from tests.counting import counted
from tests.finding.reading import Page
from tests.make import acting, at
from tests.web.test_kept import made_anew
from weekplanner.accounts.operations import organisations
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import settings
from weekplanner.events.operations import review

LINDE = "/organisaties/buurthuis-de-linde"


@pytest.fixture
async def linde(make):
    """An organisation that says all it can about itself."""
    return await make.organisation(
        await make.account(),
        is_trusted=True,
        website="https://linde.example",
        phone="030 000 55 55",
        about="Wij zijn een huis voor de buurt.\nIedereen is welkom.",
    )


async def test_the_page_says_who_it_is_and_how_to_reach_it(get, make, linde):
    await make.activity(organisation=linde)
    page = await get(LINDE)
    assert page.h1 == "Buurthuis De Linde"
    assert "Welzijnsorganisatie, gemeente Utrecht" in page.text
    assert "Wij zijn een huis voor de buurt." in page.text
    assert page.main.one("a", class_="phone-big").attributes["href"] == "tel:0300005555"
    website = page.main.one("a", href="https://linde.example")
    assert website.attributes["rel"] == "nofollow noopener ugc"
    assert page.link("Gemeente Utrecht") == "/gemeente/utrecht"
    assert "/feeds/organisatie/buurthuis-de-linde.ics" in page.link("iPhone")
    assert page.link("Hoe werkt dat?") == "/abonneren?organisatie=buurthuis-de-linde"


async def test_it_lists_by_day_what_the_organisation_does_and_nothing_of_others(get, make, linde):
    await make.activity(organisation=linde, occurrences=[(at(7, 10), at(7, 11)), (at(5, 10), at(5, 11))])
    await make.activity("cancelled", organisation=linde, title="Pannenkoeken")
    await make.activity(organisation=linde, title="Bellen", form="telefoon", dial_in_phone="020 000 00 01")
    await make.activity(organisation=linde, title="Cursus", category="training")
    await make.activity(title="Van een ander")
    page = await get(LINDE)
    assert page.groups == [
        "Dinsdag 5 oktober 1 activiteit",
        "Woensdag 6 oktober 2 activiteiten, 1 gaat niet door",
        "Donderdag 7 oktober 1 activiteit",
    ]
    soup = "Soep aan de lange tafel"
    assert page.titles == [soup, "Pannenkoeken", "Bellen", "Cursus", soup]
    assert "Gaat niet door" in page.text


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "withdrawn"])
async def test_who_has_nothing_on_the_site_has_no_page(site, make, state):
    soup = await make.activity(state)
    assert (await site.get(f"/organisaties/{soup.organisation.slug}")).status_code == 404


async def test_who_had_its_only_activity_taken_down_has_no_page_any_more(site, make, linde):
    soup = await make.activity(organisation=linde)
    assert (await site.get(LINDE)).status_code == 200
    version = (await soup.fresh()).version
    await review.withdraw_activity(soup.id, "Reclame.", version=version, actor=SYSTEM)
    assert (await site.get(LINDE)).status_code == 404


@pytest.mark.parametrize("slug", ["bestaat-niet", "BUURTHUIS", "a" * 300, "%00", "buurthuis_de_linde"])
async def test_an_organisation_nobody_knows_is_not_found(site, linde, slug):
    assert (await site.get(f"/organisaties/{slug}")).status_code == 404


async def _rename(linde, name: str) -> None:
    values = organisations.OrganisationValues(
        name=name, kind=linde.kind, municipality_code=linde.municipality_id, website="", phone="", about=""
    )
    member = (await linde.memberships.all().select_related("account"))[0].account
    await linde.refresh_from_db()
    await organisations.update_organisation(
        linde.id, values, version=linde.version, actor=acting(member, linde)
    )


async def test_a_slug_it_had_leads_to_its_page_once_there_is_one(site, make, linde):
    await _rename(linde, "Huis van de Wijk")
    assert (await site.get(LINDE)).status_code == 404
    await make.activity(organisation=linde)
    answer = await site.get(f"{LINDE}?jaar=2027")
    assert (answer.status_code, answer.headers["location"]) == (
        301,
        "/organisaties/huis-van-de-wijk?jaar=2027",
    )
    assert (await site.get(f"/en{LINDE}")).headers["location"] == "/en/organisaties/huis-van-de-wijk"


async def test_what_it_did_in_other_years_stands_behind_a_link(get, make, now, linde):
    await make.activity(organisation=linde)
    now.set(at(1, 12, year=2028, month=8))
    await make.edition(2028)
    page = await get(LINDE)
    assert "Hier is de tafel nog leeg" in page.text
    assert page.link("2027") == f"{LINDE}?jaar=2027"
    older = await get(page.link("2027"))
    assert older.titles == ["Soep aan de lange tafel"]
    assert older.h1 == "Buurthuis De Linde in 2027"
    assert "De week van 1 t/m 8 oktober 2027 is voorbij" in older.text
    assert older.link("Naar de bladzijde van nu") == LINDE
    assert older.meta("robots") == "noindex"
    assert older.canonical.endswith(f"{LINDE}?jaar=2027")
    assert not [link for link in older.links if "/feeds/" in link]
    assert (await get(f"{LINDE}?jaar=2028")).canonical.endswith(LINDE)


@pytest.mark.parametrize("query", ["jaar=1999", "jaar=x", "pagina=2", "pagina=0", "pagina=x"])
async def test_a_year_or_page_that_does_not_exist_is_said_in_a_sentence(get, make, linde, query):
    await make.activity(organisation=linde)
    page = await get(f"{LINDE}?{query}")
    assert page.status == 400


async def test_a_long_list_is_paged_and_asks_the_database_no_more_for_more(get, make, linde):
    each_hour = [(at(day, hour), at(day, hour + 1)) for day in range(1, 9) for hour in (9, 11, 13, 15, 17)]
    await make.activity(organisation=linde)
    await get(LINDE)
    await make.activity(organisation=linde, title="Veel", occurrences=each_hour[:40])
    with counted() as statements:
        first = await get(f"{LINDE}?pagina=1")
    assert len(statements) <= 20  # with what changed, which is read again
    assert len(first.titles) == 30
    second = await get(first.link("Volgende"))
    assert len(second.titles) == 11
    assert second.link("Vorige") == LINDE
    assert second.meta("robots") == "noindex"


async def test_search_engines_read_who_it_is_and_where_its_page_stands(get, make, linde):
    base_url = settings.current().base_url
    soup = await make.activity(organisation=linde)
    page = await get(LINDE)
    assert page.structured_data == {
        "@context": "https://schema.org",
        "@type": "Organization",
        "name": "Buurthuis De Linde",
        "url": base_url + LINDE,
        "sameAs": ["https://linde.example"],
        "description": "Wij zijn een huis voor de buurt.\nIedereen is welkom.",
        "telephone": "030 000 55 55",
        "areaServed": {"@type": "AdministrativeArea", "name": "Utrecht"},
    }
    assert page.breadcrumbs == [
        ("Begin", f"{base_url}/"),
        ("Utrecht", f"{base_url}/gemeente/utrecht"),
        ("Buurthuis De Linde", base_url + LINDE),
    ]
    assert page.meta("og:title") == "Buurthuis De Linde"
    activity = await get(soup.path)
    assert activity.structured_data["organizer"]["url"] == base_url + LINDE
    assert activity.link("Buurthuis De Linde") == LINDE


async def test_feed_readers_find_what_it_does(get, make, linde):
    await make.activity(organisation=linde)
    head = (await get(LINDE)).document.one("head")
    found = {each.attributes["type"]: each.attributes["href"] for each in head.all("link", rel="alternate")}
    assert {kind: url.rpartition("/feeds")[2] for kind, url in found.items()} == {
        "text/calendar": "/organisatie/buurthuis-de-linde.ics",
        "application/atom+xml": "/organisatie/buurthuis-de-linde.atom",
        "application/feed+json": "/organisatie/buurthuis-de-linde.json",
    }


async def test_nothing_an_organisation_writes_becomes_markup(site, make):
    nasty = '</script><img src=x onerror="alert(1)">'
    linde = await make.organisation(await make.account(), name=f"A {nasty}", about=nasty)
    await make.activity(organisation=linde)
    answer = await site.get(f"/organisaties/{linde.slug}")
    assert answer.status_code == 200
    assert "<img" not in answer.text
    assert Page(answer).structured_data["description"] == nasty


async def test_a_page_that_is_kept_shows_a_new_name_and_a_new_activity(site, make, linde):
    await make.activity(organisation=linde)
    await site.get(LINDE)
    await make.activity(organisation=linde, title="Dammen")
    page = await site.get(LINDE)
    assert "Dammen" in page.text
    assert page.text == await made_anew(LINDE)
