"""Filling and refreshing the tables of places."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from weekplanner.core import db
from weekplanner.core.facts import announce
from weekplanner.core.progress import Progress
from weekplanner.geo import geonames, package_data
from weekplanner.geo.deriving import Derived, Remark, derive
from weekplanner.geo.distance import Point, middle_of
from weekplanner.geo.facts import PostcodesImported
from weekplanner.geo.geonames import BadFile
from weekplanner.geo.models import (
    Municipality,
    MunicipalitySlugAlias,
    PlaceName,
    Postcode,
    Province,
    ProvinceSlugAlias,
)
from weekplanner.geo.place_names import names_of
from weekplanner.geo.values import MunicipalityValues, NameValues, PostcodeValues, ProvinceValues

ROWS_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import of postcodes did, by postcode."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    unchanged: int
    not_in_file: tuple[str, ...]
    remarks: tuple[Remark, ...]


async def load_package_data() -> None:
    """Fill the tables from the lists in the package, if they are empty."""
    if await Province.exists():
        return
    provinces, municipalities = package_data.provinces(), package_data.municipalities()
    postcodes = package_data.postcodes()
    names = names_of(municipalities, postcodes)
    async with db.transaction():
        await _add_provinces(provinces)
        await _add_municipalities(municipalities)
        await _put_postcodes(postcodes)
        await _add_names(names)


async def import_postcodes(path: Path, *, progress: Progress) -> ImportReport:
    """Refresh the postcodes from a file in the layout of GeoNames' NL.txt, all of it or nothing.

    Postcodes that are not in the file stay as they are. Raises BadFile.
    """
    municipalities, known = await _known_municipalities(), await _known_postcodes()
    derived = await asyncio.to_thread(_derive, path, known, municipalities, progress)
    found = {**known, **derived.postcodes}
    changed = [postcode for pc4, postcode in found.items() if postcode != known.get(pc4)]
    before = [known[postcode.pc4] for postcode in changed if postcode.pc4 in known]
    touched = {postcode.municipality_code for postcode in [*before, *changed]}
    names = names_of(municipalities, found.values())
    async with db.transaction():
        await _put_postcodes(changed)
        await _move_middles(_middles(found, of=touched))
        await _replace_names(names)
        if changed:
            await announce(PostcodesImported(len(changed)))
    return ImportReport(
        added=tuple(postcode.pc4 for postcode in changed if postcode.pc4 not in known),
        changed=tuple(postcode.pc4 for postcode in changed if postcode.pc4 in known),
        unchanged=len(derived.postcodes) - len(changed),
        not_in_file=tuple(pc4 for pc4 in known if pc4 not in derived.postcodes),
        remarks=derived.remarks,
    )


def _derive(
    path: Path,
    known: dict[str, PostcodeValues],
    municipalities: list[MunicipalityValues],
    progress: Progress,
) -> Derived:
    rows = geonames.read(path, progress)
    derived = derive(rows, known=known, municipalities=municipalities, decisions=package_data.decisions())
    if not derived.postcodes:
        raise BadFile(f"{path} holds no postcodes of the Netherlands")
    return derived


async def _known_municipalities() -> list[MunicipalityValues]:
    aliases: dict[str, list[str]] = {}
    for name in await PlaceName.filter(is_alias=True, postcode_id=None):
        aliases.setdefault(name.municipality_id, []).append(name.key)
    return [
        MunicipalityValues(
            code=row.code,
            name=row.name,
            slug=row.slug,
            province_code=row.province_id,
            point=row.point,
            aliases=tuple(aliases.get(row.code, ())),
            slug_aliases=(),
        )
        for row in await Municipality.all()
    ]


async def _known_postcodes() -> dict[str, PostcodeValues]:
    return {
        row.pc4: PostcodeValues(row.pc4, row.place, row.municipality_id, row.point, tuple(row.other_places))
        for row in await Postcode.all().order_by("pc4")
    }


def _middles(postcodes: dict[str, PostcodeValues], *, of: Iterable[str]) -> dict[str, Point]:
    """The middle of each municipality that has postcode areas: the mean of those."""
    points: dict[str, list[Point]] = {code: [] for code in of}
    for postcode in postcodes.values():
        if postcode.municipality_code in points:
            points[postcode.municipality_code].append(postcode.point)
    return {code: middle_of(inside) for code, inside in points.items() if inside}


async def _add_provinces(provinces: Sequence[ProvinceValues]) -> None:
    await Province.bulk_create(
        [Province(code=each.code, name=each.name, slug=each.slug) for each in provinces]
    )
    await ProvinceSlugAlias.bulk_create(
        [
            ProvinceSlugAlias(slug=slug, province_id=each.code)
            for each in provinces
            for slug in each.slug_aliases
        ]
    )


async def _add_municipalities(municipalities: Sequence[MunicipalityValues]) -> None:
    rows = [
        Municipality(
            code=each.code,
            name=each.name,
            slug=each.slug,
            province_id=each.province_code,
            latitude=each.point.latitude,
            longitude=each.point.longitude,
        )
        for each in municipalities
    ]
    await Municipality.bulk_create(rows)
    await MunicipalitySlugAlias.bulk_create(
        [
            MunicipalitySlugAlias(slug=slug, municipality_id=each.code)
            for each in municipalities
            for slug in each.slug_aliases
        ]
    )


async def _put_postcodes(postcodes: Sequence[PostcodeValues]) -> None:
    """Add or change rows."""
    columns = ["place", "other_places", "municipality_id", "latitude", "longitude"]
    rows = [
        Postcode(
            pc4=each.pc4,
            place=each.place,
            other_places=list(each.other_places),
            municipality_id=each.municipality_code,
            latitude=each.point.latitude,
            longitude=each.point.longitude,
        )
        for each in postcodes
    ]
    await Postcode.bulk_create(rows, ROWS_AT_A_TIME, on_conflict=["pc4"], update_fields=columns)


async def _move_middles(middles: dict[str, Point]) -> None:
    rows = await Municipality.filter(code__in=list(middles))
    for row in rows:
        row.latitude, row.longitude = middles[row.code]
    if rows:
        await Municipality.bulk_update(rows, ["latitude", "longitude"], ROWS_AT_A_TIME)


async def _add_names(names: Iterable[NameValues]) -> None:
    rows = [
        PlaceName(
            key=each.key,
            name=each.name,
            is_alias=each.is_alias,
            municipality_id=each.municipality_code,
            postcode_id=each.pc4,
        )
        for each in names
    ]
    await PlaceName.bulk_create(rows, ROWS_AT_A_TIME)


async def _replace_names(names: Sequence[NameValues]) -> None:
    """Make the table hold exactly these names of places; those of municipalities stay as they are."""
    wanted = dict.fromkeys(name for name in names if name.pc4)
    gone = []
    for row in await PlaceName.filter(postcode_id__not_isnull=True):
        values = NameValues(row.key, row.name, row.is_alias, row.municipality_id, row.postcode_id)
        if values in wanted:
            del wanted[values]
        else:
            gone.append(row.id)
    if gone:
        await PlaceName.filter(id__in=gone).delete()
    await _add_names(wanted)
