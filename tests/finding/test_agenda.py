"""The agenda near a place: what stands in it, in which order, and what leads out of it."""

from datetime import timedelta

import pytest

from tests.finding.reading import Page
from tests.listing.entries import entry_values, list_entries
from tests.make import at
from weekplanner.core import clock
from weekplanner.finding.agenda import MOST_FROM_HOME, PAGE_SIZE
from weekplanner.listing.models import EntryState

NEUDE = {"pc4": "3512", "latitude": 52.0935, "longitude": 5.1196}
LUNETTEN = {"pc4": "3525", "latitude": 52.0640, "longitude": 5.1330}
AMERSFOORT = {
    "pc4": "3811",
    "latitude": 52.1561,
    "longitude": 5.3878,
    "municipality_code": "GM0307",
    "place": "Amersfoort",
}
NOWHERE = {"pc4": None, "latitude": None, "longitude": None}


def on(day: int, hour: int, number: int, title: str, **changes):
    """An activity in the middle of Utrecht on a day of the week."""
    return entry_values(number, starts_at=at(day, hour), title=title, **{**NEUDE, **changes})


def distances(page: Page) -> list[str]:
    return [list(card.one("p", class_="meta").all("span"))[-1].text for card in page.main.all("article")]


async def test_results_stand_by_day_then_time_then_distance(get, week):
    await list_entries(
        on(6, 12, 1, "Ver en later", **LUNETTEN),
        on(6, 12, 2, "Dichtbij en later"),
        on(6, 10, 3, "Eerst", **LUNETTEN),
        on(5, 20, 4, "De dag ervoor"),
    )
    page = await get("/agenda?postcode=3512")
    assert page.h1 == "Te doen rond 3512 Utrecht"
    assert page.titles == ["De dag ervoor", "Eerst", "Dichtbij en later", "Ver en later"]
    assert page.groups == ["Dinsdag 5 oktober 1 activiteit", "Woensdag 6 oktober 3 activiteiten"]


async def test_distances_are_in_words_and_between_postcodes(get, week):
    await list_entries(
        on(1, 9, 1, "Zelfde postcode", latitude=52.1100, longitude=5.1000),
        on(2, 9, 2, "Vlakbij", pc4="3513"),
        on(3, 9, 3, "Lunetten", **LUNETTEN),
    )
    page = await get("/agenda?postcode=3512")
    assert distances(page) == ["in uw buurt", "ongeveer 1 kilometer", "ongeveer 3 kilometer"]


async def test_a_circle_crosses_municipal_borders_and_keeps_to_its_radius(get, week):
    await list_entries(on(1, 9, 1, "Utrecht"), on(1, 9, 2, "Amersfoort", **AMERSFOORT))
    assert (await get("/agenda?postcode=3512&straal=10")).titles == ["Utrecht"]
    assert (await get("/agenda?postcode=3512&straal=25")).titles == ["Utrecht", "Amersfoort"]
    assert (await get("/agenda?gemeente=amersfoort")).titles == ["Amersfoort"]
    assert (await get("/agenda")).titles == ["Utrecht", "Amersfoort"]


async def test_the_radius_is_five_kilometres_unless_chosen(get, week):
    page = await get("/agenda?postcode=3512")
    options = page.main.one("select", name="straal").all("option")
    assert [each.attributes["value"] for each in options if "selected" in each.attributes] == ["5"]


async def test_online_and_telephone_stand_apart_with_their_own_count(get, week):
    await list_entries(
        on(6, 12, 1, "Soep"),
        on(6, 10, 2, "Bellen", form="telefoon", **NOWHERE),
        on(6, 11, 3, "Beeldbellen", form="online", municipality_code="GM0014", **NOWHERE),
    )
    page = await get("/agenda?postcode=3512&dag=2027-10-06")
    assert page.titles == ["Soep", "Bellen", "Beeldbellen"]
    assert page.groups == ["Woensdag 6 oktober 1 activiteit", "Ook vanuit huis 2 activiteiten"]
    assert page.days[5] == ("wo", 1)
    assert "1 activiteit gevonden" in page.text


async def test_who_asks_for_the_telephone_finds_it_in_the_list_and_on_the_table(get, week):
    await list_entries(
        on(6, 12, 1, "Soep"),
        on(6, 10, 2, "Bellen", form="telefoon", **NOWHERE),
    )
    page = await get("/agenda?postcode=3512&vorm=telefoon")
    assert (page.titles, page.days[5]) == (["Bellen"], ("wo", 1))


