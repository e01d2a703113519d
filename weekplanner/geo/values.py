"""What the tables of this package hold, as plain values."""

from dataclasses import dataclass

from weekplanner.geo.distance import Point


@dataclass(frozen=True, slots=True)
class ProvinceValues:
    """A province, with the other words that its address answers to."""

    code: str
    name: str
    slug: str
    slug_aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MunicipalityValues:
    """A municipality, with its everyday and former names."""

    code: str
    name: str
    slug: str
    province_code: str
    point: Point
    aliases: tuple[str, ...]
    slug_aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostcodeValues:
    """A postcode area: its main place, the other places in it, and about the middle of its addresses."""

    pc4: str
    place: str
    municipality_code: str
    point: Point
    other_places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NameValues:
    """A name people may type, as it is compared (`key`) and shown; without `pc4` it is a municipality."""

    key: str
    name: str
    is_alias: bool
    municipality_code: str
    pc4: str | None


@dataclass(frozen=True, slots=True)
class Decisions:
    """What was decided by hand about the source of the postcodes.

    `left_out` are no postcode areas where people live, the main place of `main_place_chosen` stays, and
    `wrong_points` are coordinates that are not believed.
    """

    left_out: frozenset[str]
    main_place_chosen: frozenset[str]
    wrong_points: dict[str, Point]
