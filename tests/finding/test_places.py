"""What a person types for a place leads to an address; of a postcode only four digits stay."""

import logging

import pytest


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("3511", "/agenda?postcode=3511"),
        ("3511AB", "/agenda?postcode=3511"),
        ("3511 ab", "/agenda?postcode=3511"),
        ("%203511%20AB%20Utrecht", "/agenda?postcode=3511"),
        ("Utrecht", "/agenda?gemeente=utrecht"),
        ("gemeente+den+bosch", "/agenda?gemeente=s-hertogenbosch"),
        ("baaiduinen", "/agenda?postcode=8884"),
    ],
)
async def test_what_is_typed_becomes_an_address(site, week, typed, address):
    answer = await site.get(f"/agenda?waar={typed}")
    assert (answer.status_code, answer.headers["location"]) == (303, address)


async def test_typing_keeps_what_else_was_asked_and_leaves_the_old_place(site, week):
    rest = "straal=10&dag=2027-10-06&dagdeel=avond&vorm=thuis&q=warme+soep&vrij=ja"
    answer = await site.get(f"/agenda?waar=3812CD&postcode=3511&{rest}&pagina=3")
    assert answer.headers["location"] == f"/agenda?postcode=3812&{rest}"


async def test_a_municipality_has_no_radius(site, week):
    answer = await site.get("/agenda?waar=Utrecht&straal=10")
    assert answer.headers["location"] == "/agenda?gemeente=utrecht"


async def test_several_places_of_one_name_give_a_choice_that_keeps_the_rest(get, week):
    rest = "dag=2027-10-06&q=soep&vrij=ja"
    page = await get(f"/agenda?waar=Bergen&{rest}")
    assert (page.status, page.h1) == (200, "Welke plaats bedoelt u?")
    assert page.link("Gemeente Bergen (L.), Limburg") == f"/agenda?gemeente=bergen-l&{rest}"
    assert page.link("Gemeente Bergen (NH.), Noord-Holland") == f"/agenda?gemeente=bergen-nh&{rest}"


async def test_an_unknown_place_is_said_in_a_sentence_with_names_that_look_like_it(get, week):
    page = await get("/agenda?waar=Amersfort&straal=10&q=soep")
    assert (page.status, page.h1) == (400, "Wij kunnen deze plaats niet vinden")
    assert page.link("Gemeente Amersfoort, Utrecht") == "/agenda?gemeente=amersfoort&q=soep"
    assert page.main.one("input", name="waar").attributes["value"] == "Amersfort"


async def test_typing_again_keeps_what_else_was_asked(get, week):
    page = await get(
        "/agenda?waar=Amersfort&postcode=3511&straal=10&dag=2027-10-06&vorm=thuis&q=soep&pagina=2"
    )
    kept = [
        (box.attributes["name"], box.attributes["value"]) for box in page.main.all("input", type="hidden")
    ]
    assert kept == [("straal", "10"), ("dag", "2027-10-06"), ("vorm", "thuis"), ("q", "soep")]


async def test_a_postcode_that_does_not_exist_is_said(get, week):
    page = await get("/agenda?waar=1001")
    assert page.status == 400
    assert "De postcode 1001 kennen wij niet." in page.text


async def test_typing_nothing_shows_the_whole_country(get, week):
    page = await get("/agenda?waar=+")
    assert (page.status, page.h1) == (200, "Te doen in heel Nederland")


@pytest.mark.parametrize("page", ["/agenda", "/abonneren"])
@pytest.mark.parametrize("postcode", ["3511AB", "3511%20ab", "%203511"])
async def test_a_whole_postcode_in_the_address_is_cut_to_its_digits(site, week, page, postcode):
    answer = await site.get(f"{page}?postcode={postcode}&straal=10")
    assert (answer.status_code, answer.headers["location"]) == (303, f"{page}?postcode=3511&straal=10")


async def test_another_word_for_a_municipality_leads_to_its_own_address(site, week):
    answer = await site.get("/agenda?gemeente=den-bosch&vorm=thuis")
    assert answer.status_code == 301
    assert answer.headers["location"] == "/agenda?gemeente=s-hertogenbosch&vorm=thuis"


async def test_subscribing_takes_what_is_typed_too(site, week):
    answer = await site.get("/abonneren?waar=3511AB")
    assert (answer.status_code, answer.headers["location"]) == (303, "/abonneren?postcode=3511")


async def test_a_whole_postcode_stands_in_no_log(site, week, caplog):
    caplog.set_level(logging.DEBUG)
    await site.get("/agenda?waar=3511AB")
    await site.get("/abonneren?postcode=3511AB")
    logged = [vars(record) for record in caplog.records if record.name.startswith("weekplanner")]
    assert [record["values"]["route"] for record in logged] == ["agenda", "subscribe"]
    assert "3511" not in repr(logged)


@pytest.mark.parametrize("page", ["/agenda", "/agenda/kaart", "/abonneren"])
async def test_also_where_something_else_in_the_address_is_wrong(site, week, page):
    answer = await site.get(f"{page}?postcode=3511AB&categorie=onbekend&categorie=spel")
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        f"{page}?postcode=3511&categorie=onbekend&categorie=spel",
    )
    assert (await site.get(answer.headers["location"])).status_code == 400


@pytest.mark.parametrize(
    ("typed", "leads_to"),
    [
        ("Friesland", "/provincie/fryslan"),
        ("provincie+Limburg", "/provincie/limburg"),
        ("noord-holland", "/provincie/noord-holland"),
        ("Utrecht", "/agenda?gemeente=utrecht"),
    ],
)
async def test_a_province_has_a_page_of_its_own(site, week, typed, leads_to):
    answer = await site.get(f"/agenda?waar={typed}")
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


async def test_a_province_can_be_followed(site, week):
    answer = await site.get("/abonneren?waar=Drenthe")
    assert (answer.status_code, answer.headers["location"]) == (303, "/abonneren?provincie=drenthe")


async def test_a_village_and_a_province_of_one_name_are_offered_both(get, week):
    page = await get("/agenda?waar=Zeeland")
    assert (page.status, page.h1) == (200, "Welke plaats bedoelt u?")
    assert {"/agenda?postcode=5411", "/provincie/zeeland"} <= set(page.links)
