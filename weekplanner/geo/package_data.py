"""Reads the lists in data/: provinces, municipalities, postcode areas, and decisions about their source."""

import csv
from pathlib import Path

from weekplanner.geo.distance import Point
from weekplanner.geo.values import Decisions, MunicipalityValues, PostcodeValues, ProvinceValues

DATA = Path(__file__).parent / "data"


def provinces() -> list[ProvinceValues]:
    """The twelve provinces."""
    return [
        ProvinceValues(row["code"], row["name"], row["slug"], _several(row["slug_aliases"]))
        for row in _rows("provinces.csv")
    ]


def municipalities() -> list[MunicipalityValues]:
    """All municipalities, by code."""
    return [
        MunicipalityValues(
            code=row["code"],
            name=row["name"],
            slug=row["slug"],
            province_code=row["province_code"],
            point=_point(row),
            aliases=_several(row["aliases"]),
            slug_aliases=_several(row["slug_aliases"]),
        )
        for row in _rows("municipalities.csv")
    ]


def postcodes() -> list[PostcodeValues]:
    """All postcode areas, in order."""
    return [
        PostcodeValues(
            pc4=row["postcode"],
            place=row["place"],
            municipality_code=row["municipality_code"],
            point=_point(row),
            other_places=_several(row["other_places"]),
        )
        for row in _rows("postcodes.csv")
    ]


def decisions() -> Decisions:
    """What was decided by hand about the GeoNames file."""
    rows = _rows("postcode_decisions.csv")
    return Decisions(
        left_out=frozenset(row["postcode"] for row in rows if row["kind"] == "left-out"),
        main_place_chosen=frozenset(row["postcode"] for row in rows if row["kind"] == "main-place"),
        wrong_points={row["postcode"]: _point(row) for row in rows if row["kind"] == "wrong-coordinate"},
    )


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split(";") if part)


def _point(row: dict[str, str]) -> Point:
    return Point(float(row["latitude"]), float(row["longitude"]))
