"""Distances on the globe, between points of latitude and longitude in degrees (WGS84)."""

from collections.abc import Iterable
from math import asin, cos, fsum, radians, sin, sqrt
from typing import NamedTuple

EARTH_RADIUS_KM = 6371.0088
"""Mean radius (IUGG)."""

KM_PER_DEGREE = EARTH_RADIUS_KM * radians(1)


class Point(NamedTuple):
    """A place on the globe."""

    latitude: float
    longitude: float


class Box(NamedTuple):
    """A rectangle of degrees."""

    south: float
    west: float
    north: float
    east: float


def distance_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance between two points (latitude, longitude), by the haversine formula."""
    latitude, other_latitude = radians(one[0]), radians(other[0])
    half_height = sin((other_latitude - latitude) / 2)
    half_width = sin(radians(other[1] - one[1]) / 2)
    chord = half_height * half_height + cos(latitude) * cos(other_latitude) * half_width * half_width
    return 2 * EARTH_RADIUS_KM * asin(min(1.0, sqrt(chord)))


def bounding_box(middle: tuple[float, float], radius_km: float) -> Box:
    """A box that holds every point within `radius_km` of `middle`, and a little more.

    For an index to narrow down what `distance_km` then decides. Not for the poles or the date line.
    """
    height = radius_km / KM_PER_DEGREE
    north, south = middle[0] + height, middle[0] - height
    narrowest = min(cos(radians(north)), cos(radians(south)))
    width = height / narrowest
    return Box(south=south, west=middle[1] - width, north=north, east=middle[1] + width)


def middle_of(points: Iterable[tuple[float, float]]) -> Point:
    """The mean of one or more points, to four decimals (about ten metres)."""
    all_points = list(points)
    latitude, longitude = (fsum(point[axis] for point in all_points) / len(all_points) for axis in (0, 1))
    return Point(round(latitude, 4), round(longitude, 4))
