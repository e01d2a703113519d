"""Reading places: by postcode, by slug, and by whatever a person types."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import one_line
from weekplanner.geo.distance import bounding_box, distance_km
from weekplanner.geo.models import (
    Municipality,
    MunicipalitySlugAlias,
    PlaceName,
    Postcode,
    Province,
    ProvinceSlugAlias,
)
from weekplanner.geo.place_names import LONGEST_NAME, alike, search_key, typed_postcode

MOST_SUGGESTIONS = 6
SHORTEST_KEY = 2
"""A single letter looks like a tenth of all names."""

NEIGHBOURS_WITHIN_KM = 40
"""From middle to middle; from the island of Vlieland four others lie within it."""

# Tortoise raises for a value longer than its column, PostgreSQL for a NUL, also in a filter
_PC4 = re.compile(r"[1-9][0-9]{3}")
_SLUG = re.compile(r"[a-z0-9-]{1,40}")
_CODE = re.compile(r"GM[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Place:
    """Something a person can mean: the postcode area of a place, or without `pc4` a municipality."""

    name: str
    municipality: str
    municipality_slug: str
    province: str
    pc4: str | None


@dataclass(frozen=True, slots=True)
class FoundPlaces:
    """What a typed text means: one thing (`exact`), one of several (`choices`), or nothing known.

    Then `suggestions` are names that look like it; `unknown_pc4` is set when it was a postcode that
    does not exist.
    """

    exact: Place | None = None
    choices: tuple[Place, ...] = ()
    suggestions: tuple[Place, ...] = ()
    unknown_pc4: str | None = None


async def postcode(pc4: str) -> Postcode | None:
    """The postcode area of four digits, with its municipality and province; any text may be asked for."""
    if not _PC4.fullmatch(pc4):
        return None
    return await Postcode.filter(pc4=pc4).select_related("municipality__province").first()


async def lies_in(area: Postcode, name: str) -> bool:
    """Whether a postcode area lies in the place that somebody calls so, in that municipality or near it."""
    key = search_key(name[:LONGEST_NAME])
    if key in map(search_key, (area.place, *area.other_places)):
        return True
    return await PlaceName.filter(key=key, municipality_id=area.municipality_id).exists()


async def municipality(slug: str) -> Municipality:
    """The municipality with this slug, with its province.

    Another word for it answers too: the `slug` of what comes back then differs, and a page redirects.
    Raises NotFound.
    """
    if not _SLUG.fullmatch(slug):
        raise NotFound
    found = await _municipality(slug=slug)
    if found is None and (alias := await MunicipalitySlugAlias.filter(slug=slug).first()):
        found = await _municipality(code=alias.municipality_id)
    if found is None:
        raise NotFound
    return found


async def municipality_by_code(code: str) -> Municipality:
    """The municipality with this code (GM0344), with its province; raises NotFound."""
    found = await _municipality(code=code) if _CODE.fullmatch(code) else None
    if found is None:
        raise NotFound
    return found


async def municipalities() -> list[Municipality]:
    """All municipalities with their provinces, in alphabetical order ('s-Hertogenbosch under the h)."""
    return _alphabetical(await Municipality.all().select_related("province"))


async def municipalities_of(province: Province) -> list[Municipality]:
    """Those of one province, in the same order."""
    return _alphabetical(await Municipality.filter(province_id=province.code))


async def neighbours(municipality: Municipality, *, most: int) -> list[Municipality]:
    """The municipalities whose middles lie nearest to that of this one, the nearest first."""
    box = bounding_box(municipality.point, NEIGHBOURS_WITHIN_KM)
    around = await Municipality.filter(
        latitude__range=(box.south, box.north), longitude__range=(box.west, box.east)
    ).exclude(code=municipality.code)
    return sorted(around, key=lambda one: distance_km(municipality.point, one.point))[:most]


async def provinces() -> list[Province]:
    """The twelve provinces, by name."""
    return await Province.all().order_by("name")


async def province(slug: str) -> Province:
    """The province with this slug; another word for it answers too (see `municipality`). Raises NotFound."""
    if not _SLUG.fullmatch(slug):
        raise NotFound
    found = await Province.filter(slug=slug).first()
    if found is None and (alias := await ProvinceSlugAlias.filter(slug=slug).first()):
        found = await Province.filter(code=alias.province_id).first()
    if found is None:
        raise NotFound
    return found


async def find(text: str) -> FoundPlaces:
    """What a person means who types `text`: digits, a whole postcode, a municipality or another place.

    Any text is allowed. Of a postcode only the four digits are used.
    """
    text = one_line(text)
    if typed := typed_postcode(text):
        found = await postcode(typed.pc4)
        return FoundPlaces(exact=_area(found)) if found else FoundPlaces(unknown_pc4=typed.pc4)
    key = _typed_key(text)
    meant = _meant(await _names([key])) if key else []
    if len(meant) == 1:
        return FoundPlaces(exact=_place(meant[0]))
    if meant:
        return FoundPlaces(choices=tuple(map(_place, meant)))
    return FoundPlaces(suggestions=await _suggestions(key))


def _alphabetical(found: Iterable[Municipality]) -> list[Municipality]:
    return sorted(found, key=lambda one: search_key(one.name.removeprefix("'s-")))


async def _municipality(**key: str) -> Municipality | None:
    return await Municipality.filter(**key).select_related("province").first()


async def _names(keys: Sequence[str]) -> list[PlaceName]:
    query = PlaceName.filter(key__in=keys).select_related("municipality__province")
    return await query.order_by("name", "municipality_id", "id")


def _typed_key(text: str) -> str:
    """The key of what was typed, without the word gemeente in front; nothing is longer than a name."""
    if len(text) > 2 * LONGEST_NAME:
        return ""
    first, _, rest = text.partition(" ")
    return search_key(rest if first.casefold() == "gemeente" and rest else text)[:LONGEST_NAME]


def _meant(names: Sequence[PlaceName]) -> list[PlaceName]:
    """Of everything called the same, what a person may mean.

    A municipality of exactly that name wins. Otherwise, of a place and an other name of its own
    municipality (often that of a municipality it was before a merger), the place itself is meant; but
    where both go by another name, the municipality.
    """
    for name in names:
        if name.postcode_id is None and not name.is_alias:
            return [name]
    places = {name.municipality_id for name in names if name.postcode_id and not name.is_alias}
    known_as = {name.municipality_id for name in names if not name.postcode_id}

    def is_overruled(name: PlaceName) -> bool:
        return name.is_alias and name.municipality_id in (known_as if name.postcode_id else places)

    return [name for name in names if not is_overruled(name)]


async def _suggestions(key: str) -> tuple[Place, ...]:
    """Names that look like what was typed; a place that is called like its municipality is left out."""
    if len(key) < SHORTEST_KEY:
        return ()
    known = await db.rows("SELECT DISTINCT key FROM place_name")
    keys = alike(key, (row["key"] for row in known), most=MOST_SUGGESTIONS)
    names = sorted(await _names(keys), key=lambda name: (keys.index(name.key), name.postcode_id is not None))
    return tuple(_once(map(_place, names)))[:MOST_SUGGESTIONS]


def _once(places: Iterable[Place]) -> Iterable[Place]:
    seen = set()
    for place in places:
        if (what := (search_key(place.name), place.municipality_slug)) not in seen:
            seen.add(what)
            yield place


def _place(name: PlaceName) -> Place:
    return Place(
        name=name.name,
        municipality=name.municipality.name,
        municipality_slug=name.municipality.slug,
        province=name.municipality.province.name,
        pc4=name.postcode_id,
    )


def _area(found: Postcode) -> Place:
    return Place(
        name=found.place,
        municipality=found.municipality.name,
        municipality_slug=found.municipality.slug,
        province=found.municipality.province.name,
        pc4=found.pc4,
    )
