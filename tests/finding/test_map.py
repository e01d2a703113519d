"""The map: what the list has and has a place, taken together where it stands too close to tell apart."""

import random
from dataclasses import replace
from typing import Any

import pytest

from tests.listing.entries import entry_values, list_entries
from tests.make import at
from weekplanner.finding.clusters import APART_PX, MAX_ZOOM, size_px
from weekplanner.finding.map_points import MOST_MARKS, MOST_TOLD
from weekplanner.geo.distance import Box
from weekplanner.listing.models import EntryState

NEUDE = (52.0935, 5.1196)
DOM = (52.0907, 5.1214)
AMERSFOORT = (52.1561, 5.3878)
SENTENCES = (
    "Dit stuk van de kaart kunnen wij niet laten zien.",
    "Deze keuze kennen wij niet.",
    "Deze dag bestaat niet.",
    "Kies een postcode of een gemeente, niet allebei.",
)
NOWHERE = {"pc4": None, "latitude": None, "longitude": None}
WHOLE = {"zoom": 7, "south": 50, "west": 3, "north": 54, "east": 8}


def there(number: int, point: tuple[float, float], title: str = "Soep", hour: int = 12, **changes: Any):
    """An activity at a point; nobody pointed out its door."""
    place = {"latitude": point[0], "longitude": point[1]}
    return entry_values(number, starts_at=at(6, hour), title=title, **{**place, **changes})


def around(point: tuple[float, float], zoom: int) -> dict[str, float]:
    """A piece of the map the size of a telephone."""
    half = 200 * 360 / (256 * 2**zoom)
    sides = {
        "south": point[0] - half,
        "north": point[0] + half,
        "west": point[1] - half,
        "east": point[1] + half,
    }
    return {"zoom": zoom, **{name: round(value, 6) for name, value in sides.items()}}


@pytest.fixture
def marks(site):
    """What stands on a piece of the map."""

    async def ask(query: str = "", **piece: float) -> list[dict[str, Any]]:
        asked = "&".join([*filter(None, [query]), *(f"{key}={value}" for key, value in piece.items())])
        answer = await site.get(f"/agenda/kaart.json?{asked}")
        assert answer.status_code == 200, answer.text
        return answer.json()["marks"]

    return ask


async def test_a_place_tells_what_is_on_there(marks, week):
    await list_entries(
        there(1, NEUDE, "Soep", hour=12),
        there(2, NEUDE, "Soep", hour=18, activity_id=1, state=EntryState.CANCELLED),
        there(3, NEUDE, "Zingen", hour=10, places_free=0),
    )
    (mark,) = await marks(**around(NEUDE, 14))
    assert mark == {
        "at": [*NEUDE],
        "box": [[*NEUDE], [*NEUDE]],
        "number": 3,
        "label": "3 activiteiten bij Bibliotheek Neude, Utrecht",
        "place": "Bibliotheek Neude, Utrecht",
        "activities": [
            {
                "title": "Zingen",
                "url": "/activiteiten/soep-aan-de-lange-tafel-3",
                "place": "Bibliotheek Neude, Utrecht",
                "moments": [{"when": "Woensdag 6 oktober, 10.00 tot 11.30 uur", "note": "Vol, wachtlijst"}],
            },
            {
                "title": "Soep",
                "url": "/activiteiten/soep-aan-de-lange-tafel-1",
                "place": "Bibliotheek Neude, Utrecht",
                "moments": [
                    {"when": "Woensdag 6 oktober, 12.00 tot 13.30 uur", "note": ""},
                    {"when": "Woensdag 6 oktober, 18.00 tot 19.30 uur", "note": "Gaat niet door"},
                ],
            },
        ],
        "more": 0,
    }


async def test_what_does_not_go_on_is_counted_apart(site, week):
    await list_entries(
        there(1, NEUDE),
        there(2, DOM),
        there(3, DOM, state=EntryState.CANCELLED),
        there(4, DOM, state=EntryState.CANCELLED),
    )
    piece = "&".join(f"{key}={value}" for key, value in around(NEUDE, 14).items())
    answer = await site.get(f"/agenda/kaart.json?{piece}")
    assert answer.json()["summary"] == "2 activiteiten op dit stuk van de kaart, 2 gaan niet door"
    await list_entries(there(4, DOM), there(3, DOM))
    answer = await site.get(f"/agenda/kaart.json?{piece}")
    assert answer.json()["summary"] == "4 activiteiten op dit stuk van de kaart"


async def test_an_activity_stands_where_its_door_is(marks, week):
    values = there(1, NEUDE)
    await list_entries(replace(values, details=replace(values.details, pin=DOM)))
    assert [mark["at"] for mark in await marks(**around(DOM, 16))] == [[*DOM]]


