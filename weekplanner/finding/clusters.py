"""Points on the map taken together, so that marks on a screen can be told apart and pressed."""

from collections.abc import Iterable, Mapping, Sized
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from math import asinh, cos, pi, radians, tan

from weekplanner.geo.distance import KM_PER_DEGREE, Box, Point

MAX_ZOOM = 18
"""A street; closer by there is nothing that is not seen here."""

APART_PX = 60
"""A mark is up to 56 pixels wide."""

ONE_PLACE_KM = 0.02
"""Doors this close to each other are one place, however closely one looks."""

TILE_PX = 256

_AROUND = tuple(product((-1, 0, 1), repeat=2))


@dataclass(frozen=True, slots=True)
class Cluster:
    """Points that stand as one, where most goes on."""

    at: Point
    points: list[Point]

    @property
    def box(self) -> Box:
        """What just holds all its points."""
        return box_of(self.points)

    @property
    def is_one_place(self) -> bool:
        """Whether looking closer would not tell its points apart."""
        south, west, north, east = self.box
        width = (east - west) * cos(radians(south))
        return max(north - south, width) * KM_PER_DEGREE <= ONE_PLACE_KM


def clusters(there: Mapping[Point, Sized], zoom: int) -> list[Cluster]:
    """Every point in one cluster, no two of them closer than `APART_PX` at this zoom; from north to south.

    The busiest points lead; any other joins a leader that is near, or leads as well.
    """
    scale = TILE_PX * 2**zoom / APART_PX
    found: list[Cluster] = []
    leaders_around: dict[tuple[int, int], list[tuple[float, float, Cluster]]] = {}
    for point in sorted(there, key=lambda each: (-len(there[each]), each)):
        part_x, part_y = _on_the_world(point)
        x, y = part_x * scale, part_y * scale
        column, row = int(x), int(y)
        for leader_x, leader_y, cluster in leaders_around.get((column, row), ()):
            if (x - leader_x) ** 2 + (y - leader_y) ** 2 < 1:
                cluster.points.append(point)
                break
        else:
            cluster = Cluster(point, [point])
            found.append(cluster)
            for to_column, to_row in _AROUND:  # what is nearer than 1 is in one of these
                cell = column + to_column, row + to_row
                leaders_around.setdefault(cell, []).append((x, y, cluster))
    return sorted(found, key=lambda each: (-each.at.latitude, each.at.longitude))


def size_px(box: Box, zoom: int) -> tuple[float, float]:
    """How wide and how high a box is at a zoom."""
    west, south = _on_the_world(Point(box.south, box.west))
    east, north = _on_the_world(Point(box.north, box.east))
    scale = TILE_PX * 2**zoom
    return (east - west) * scale, (south - north) * scale


def box_of(points: Iterable[Point]) -> Box:
    """The smallest box with all of these points, of which there are some."""
    latitudes, longitudes = zip(*points, strict=True)
    return Box(south=min(latitudes), west=min(longitudes), north=max(latitudes), east=max(longitudes))


def is_in(point: Point, box: Box) -> bool:
    """Whether a point is in a box; of two boxes side by side, only in one."""
    return box.south <= point.latitude < box.north and box.west <= point.longitude < box.east


@lru_cache(maxsize=32_768)
def _on_the_world(point: Point) -> tuple[float, float]:
    """In Web Mercator (EPSG:3857), as parts of the whole world: from the west, and from the north."""
    return point.longitude / 360 + 0.5, 0.5 - asinh(tan(radians(point.latitude))) / (2 * pi)
