"""The names people may type for a place: how they are compared, what they lead to, and which are alike."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from weekplanner.core.text_cleaning import normalised
from weekplanner.geo.distance import distance_km, middle_of
from weekplanner.geo.values import MunicipalityValues, NameValues, PostcodeValues

SAME_PLACE_KM = 8
"""Postcode areas of one name that lie this near are one place, also across a municipal border."""

LONGEST_NAME = 80
_ALIKE = 0.7
_PROVINCES_IN_SHORT = {"dr", "fl", "fr", "gld", "gn", "l", "lb", "nb", "nh", "ov", "ut", "z", "zh", "zld"}
_POSTCODE = re.compile(r"([1-9][0-9]{3})\W*([A-Za-z]{2})?(?![0-9A-Za-z])", re.ASCII)


@dataclass(frozen=True, slots=True)
class TypedPostcode:
    """A postcode as somebody typed it; of a resident's only `pc4` is ever used."""

    pc4: str
    letters: str

    def __str__(self) -> str:
        """As it is written on an envelope: 3511 AB."""
        return f"{self.pc4} {self.letters}" if self.letters else self.pc4


def typed_postcode(text: str) -> TypedPostcode | None:
    """The postcode that `text` is or begins with, in any spelling: 3511, 3511ab, "3511 AB Utrecht"."""
    match = _POSTCODE.match(unicodedata.normalize("NFKC", text.strip()[:LONGEST_NAME]))
    return TypedPostcode(match[1], (match[2] or "").upper()) if match else None


def search_key(name: str) -> str:
    """A name as it is compared: letters and digits only, without accents and spaces, St. as Sint."""
    return "".join("sint" if word == "st" else word for word in normalised(name).split())


def names_of(
    municipalities: Iterable[MunicipalityValues], postcodes: Iterable[PostcodeValues]
) -> list[NameValues]:
    """Every name that can be found: of municipalities, of places, and the other names of both."""
    names = [*_names_of_municipalities(municipalities), *_names_of_places(postcodes)]
    return list(dict.fromkeys(names))


def _names_of_municipalities(municipalities: Iterable[MunicipalityValues]) -> Iterable[NameValues]:
    for municipality in municipalities:
        own_key = search_key(municipality.name)
        yield NameValues(own_key, municipality.name, False, municipality.code, None)
        for alias in municipality.aliases:
            if (key := search_key(alias)) != own_key:
                yield NameValues(key, municipality.name, True, municipality.code, None)


@dataclass(frozen=True, slots=True)
class _Area:
    """A postcode area in which a place lies; often the place is the main one of the area."""

    name: str
    postcode: PostcodeValues
    is_main: bool


def _names_of_places(postcodes: Iterable[PostcodeValues]) -> Iterable[NameValues]:
    areas: defaultdict[str, list[_Area]] = defaultdict(list)
    for postcode in postcodes:
        for name in (postcode.place, *postcode.other_places):
            areas[search_key(name)].append(_Area(name, postcode, name == postcode.place))
    for key, areas_of_name in areas.items():
        for place in _places(areas_of_name):
            name = Counter(area.name for area in place).most_common(1)[0][0]
            middle = _middle(place)
            yield NameValues(key, name, False, middle.municipality_code, middle.pc4)
            if shorter := _without_province(name):
                yield NameValues(shorter, name, True, middle.municipality_code, middle.pc4)


def _places(areas: Sequence[_Area]) -> list[list[_Area]]:
    """Split areas of one name into places that lie apart."""
    places: list[list[_Area]] = []
    for area in areas:
        near = [place for place in places if any(_are_near(area, other) for other in place)]
        places = [place for place in places if place not in near]
        places.append([other for place in near for other in place] + [area])
    return places


def _are_near(one: _Area, other: _Area) -> bool:
    if one.postcode.municipality_code == other.postcode.municipality_code:
        return True
    return distance_km(one.postcode.point, other.postcode.point) <= SAME_PLACE_KM


def _middle(place: Sequence[_Area]) -> PostcodeValues:
    """The area nearest the middle of a place; areas where it is the main place count before others."""
    areas = [area.postcode for area in place if area.is_main] or [area.postcode for area in place]
    middle = middle_of(area.point for area in areas)
    return min(areas, key=lambda area: (distance_km(area.point, middle), area.pc4))


def _without_province(name: str) -> str | None:
    """The key of "Loo Gld" or "Rijswijk (NB)" without what tells it from others of that name."""
    *words, last = normalised(name).split()
    return search_key(" ".join(words)) if words and last in _PROVINCES_IN_SHORT else None


def alike(key: str, keys: Iterable[str], *, most: int) -> list[str]:
    """What somebody may have meant who typed `key`, best first: the same beginning, or spelled alike."""
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    scored = []
    for candidate in keys:
        if candidate.startswith(key):
            scored.append((2.0, -len(candidate), candidate))
        elif len(candidate) > 3 and key.startswith(candidate):
            scored.append((1.0, len(candidate), candidate))
        elif (ratio := _ratio(matcher, candidate)) >= _ALIKE:
            scored.append((ratio, -len(candidate), candidate))
    scored.sort(key=lambda item: (-item[0], -item[1], item[2]))
    return [candidate for _, _, candidate in scored[:most]]


def _ratio(matcher: "SequenceMatcher[str]", candidate: str) -> float:
    """How alike two names are, 0 to 1; 0 as soon as it cannot be enough, which is cheap to know."""
    matcher.set_seq1(candidate)
    if matcher.real_quick_ratio() < _ALIKE or matcher.quick_ratio() < _ALIKE:
        return 0.0
    return matcher.ratio()