async def test_places_apart_are_a_cluster_from_afar_and_two_places_near_by(marks, week):
    await list_entries(there(1, NEUDE, "Soep"), there(2, NEUDE, "Zingen"), there(3, DOM, "Wandelen"))
    (cluster,) = await marks(**WHOLE)
    assert cluster == {
        "at": [*NEUDE],
        "box": [[DOM[0], NEUDE[1]], [NEUDE[0], DOM[1]]],
        "number": 3,
        "label": "3 activiteiten rond Utrecht: kijk dichterbij",
    }
    near_by = await marks(**around(NEUDE, 16))
    assert [(each["at"], each["number"]) for each in near_by] == [([*NEUDE], 2), ([*DOM], 1)]
    assert near_by[1]["label"] == "Wandelen, Bibliotheek Neude, Utrecht"


@pytest.mark.parametrize("zoom", [7, 14, MAX_ZOOM])
async def test_doors_a_few_steps_apart_are_one_place_at_every_zoom(marks, week, zoom):
    next_door = (NEUDE[0] + 0.0001, NEUDE[1] + 0.0001)
    await list_entries(there(1, NEUDE, "Soep"), there(2, next_door, "Zingen"))
    (mark,) = await marks(**around(NEUDE, zoom))
    assert [each["title"] for each in mark["activities"]] == ["Soep", "Zingen"]


async def test_the_marks_hold_all_that_the_list_has_with_a_place(site, marks, week):
    drawn = random.Random(7)
    some = [
        there(
            number,
            (drawn.uniform(51.2, 53.2), drawn.uniform(4.5, 6.8)) if number % 3 else NEUDE,
            category=drawn.choice(["samen-eten", "wandelen-bewegen"]),
            form=drawn.choice(["op-locatie", "op-locatie", "thuis", "online"]),
        )
        for number in range(1, 91)
    ]
    await list_entries(*some)
    west = {**WHOLE, "east": 5.1196}
    east = {**WHOLE, "west": 5.1196}
    for query, categories in (
        ("", {"samen-eten", "wandelen-bewegen"}),
        ("categorie=wandelen-bewegen", {"wandelen-bewegen"}),
        ("vorm=op-locatie&vorm=online&q=soep", {"samen-eten", "wandelen-bewegen"}),
        ("dag=2027-10-06&categorie=samen-eten", {"samen-eten"}),
        ("dag=2027-10-05", set()),
        ("vorm=online", set()),
    ):
        wanted = sum(each.keys.form == "op-locatie" and each.keys.category in categories for each in some)
        for zoom in (6, 7, 9):
            pieces = [{**west, "zoom": zoom}, {**east, "zoom": zoom}]
            found = [mark["number"] for piece in pieces for mark in await marks(query, **piece)]
            assert sum(found) == wanted, (query, zoom)


async def test_marks_stand_apart_and_are_read_from_north_to_south(marks, week):
    drawn = random.Random(3)
    points = [(drawn.uniform(52.0, 52.2), drawn.uniform(5.0, 5.3)) for _ in range(80)]
    await list_entries(*(there(number, point) for number, point in enumerate(points, 1)))
    found = [mark["at"] for mark in await marks(**around((52.1, 5.15), 10))]
    assert found == sorted(found, reverse=True)
    for number, one in enumerate(found):
        for other in found[number + 1 :]:
            box = Box(
                south=min(one[0], other[0]), west=min(one[1], other[1]),
                north=max(one[0], other[0]), east=max(one[1], other[1]),
            )  # fmt: skip
            width, height = size_px(box, 10)
            assert width**2 + height**2 > (APART_PX - 1) ** 2


async def test_a_circle_holds_what_the_list_has_around_the_postcode(marks, week):
    await list_entries(there(1, NEUDE, "Soep"), there(2, AMERSFOORT, "Zingen", municipality_code="GM0307"))
    assert [mark["number"] for mark in await marks("postcode=3511", **WHOLE)] == [1]
    assert [mark["number"] for mark in await marks("postcode=3511&straal=25", **WHOLE)] == [2]
    assert [mark["at"] for mark in await marks("gemeente=amersfoort", **WHOLE)] == [[*AMERSFOORT]]


async def test_what_changes_is_on_the_map_at_once(marks, week):
    await list_entries(there(1, NEUDE))
    assert (await marks(**around(NEUDE, 14)))[0]["activities"][0]["moments"][0]["note"] == ""
    await list_entries(there(1, AMERSFOORT, state=EntryState.CANCELLED))
    assert await marks(**around(NEUDE, 15)) == []
    (moved,) = await marks(**around(AMERSFOORT, 14))
    assert moved["activities"][0]["moments"][0]["note"] == "Gaat niet door"


