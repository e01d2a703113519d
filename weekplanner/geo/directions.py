"""Small steps on the globe: some metres to the north or the east, and which way something lies."""

from enum import Enum
from math import atan2, cos, degrees, radians

from weekplanner.geo.distance import KM_PER_DEGREE, Point


class Compass(Enum):
    """The eight directions; the values are their bearings in degrees, clockwise from the north."""

    NORTH = 0
    NORTH_EAST = 45
    EAST = 90
    SOUTH_EAST = 135
    SOUTH = 180
    SOUTH_WEST = 225
    WEST = 270
    NORTH_WEST = 315


def shifted(point: tuple[float, float], *, north_m: float = 0.0, east_m: float = 0.0) -> Point:
    """The point so many metres further; for some kilometres at most, and not at the poles."""
    latitude, longitude = point
    per_degree_m = KM_PER_DEGREE * 1000
    return Point(
        latitude + north_m / per_degree_m, longitude + east_m / (per_degree_m * cos(radians(latitude)))
    )


def direction(of: tuple[float, float], seen_from: tuple[float, float]) -> Compass:
    """Which way one goes; for points some kilometres apart, the curve of the earth does not show."""
    north = of[0] - seen_from[0]
    east = (of[1] - seen_from[1]) * cos(radians(seen_from[0]))
    return Compass(round(degrees(atan2(east, north)) / 45) % 8 * 45)