async def test_who_asks_for_a_place_sees_nothing_from_home(get, week):
    await list_entries(on(6, 12, 1, "Soep"), on(6, 10, 2, "Bellen", form="telefoon", **NOWHERE))
    assert (await get("/agenda?postcode=3512&vorm=op-locatie")).titles == ["Soep"]


async def test_of_what_one_joins_from_home_a_few_stand_there_with_a_link_to_the_rest(get, week):
    await list_entries(
        *(on(6, 9, n, f"Bellen {n}", form="telefoon", **NOWHERE) for n in range(1, MOST_FROM_HOME + 3))
    )
    page = await get("/agenda?postcode=3512")
    assert len(page.titles) == MOST_FROM_HOME
    rest = await get(page.link("Bekijk alles wat u vanuit huis kunt doen"))
    assert len(rest.titles) == MOST_FROM_HOME + 2


async def test_at_home_is_found_from_the_postcodes_of_its_municipality(get, week):
    await list_entries(on(6, 12, 1, "Bezoek", form="thuis", **NOWHERE))
    assert (await get("/agenda?postcode=3512")).titles == ["Bezoek"]
    assert (await get("/agenda?postcode=3811&straal=25")).titles == []


async def test_what_is_cancelled_is_struck_and_not_counted_as_something_to_do(get, week):
    await list_entries(on(6, 10, 1, "Koffie"), on(6, 12, 2, "Pannenkoeken", state=EntryState.CANCELLED))
    page = await get("/agenda?postcode=3512")
    (cancelled,) = page.main.all("article", class_="cancelled")
    assert cancelled.one("h3").text == "Pannenkoeken"
    assert cancelled.one("p", class_="side").text == "Gaat niet door"
    assert page.groups == ["Woensdag 6 oktober 1 activiteit, 1 gaat niet door"]
    assert page.days[5] == ("wo", 1)


async def test_what_was_withdrawn_is_gone(get, week):
    await list_entries(on(6, 12, 1, "Reclame", state=EntryState.WITHDRAWN))
    assert (await get("/agenda")).titles == []


async def test_a_day_at_the_table_leads_to_that_day_and_keeps_the_rest(get, week):
    await list_entries(on(5, 12, 1, "Dinsdag"), on(6, 12, 2, "Woensdag"))
    page = await get("/agenda?postcode=3512&straal=10&categorie=samen-eten")
    assert page.invited_day is not None
    wednesday = await get(page.link("wo"))
    assert wednesday.titles == ["Woensdag"]
    assert wednesday.chosen_days == [5]
    assert wednesday.invited_day is None
    assert wednesday.days == page.days
    assert wednesday.chips == ["Woensdag 6 oktober", "Samen eten"]
    assert (await get(wednesday.link("Laat alle dagen zien"))).titles == ["Dinsdag", "Woensdag"]


async def test_the_table_follows_the_filters(get, week):
    await list_entries(on(5, 12, 1, "Soep"), on(6, 12, 2, "Kaarten", category="spel"))
    page = await get("/agenda?postcode=3512&categorie=spel")
    assert [count for _, count in page.days] == [0, 0, 0, 0, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("categorie=spel", ["Kaarten"]),
        ("categorie=spel&categorie=samen-eten", ["Soep", "Kaarten"]),
        ("doelgroep=ouderen", ["Kaarten"]),
        ("doelgroep=ouderen&doelgroep=iedereen", ["Soep", "Kaarten"]),
        ("toegankelijk=ringleiding", ["Kaarten"]),
        ("toegankelijk=ringleiding&toegankelijk=gratis", []),
        ("dagdeel=ochtend", ["Soep"]),
        ("dagdeel=ochtend&dagdeel=avond", ["Soep", "Kaarten"]),
        ("dag=2027-10-05&dag=2027-10-06", ["Soep", "Kaarten"]),
        ("categorie=spel&dagdeel=ochtend", []),
        ("categorie=&doelgroep=", ["Soep", "Kaarten"]),
        ("utm_source=nieuwsbrief", ["Soep", "Kaarten"]),
    ],
)
async def test_repeated_keys_mean_any_of_and_different_ones_and(get, week, query, titles):
    await list_entries(
        on(5, 11, 1, "Soep", accessibility=("gratis",)),
        on(6, 19, 2, "Kaarten", category="spel", audiences=("ouderen",), accessibility=("ringleiding",)),
    )
    assert (await get(f"/agenda?postcode=3512&{query}")).titles == titles