async def test_a_busy_place_is_told_when_it_is_asked_for(marks, week):
    busy = [there(number, NEUDE, f"Soep {number}", activity_id=number) for number in range(1, MOST_TOLD + 6)]
    await list_entries(*busy, there(500, DOM, "Wandelen"))
    both = await marks(**around(NEUDE, 16))
    assert [(each["number"], "activities" in each) for each in both] == [(MOST_TOLD + 5, False), (1, True)]
    (south, west), (north, east) = both[0]["box"]
    edge = 0.00002
    box = {"south": south - edge, "west": west - edge, "north": north + edge, "east": east + edge}
    (told,) = await marks(zoom=MAX_ZOOM, **{name: f"{value:.5f}" for name, value in box.items()})
    assert (len(told["activities"]), told["more"]) == (MOST_TOLD, 5)


async def test_an_answer_stays_small_however_much_there_is(site, week):
    title, venue = "Hottentottententententoonstelling " * 3, "Lang " * 20
    await list_entries(
        *(
            there(number, (52.0 + number // 20 * 0.016, 5.0 + number % 20 * 0.026), title, venue=venue)
            for number in range(1, 401)
        )
    )
    answer = await site.get("/agenda/kaart.json?zoom=12&south=51.9&north=52.4&west=4.9&east=5.6")
    found = answer.json()["marks"]
    assert sum(mark["number"] for mark in found) == 400
    assert 100 < len(found) <= MOST_MARKS
    assert len(answer.content) <= 100_000


@pytest.mark.parametrize(
    "query",
    [
        "zoom=19&south=52&north=52.001&west=5&east=5.001",
        "zoom=-1&south=52&north=52.1&west=5&east=5.1",
        "zoom=1.5&south=52&north=52.1&west=5&east=5.1",
        "zoom=7",
        "zoom=7&south=52&north=53&west=5",
        "zoom=7&south=53&north=52&west=5&east=6",
        "zoom=7&south=52&north=53&west=6&east=5",
        "zoom=7&south=52&north=nan&west=5&east=6",
        "zoom=7&south=52&north=1e2&west=5&east=6",
        "zoom=7&south=-90&north=90&west=5&east=6",
        "zoom=18&south=52&north=53&west=5&east=6",
        "categorie=onzin",
        "dag=morgen",
        "waar=Utrecht",
        "postcode=1234&gemeente=utrecht",
    ],
)
async def test_a_piece_that_is_none_is_refused_with_a_sentence(get, week, query):
    page = await get(f"/agenda/kaart.json?{query}")
    assert page.status == 400
    assert any(sentence in page.text for sentence in SENTENCES)


async def test_the_page_leads_to_the_list_and_says_what_is_only_there(get, week):
    await list_entries(
        there(1, NEUDE), there(2, NEUDE, form="thuis"), there(3, NEUDE, form="telefoon", **NOWHERE)
    )
    page = await get("/agenda/kaart?postcode=3511&categorie=samen-eten")
    assert page.h1 == "Te doen rond 3511 Utrecht, op de kaart"
    assert "2 activiteiten gevonden" in page.text
    assert "2 activiteiten staan niet op de kaart: u doet thuis, online of met de telefoon mee." in page.text
    in_the_list = "/agenda?postcode=3511&categorie=samen-eten"
    assert page.link("Naar de lijst") == page.link("Lijst") == in_the_list
    assert page.chips == ["Samen eten"]
    assert page.days[5] == ("wo", 2)
    assert "/agenda/kaart?postcode=3511&dag=2027-10-06&categorie=samen-eten" in page.links


async def test_without_a_script_one_is_sent_to_the_list(get, week):
    page = await get("/agenda/kaart?postcode=3511&dag=2027-10-06")
    without = page.main.one("noscript")
    assert "Alles staat in de lijst" in without.text
    assert without.one("a").attributes["href"] == "/agenda?postcode=3511&dag=2027-10-06"


async def test_a_place_that_is_typed_becomes_the_address_of_its_map(site, week):
    answer = await site.get("/agenda/kaart?waar=3511AB&vorm=op-locatie&pagina=3")
    assert answer.headers["location"] == "/agenda/kaart?postcode=3511&vorm=op-locatie"


async def test_before_there_is_a_week_there_is_no_map(site):
    assert "De tafel wordt nog gedekt" in (await site.get("/agenda/kaart")).text
    assert (await site.get("/agenda/kaart.json")).status_code == 400
