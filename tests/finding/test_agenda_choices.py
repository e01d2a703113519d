"""What one can choose beside the agenda, what each choice would lead to, and the ways on without them."""

import re
from random import Random

import pytest

from tests.finding.reading import Element, Page
from tests.finding.test_agenda import AMERSFOORT, NEUDE, NOWHERE, on
from tests.listing.entries import entry_values, list_entries
from tests.make import at
from weekplanner.listing.models import EntryState
from weekplanner.vocabulary.queries import vocabulary

KEYS = {"categorie", "doelgroep", "toegankelijk", "vorm", "dagdeel", "vrij"}
_COUNTED = re.compile(r"(.*) \(([\d.]+)\)")


def boxes(page: Page) -> list[tuple[str, str, int]]:
    """Every box to tick: its key, its value and the number behind its words."""
    found = []
    for label in page.main.all("label", class_="choice"):
        box, counted = label.one("input"), _COUNTED.fullmatch(label.text)
        assert counted, label.text
        found.append((box.attributes["name"], box.attributes["value"], int(counted[2].replace(".", ""))))
    return found


def filters_form(page: Page) -> Element:
    return page.main.one("form", class_="filters")


def number_found(page: Page) -> int:
    said = re.match(r"([\d.]+) activiteit", page.main.one("div", role="status").text)
    assert said
    return int(said[1].replace(".", ""))


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("q=breien", ["Breien"]),
        ("q=BREIEN++sjaal", ["Breien"]),
        ("q=breien+kaarten", []),
        ("q=", ["Breien", "Kaarten", "Dansen"]),
        ("vrij=ja", ["Breien", "Kaarten"]),
        ("vrij=", ["Breien", "Kaarten", "Dansen"]),
        ("vrij=ja&dagdeel=avond", ["Kaarten"]),
        ("q=kaarten&vrij=ja&categorie=spel&dag=2027-10-06&straal=1", ["Kaarten"]),
        ("vorm=op-locatie&q=dans", ["Dansen"]),
    ],
)
async def test_words_and_places_left_are_keys_like_the_others(get, week, query, titles):
    await list_entries(
        on(5, 11, 1, "Breien", summary="Neem uw sjaal mee"),
        on(6, 19, 2, "Kaarten", category="spel", places_free=3),
        on(6, 20, 3, "Dansen", places_free=0),
    )
    assert (await get(f"/agenda?postcode=3512&{query}")).titles == titles


async def test_the_table_follows_words_and_places_left(get, week):
    await list_entries(on(5, 11, 1, "Breien"), on(6, 19, 2, "Breien", places_free=0), on(7, 19, 3, "Kaarten"))
    page = await get("/agenda?postcode=3512&q=breien&vrij=ja&dag=2027-10-06")
    assert [count for _, count in page.days] == [0, 0, 0, 0, 1, 0, 0, 0]


async def test_the_box_keeps_what_was_typed_and_the_forms_keep_it_for_each_other(get, week):
    page = await get("/agenda?postcode=3512&q=%E2%80%98Warme%E2%80%99+soep&vrij=ja")
    place, form = page.main.one("form", class_="place-form"), filters_form(page)
    assert form.one("input", name="q").attributes["value"] == "‘Warme’ soep"
    ticked = [box for box in page.main.all("input", type="checkbox") if "checked" in box.attributes]
    assert [(box.attributes["name"], box.attributes["value"]) for box in ticked] == [("vrij", "ja")]
    hidden = {box.attributes["name"] for box in place.all("input", type="hidden")}
    assert hidden == {"q", "vrij"}
    assert {box.attributes["name"] for box in form.all("input", type="hidden")} == {"postcode"}


async def test_every_choice_is_offered_with_a_number_also_where_that_is_nothing(get, week):
    await list_entries(on(5, 11, 1, "Soep", audiences=("ouderen",)))
    found = boxes(await get("/agenda?postcode=3512"))
    lists = vocabulary()
    offered = {key: [value for name, value, _count in found if name == key] for key in KEYS}
    assert offered == {
        "categorie": list(lists.categories),
        "doelgroep": list(lists.audiences),
        "toegankelijk": list(lists.accessibility),
        "vorm": list(lists.forms),
        "dagdeel": list(lists.parts_of_day),
        "vrij": ["ja"],
    }
    assert ("doelgroep", "ouderen", 1) in found
    assert ("doelgroep", "mannen", 0) in found


