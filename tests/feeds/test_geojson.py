"""GeoJSON for maps: every moment that has a place, as RFC 7946 has it."""

import json
from typing import Any

import pytest
from geojson_pydantic import Feature, FeatureCollection, Point

from tests.listing.entries import entry_values, list_entries
from weekplanner.listing.models import EntryState
from weekplanner.listing.values import Details


@pytest.fixture(autouse=True)
async def _edition(make):
    await make.edition(2027)


@pytest.fixture
def features(site):
    """What stands on the map of a feed, read by the models of the RFC."""

    async def read(selection: str = "land") -> list[Feature[Point, dict[str, Any]]]:
        content = (await site.feed_response(selection, "geojson")).content
        collection = FeatureCollection[Feature[Point, dict[str, Any]]].model_validate_json(content)
        assert "crs" not in json.loads(content)  # §4: always WGS 84
        return list(collection.features)

    return read


async def test_a_moment_stands_at_its_door_else_in_the_middle_of_its_postcode(features):
    await list_entries(
        entry_values(1, price_cents=250), entry_values(2, details=Details(pin=(52.09123456, 5.12345678)))
    )
    found = {str(feature.id): feature for feature in await features()}
    at_postcode, at_door = found[entry_values(1).uid], found[entry_values(2).uid]
    assert at_postcode.geometry.coordinates == (5.1196, 52.0935)
    assert at_door.geometry.coordinates == (5.123457, 52.091235)
    assert at_postcode.properties == {
        "uid": entry_values(1).uid,
        "title": "Soep aan de lange tafel",
        "summary": "Een kom verse soep en goed gezelschap.",
        "url": "https://komerbij.test/activiteiten/soep-aan-de-lange-tafel-1",
        "start": "2027-10-06T12:00:00+02:00",
        "end": "2027-10-06T13:30:00+02:00",
        "status": "confirmed",
        "form": "op-locatie",
        "category": "samen-eten",
        "venue": "Bibliotheek Neude",
        "place": "Utrecht",
        "municipality": "GM0344",
        "organisation": "Buurthuis De Linde",
        "price": 2.5,
    }


async def test_what_has_no_place_is_on_no_map(features):
    await list_entries(
        entry_values(1, form="online", latitude=None, longitude=None),
        entry_values(2, form="thuis", latitude=None, longitude=None),
        entry_values(3, latitude=None, longitude=None),
    )
    assert await features() == await features("land?vorm=online") == []


async def test_what_was_called_off_is_marked_and_what_was_taken_down_is_gone(features):
    await list_entries(entry_values(1), entry_values(2))
    await list_entries(
        entry_values(1, state=EntryState.CANCELLED), entry_values(2, state=EntryState.WITHDRAWN)
    )
    assert [(each.id, each.properties["status"]) for each in await features()] == [
        (entry_values(1).uid, "cancelled")
    ]


async def test_what_leaves_a_selection_leaves_its_map_whatever_stands_around_it(features):
    await list_entries(*(entry_values(number) for number in range(1, 4)))
    everyone = [str(each.id) for each in await features("gemeente/utrecht")]
    assert len(everyone) == 3
    by_uid = {entry_values(number).uid: number for number in range(1, 4)}
    for gone in (everyone[0], everyone[2], everyone[1]):  # the first, the last, the only one
        await list_entries(entry_values(by_uid[gone], municipality_code="GM0014"))
        everyone.remove(gone)
        assert [str(each.id) for each in await features("gemeente/utrecht")] == everyone
