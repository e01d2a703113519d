"""Distances between points, and boxes that hold a circle."""

from math import cos, radians, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.geo.distance import KM_PER_DEGREE, Point, bounding_box, distance_km, middle_of

points = st.builds(Point, st.floats(50.7, 53.7), st.floats(3.2, 7.3))


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [((52, 5), (53, 5), 111.195), ((60, 5), (60, 6), 55.597), ((0, 0), (0, 180), 20015.1)],
)
def test_degrees_are_as_long_as_on_the_globe(one, other, km):
    assert distance_km(one, other) == pytest.approx(km, abs=0.05)


@given(points)
def test_a_point_is_at_no_distance_from_itself(point):
    assert distance_km(point, point) == 0


@given(points, points)
def test_the_way_back_is_as_long(one, other):
    assert distance_km(one, other) == pytest.approx(distance_km(other, one))


@given(points, points, points)
def test_a_detour_is_never_shorter(one, between, other):
    detour = distance_km(one, between) + distance_km(between, other)
    assert distance_km(one, other) <= detour + 1e-9


@given(points, st.sampled_from([1, 2, 5, 10, 25]), st.floats(0, 360), st.floats(0, 0.999))
def test_every_point_of_a_circle_lies_in_its_box(middle, radius_km, bearing, part):
    reach = part * radius_km / KM_PER_DEGREE
    north = middle.latitude + reach * cos(radians(bearing))
    east = middle.longitude + reach * sin(radians(bearing)) / cos(radians(middle.latitude))
    inside = distance_km(middle, (north, east)) <= radius_km
    box = bounding_box(middle, radius_km)
    assert not inside or (box.south <= north <= box.north and box.west <= east <= box.east)


@given(points, st.sampled_from([1, 25]))
def test_a_box_is_hardly_larger_than_its_circle(middle, radius_km):
    box = bounding_box(middle, radius_km)
    assert distance_km(middle, (box.north, middle.longitude)) == pytest.approx(radius_km)
    assert distance_km(middle, (middle.latitude, box.east)) <= radius_km * 1.01


def test_the_middle_of_points_is_their_mean():
    assert middle_of([(52.0, 5.0), (52.2, 5.1), (52.1, 5.3)]) == (52.1, 5.1333)