async def test_a_number_tells_how_much_the_choice_leads_to(get, week):
    """Of any agenda: ticking a box instead of the others of its key gives as many as it says."""
    random = Random(2027)
    lists = vocabulary()
    await list_entries(
        *(
            on(
                random.randint(4, 6),
                random.randint(8, 21),
                number,
                random.choice(("Breien", "Kaarten")),
                state=random.choice((*[EntryState.LISTED] * 4, EntryState.CANCELLED)),
                category=random.choice(("samen-eten", "spel", "training")),
                audiences=tuple(random.sample(("ouderen", "mannen", "iedereen"), 2)),
                accessibility=tuple(random.sample(("gratis", "ringleiding", "prikkelarm"), 2)),
                places_free=random.choice((None, 0, 4)),
                **random.choice(
                    ({}, AMERSFOORT, {"form": "telefoon", **NOWHERE}, {"form": "thuis", **NOWHERE})
                ),
            )
            for number in range(1, 80)
        )
    )
    for _ in range(8):
        asked = {
            "straal": random.choice((["5"], ["25"])),
            "dag": random.choice(([], ["2027-10-05"])),
            "q": random.choice(([], ["breien"])),
            "vrij": random.choice(([], ["ja"])),
            "vorm": random.choice(([], ["op-locatie"], ["telefoon"], ["thuis", "online"])),
            "categorie": random.choice(([], ["spel"], ["samen-eten", "training"])),
            "toegankelijk": random.choice(([], ["gratis"])),
            "doelgroep": random.choice(([], ["ouderen"])),
            "dagdeel": random.choice(([], ["avond"])),
        }
        page = await get(_agenda(asked))
        offered = sorted(boxes(page), key=lambda box: (box[2] == 0, random.random()))
        for key, value, count in [*offered[:5], offered[-1]]:
            also = asked[key] if key == "toegankelijk" else []
            there = await get(_agenda({**asked, key: [*dict.fromkeys((*also, value))]}))
            assert number_found(there) == count, (asked, key, value)
    assert lists.categories["training"].is_for_professionals


def _agenda(asked: dict[str, list[str]]) -> str:
    pairs = [f"{key}={value}" for key, values in asked.items() for value in values]
    return "/agenda?" + "&".join(["postcode=3512", *pairs])


async def test_what_nobody_told_about_access_is_not_said_to_be_missing(get, week):
    page = await get("/agenda?postcode=3512")
    (needs,) = [each for each in page.main.all("fieldset") if each.one("legend").text == "Wat heeft u nodig?"]
    described_by = needs.attributes["aria-describedby"]
    assert needs.one("p", id=described_by).text.endswith("misschien kan het toch.")


async def test_list_and_map_lead_to_each_other_with_all_that_was_asked(get, week):
    await list_entries(*(on(6, 12, number, "Soep") for number in range(1, 32)))
    page = await get("/agenda?postcode=3512&straal=10&dag=2027-10-06&vrij=ja&q=soep&pagina=2")
    switch = page.main.one("ul", class_="view-switch")
    assert [(link.text, link.attributes.get("aria-current")) for link in switch.all("a")] == [
        ("Lijst", "true"),
        ("Kaart", None),
    ]
    query = "postcode=3512&straal=10&dag=2027-10-06&q=soep&vrij=ja"
    assert page.link("Lijst") == f"/agenda?{query}"
    assert page.link("Kaart") == f"/agenda/kaart?{query}"
    assert (await get(page.link("Kaart"))).status == 200


async def test_who_finds_nothing_is_led_on_without_the_words_or_without_all_choices(get, week):
    await list_entries(on(5, 12, 1, "Soep"), on(5, 12, 2, "Kaarten", category="spel"))
    page = await get("/agenda?postcode=3512&q=kaarten&categorie=samen-eten")
    assert (await get(page.link("Zoek zonder ‘kaarten’"))).titles == ["Soep"]
    assert (await get(page.link("Haal uw keuzes weg"))).titles == ["Soep", "Kaarten"]


async def test_only_ways_on_that_lead_to_something_are_offered(get, week):
    await list_entries(on(5, 12, 1, "Soep"), on(6, 12, 2, "Pannenkoeken", state=EntryState.CANCELLED))
    page = await get("/agenda?postcode=3512&q=kaarten&dag=2027-10-06&vrij=ja")
    empty = page.main.one("section", class_="empty")
    assert [link.text for link in empty.all("a")] == ["0800 000 12 34"]


async def test_an_older_edition_keeps_its_year_and_is_not_followed(get, make, now):
    await make.edition(2026)
    await list_entries(
        *(
            entry_values(number, edition_year=2026, starts_at=at(6, 12, year=2026), title="Toen", **NEUDE)
            for number in range(1, 32)
        )
    )
    await make.edition(2027)
    page = await get("/agenda?postcode=3512&jaar=2026&q=toen")
    assert all("jaar=2026" in page.link(words) for words in ("Volgende", "Lijst", "Kaart", "vr"))
    assert "jaar=2026" in page.link("‘toen’")
    assert "De week van 1 t/m 8 oktober is voorbij" in page.text
    assert not list(page.main.all("section", class_="wall"))
    assert page.link("Naar de agenda van nu") == "/agenda"


async def test_full_is_said_and_nothing_is_promised(get, week):
    await list_entries(on(6, 12, 1, "Vol huis", places_free=0), on(6, 13, 2, "Ruim", places_free=6))
    page = await get("/agenda?postcode=3512")
    sides = [card.one("p", class_="side").text for card in page.main.all("article")]
    assert sides == ["Vol, wachtlijst", "Plaats voor 6 mensen"]
