"""Where the pin of an activity stands, in words: for who sees no map, or one without a background."""

from dataclasses import dataclass

from weekplanner.core import settings
from weekplanner.core.texts import gettext as _
from weekplanner.geo.directions import Compass, direction
from weekplanner.geo.distance import Point, distance_km
from weekplanner.geo.models import Postcode

IN_THE_MIDDLE_M = 3
"""What is nearer is nowhere else."""
WORDS = {
    Compass.NORTH: _("ten noorden"),
    Compass.NORTH_EAST: _("ten noordoosten"),
    Compass.EAST: _("ten oosten"),
    Compass.SOUTH_EAST: _("ten zuidoosten"),
    Compass.SOUTH: _("ten zuiden"),
    Compass.SOUTH_WEST: _("ten zuidwesten"),
    Compass.WEST: _("ten westen"),
    Compass.NORTH_WEST: _("ten noordwesten"),
}


@dataclass(frozen=True)
class Map:
    """What the page shows; the script reads it too."""

    pc4: str
    place: str
    middle: Point
    pin: Point
    words: str
    directions: tuple[str, ...]
    """In the order of the compass, for the script."""
    tile_url: str
    """Empty when there is no background."""
    tile_attribution: str


def map_of(pin: Point | None, area: Postcode) -> Map:
    """The map around a postcode area, with the pin in it; without one it stands in the middle."""
    middle = Point(area.latitude, area.longitude)
    known = settings.current()
    return Map(
        pc4=area.pc4,
        place=area.place,
        middle=middle,
        pin=pin or middle,
        words=in_words(pin or middle, area),
        directions=tuple(WORDS.values()),
        tile_url=known.tile_url or "",
        tile_attribution=known.tile_attribution or "",
    )


def in_words(pin: Point, area: Postcode) -> str:
    """120 meter ten noorden van het midden van 3512."""
    middle = (area.latitude, area.longitude)
    metres = distance_km(middle, pin) * 1000
    if metres < IN_THE_MIDDLE_M:
        return _("In het midden van %(pc4)s") % {"pc4": area.pc4}
    return _("%(distance)s %(direction)s van het midden van %(pc4)s") % {
        "distance": _distance(metres),
        "direction": WORDS[direction(pin, middle)],
        "pc4": area.pc4,
    }


def _distance(metres: float) -> str:
    if metres < 1000:
        return _("%(number)s meter") % {"number": max(5, round(metres / 5) * 5)}
    return _("%(number)s kilometer") % {"number": f"{metres / 1000:.1f}".replace(".", ",")}