async def test_what_is_for_professionals_appears_only_when_it_is_chosen(get, week):
    await list_entries(
        on(5, 12, 1, "Soep"), on(6, 12, 2, "Training", category="training", is_for_professionals=True)
    )
    for place in ("", "postcode=3512&", "gemeente=utrecht&"):
        assert (await get(f"/agenda?{place}straal=5")).titles == ["Soep"]
        assert (await get(f"/agenda?{place}categorie=training")).titles == ["Training"]


async def test_a_chip_takes_its_choice_away_and_nothing_else(get, week):
    query = (
        "postcode=3512&straal=10&dag=2027-10-06&dag=2027-10-07&dagdeel=avond&categorie=spel"
        "&toegankelijk=gratis&q=warme+soep&vrij=ja"
    )
    page = await get(f"/agenda?{query}")
    assert page.chips == [
        "‘warme soep’", "Woensdag 6 oktober", "Donderdag 7 oktober", "Spelletjes", "Avond", "Gratis",
        "Alleen waar nog plek is",
    ]  # fmt: skip
    for chip, gone in (
        ("‘warme soep’", "&q=warme+soep"),
        ("Woensdag 6 oktober", "&dag=2027-10-06"),
        ("Avond", "&dagdeel=avond"),
        ("Spelletjes", "&categorie=spel"),
        ("Alleen waar nog plek is", "&vrij=ja"),
    ):
        assert page.link(chip) == f"/agenda?{query.replace(gone, '')}"
    assert page.link("Haal alles weg") == "/agenda?postcode=3512&straal=10"


async def test_the_forms_carry_what_they_do_not_ask(get, week):
    page = await get("/agenda?postcode=3512&straal=10&dag=2027-10-06&categorie=spel")
    place, choices = page.main.all("form")

    def hidden(form):
        return [
            (each.attributes["name"], each.attributes["value"]) for each in form.all("input", type="hidden")
        ]

    assert hidden(place) == [("dag", "2027-10-06"), ("categorie", "spel")]
    assert hidden(choices) == [("postcode", "3512"), ("straal", "10"), ("dag", "2027-10-06")]


async def test_a_long_list_is_paged_and_nothing_is_lost_or_doubled(get, week):
    number = 2 * PAGE_SIZE + 3
    await list_entries(*(on(1 + n % 3, 12, n, f"Nummer {n}") for n in range(1, number + 1)))
    for place in ("postcode=3512", "gemeente=utrecht", "straal=5"):
        page = await get(f"/agenda?{place}")
        seen = list(page.titles)
        while "Volgende" in page.text:
            page = await get(page.link("Volgende"))
            seen += page.titles
        assert (len(seen), len(set(seen))) == (number, number)
        assert "Bladzijde 3 van 3" in page.text
        assert (await get(page.link("Vorige"))).text.count("Bladzijde 2 van 3") == 1


async def test_in_the_week_today_comes_first_and_what_is_past_last(get, week, now):
    await list_entries(*(on(day, 12, day, f"Dag {day}") for day in range(1, 9)))
    now.set(at(4, 9))
    for place in ("?postcode=3512", "?gemeente=utrecht", ""):
        page = await get(f"/agenda{place}")
        assert page.titles == [f"Dag {day}" for day in (4, 5, 6, 7, 8, 1, 2, 3)]
        assert page.groups[-1] == "Zondag 3 oktober 1 activiteit · geweest"
        assert page.invited_day == 3


async def test_after_the_week_the_agenda_stays_readable_with_a_notice(get, week, now):
    await list_entries(on(1, 12, 1, "Soep"))
    now.set(at(9, 0))
    page = await get("/agenda?postcode=3512")
    assert page.titles == ["Soep"]
    assert "De week van 1 t/m 8 oktober is voorbij" in page.text
    assert "Zet in mijn agenda" not in page.text


async def test_what_is_over_asks_nobody_to_call_or_sign_up(get, week, now):
    ways = ("telefoon",)
    await list_entries(on(5, 12, 1, "Gisteren", join_ways=ways), on(6, 12, 2, "Straks", join_ways=ways))
    now.set(at(6, 9))
    page = await get("/agenda?postcode=3512")
    sides = [card.one("p", class_="side").text for card in page.main.all("article")]
    assert list(zip(page.titles, sides, strict=True)) == [
        ("Straks", "Bel even van tevoren"),
        ("Gisteren", ""),
    ]


