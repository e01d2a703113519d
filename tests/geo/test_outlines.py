"""The outlines of the provinces on the map: drawn from the postcode areas, and true to them."""

import json
from itertools import pairwise
from math import cos, hypot, radians

import pytest

from weekplanner.core.resources import directory
from weekplanner.geo import package_data
from weekplanner.geo.distance import KM_PER_DEGREE, Point

OUTLINES = directory("static") / "provinces.json"

Ring = list[list[float]]


@pytest.fixture(scope="module")
def rings() -> dict[str, list[Ring]]:
    """By province all its rings, outer ones and holes."""
    features = json.loads(OUTLINES.read_text(encoding="utf-8"))["features"]
    return {
        each["properties"]["code"]: [ring for polygon in each["geometry"]["coordinates"] for ring in polygon]
        for each in features
    }


def is_inside(point: Point, rings: list[Ring]) -> bool:
    """Whether a line to the east crosses the rings an odd number of times."""
    crossed = 0
    for ring in rings:
        for (west, south), (east, north) in pairwise(ring):
            if (south > point.latitude) != (north > point.latitude):
                crossing = west + (east - west) * (point.latitude - south) / (north - south)
                crossed += crossing > point.longitude
    return crossed % 2 == 1


def km_from(point: Point, rings: list[Ring]) -> float:
    """How far it is to the nearest border."""
    stretch = cos(radians(point.latitude))
    found = []
    for ring in rings:
        spots = [((x - point.longitude) * stretch, y - point.latitude) for x, y in ring]
        for (x, y), (to_x, to_y) in pairwise(spots):
            length = (to_x - x) ** 2 + (to_y - y) ** 2
            along = max(0.0, min(1.0, -(x * (to_x - x) + y * (to_y - y)) / length)) if length else 0.0
            found.append(hypot(x + along * (to_x - x), y + along * (to_y - y)))
    return min(found) * KM_PER_DEGREE


def test_every_province_has_an_outline_of_closed_rings(rings):
    assert sorted(rings) == sorted(each.code for each in package_data.provinces())
    open_ones = [ring for several in rings.values() for ring in several if ring[0] != ring[-1]]
    assert open_ones == []


def test_every_postcode_lies_in_its_own_province_or_at_its_border(rings):
    province_of = {each.code: each.province_code for each in package_data.municipalities()}
    elsewhere = [
        (each.pc4, each.place)
        for each in package_data.postcodes()
        if not is_inside(each.point, own := rings[province_of[each.municipality_code]])
        and km_from(each.point, own) > 1
    ]
    assert elsewhere == []


def test_the_outlines_are_small_and_say_where_they_come_from():
    assert OUTLINES.stat().st_size <= 40_000
    assert "© GeoNames" in json.loads(OUTLINES.read_text(encoding="utf-8"))["source"]
