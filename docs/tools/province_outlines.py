# /// script
# requires-python = ">=3.11"
# dependencies = ["shapely>=2.1"]
# ///
"""Draws the provinces for the map: `uv run --script docs/tools/province_outlines.py`.

There is no map of the country in the postcode data, but the middles of four thousand postcode areas say
well enough where each province lies: every spot belongs to the province of the nearest middle, as far as
people live around it. Run it again after the lists in `weekplanner/geo/data` changed.
"""

import csv
import json
import sys
from itertools import groupby
from math import cos, radians
from pathlib import Path

import shapely
from shapely import MultiPoint, MultiPolygon, Point, Polygon

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "weekplanner" / "geo" / "data"
OUTLINES = ROOT / "static" / "provinces.json"

SOURCE = "Postcodegegevens: © GeoNames (https://www.geonames.org/), CC BY 4.0, bewerkt."

KM_PER_DEGREE = 111.195
STRETCH = cos(radians(52.2))
"""How much shorter a degree of longitude is than one of latitude, in the middle of the country."""

REACH_KM = 5.5
"""People this far apart, and twice as far, live on the same land: what lies between is drawn."""
SHORE_KM = 1.6
"""How far the land goes on behind the outermost postcode areas."""
SMALLEST_GAP_KM2 = 150.0
"""A smaller gap in the land is a wood or a heath."""
TOLERANCE_KM = 0.9
DECIMALS = 3
"""About a hundred metres."""


def main() -> None:
    """Read the postcodes, write the outlines."""
    province_of = {row["code"]: row["province_code"] for row in _rows("municipalities.csv")}
    province_at: dict[Point, str] = {}
    for row in _rows("postcodes.csv"):
        point = Point(
            float(row["longitude"]) * STRETCH * KM_PER_DEGREE, float(row["latitude"]) * KM_PER_DEGREE
        )
        province_at.setdefault(point, province_of[row["municipality_code"]])
    names = {row["code"]: row["name"] for row in _rows("provinces.csv")}
    codes, areas = zip(*sorted(_areas(province_at).items()), strict=True)
    simple = shapely.coverage_simplify(list(areas), TOLERANCE_KM)
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": names[code]},
            "geometry": {"type": "MultiPolygon", "coordinates": _degrees(area)},
        }
        for code, area in zip(codes, simple, strict=True)
    ]
    outlines = {"type": "FeatureCollection", "source": SOURCE, "features": features}
    OUTLINES.write_text(
        json.dumps(outlines, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    sys.stdout.write(f"{OUTLINES.relative_to(ROOT)}: {OUTLINES.stat().st_size / 1000:.1f} kB\n")


def _areas(province_at: dict[Point, str]) -> dict[str, Polygon | MultiPolygon]:
    """By province the land that is nearest to a postcode area of it."""
    points = list(province_at)
    land = _without_gaps(shapely.union_all(shapely.buffer(points, REACH_KM)).buffer(SHORE_KM - REACH_KM))
    cells = shapely.voronoi_polygons(MultiPoint(points), extend_to=land.envelope, ordered=True).geoms
    by_province = sorted(zip(province_at.values(), cells, strict=True), key=lambda each: each[0])
    return {
        code: shapely.intersection(shapely.union_all([cell for _code, cell in several]), land)
        for code, several in groupby(by_province, key=lambda each: each[0])
    }


def _without_gaps(land: MultiPolygon) -> MultiPolygon:
    return MultiPolygon(
        Polygon(each.exterior, [ring for ring in each.interiors if Polygon(ring).area > SMALLEST_GAP_KM2])
        for each in land.geoms
    )


def _degrees(area: Polygon | MultiPolygon) -> list[list[list[list[float]]]]:
    """As GeoJSON has it (RFC 7946 §3.1.7): longitude first, holes after the outer ring."""
    polygons = area.geoms if isinstance(area, MultiPolygon) else [area]
    return [
        [_ring(ring) for ring in (polygon.exterior, *polygon.interiors)]
        for polygon in shapely.orient_polygons(list(polygons))
    ]


def _ring(ring: shapely.LinearRing) -> list[list[float]]:
    spots = [
        [round(x / STRETCH / KM_PER_DEGREE, DECIMALS), round(y / KM_PER_DEGREE, DECIMALS)]
        for x, y in ring.coords
    ]
    return [spot for spot, _same in groupby(spots)]


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