async def test_an_older_edition_is_read_under_its_year(get, make):
    await make.edition(2026)
    await list_entries(entry_values(1, edition_year=2026, starts_at=at(6, 12, year=2026), title="Toen"))
    await make.edition(2027)
    assert (await get("/agenda")).titles == []
    page = await get("/agenda?jaar=2026")
    assert (page.titles, page.h1) == (["Toen"], "Te doen in heel Nederland in 2026")
    assert all("jaar=2026" in link for link in page.links if "dag=" in link)
    assert not list(page.main.all("ul", class_="feed-links"))


async def test_without_any_edition_the_agenda_is_friendly(get):
    page = await get("/agenda?postcode=3512")
    assert page.status == 200
    assert "De tafel wordt nog gedekt" in page.text


async def test_an_empty_day_offers_a_wider_radius_another_day_and_what_is_at_home(get, week):
    await list_entries(
        on(5, 12, 1, "Dinsdag"),
        on(6, 12, 2, "Amersfoort", **AMERSFOORT),
        on(6, 10, 3, "Bellen", form="telefoon", **NOWHERE),
    )
    page = await get("/agenda?postcode=3512&dag=2027-10-06&straal=2")
    assert "Op deze dag is de tafel nog leeg" in page.text
    assert (await get(page.link("Zoek tot 25 kilometer"))).titles[0] == "Amersfoort"
    assert (await get(page.link("Kijk op dinsdag 5 oktober"))).titles[0] == "Dinsdag"
    assert page.link("Doe mee vanuit huis") == "#vanuit-huis"


async def test_an_empty_list_offers_to_let_go_of_choices(get, week):
    await list_entries(on(5, 12, 1, "Soep"))
    page = await get("/agenda?postcode=3512&categorie=spel")
    assert (await get(page.link("Haal uw keuzes weg"))).titles == ["Soep"]


async def test_what_leads_nowhere_is_not_offered(get, week):
    page = await get("/agenda?postcode=3512&dag=2027-10-06")
    empty = page.main.one("section", class_="empty")
    assert [link.text for link in empty.all("a")] == ["0800 000 12 34"]


async def test_search_engines_keep_the_agenda_without_filters(get, week):
    plain, filtered = await get("/agenda"), await get("/agenda?postcode=3512&straal=10&categorie=spel")
    assert (plain.meta("robots"), filtered.meta("robots")) == (None, "noindex")
    assert plain.canonical == "https://komerbij.test/agenda"
    assert filtered.canonical == "https://komerbij.test/agenda?postcode=3512"


async def test_the_feed_beside_the_list_is_that_of_the_same_choices(get, week):
    page = await get("/agenda?postcode=3512&straal=10&dag=2027-10-06&categorie=spel&vorm=online")
    query = "straal=10&categorie=spel&vorm=online"
    assert page.link("iPhone") == f"webcal://komerbij.test/feeds/postcode/3512.ics?{query}"
    help_with_it = page.link("Hoe werkt dat?")
    assert help_with_it == "/abonneren?postcode=3512&straal=10&dag=2027-10-06&categorie=spel&vorm=online"
    municipality = await get("/agenda?gemeente=utrecht")
    assert municipality.link("iPhone") == "webcal://komerbij.test/feeds/gemeente/utrecht.ics"


async def test_everything_everywhere_is_no_feed_for_a_resident(get, week):
    assert not list((await get("/agenda")).main.all("ul", class_="feed-links"))
    assert list((await get("/agenda?vorm=telefoon")).main.all("ul", class_="feed-links"))


async def test_a_card_leads_to_the_page_of_the_activity(get, make):
    soup = await make.activity()
    page = await get("/agenda?postcode=3512")
    assert page.link("Soep aan de lange tafel") == soup.path
    card = page.main.one("article", class_="activity")
    assert card.text.startswith("12.00 tot 13.30 uur Soep aan de lange tafel Bibliotheek Neude, Utrecht")
    assert "Rolstoeltoegankelijk 3,50 euro" in card.text


async def test_an_edition_of_another_length_has_its_own_table(get, make):
    start = clock.local(at(4, 12)).date()
    await make.edition(2027, starts_on=start, ends_on=start + timedelta(days=2))
    assert [weekday for weekday, _ in (await get("/agenda")).days] == ["ma", "di", "wo"]
