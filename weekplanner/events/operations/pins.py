"""Where an activity stands on the map, when that is not the middle of its postcode area."""

from dataclasses import replace

from weekplanner.core.errors import Refused
from weekplanner.core.texts import gettext as _
from weekplanner.events.operations.steps import area_of
from weekplanner.events.values import ActivityValues
from weekplanner.geo.distance import Point, distance_km
from weekplanner.geo.models import Postcode

FARTHEST_KM = 10.0
DECIMALS = 5
"""About a metre."""


class NoAddress(Refused):
    """Only what happens at an address stands on the map."""

    message = "Vul eerst een postcode in. Dan weten wij waar de kaart begint."


class PinTooFar(Refused):
    """A pin that does not belong to the postcode."""

    def __init__(self, pc4: str) -> None:
        sentence = _("De speld staat meer dan 10 kilometer van %(pc4)s. Zet hem dichterbij")
        super().__init__(sentence % {"pc4": pc4}, field="latitude")


async def with_pin(values: ActivityValues, pin: Point | None) -> ActivityValues:
    """The values with the pin there, or without one; raises NoAddress, UnknownPostcode and PinTooFar."""
    if pin is None:
        return replace(values, pin_latitude=None, pin_longitude=None)
    area = await area_of(values)
    if area is None:
        raise NoAddress
    if not _fits(pin, area):
        raise PinTooFar(area.pc4)
    return replace(
        values, pin_latitude=round(pin.latitude, DECIMALS), pin_longitude=round(pin.longitude, DECIMALS)
    )


async def with_fitting_pin(values: ActivityValues) -> ActivityValues:
    """The values as they can be stored: a pin that does not belong to the postcode any more goes.

    Raises UnknownPostcode.
    """
    area = await area_of(values)
    if area is None or values.pin_latitude is None or values.pin_longitude is None:
        return replace(values, pin_latitude=None, pin_longitude=None)
    is_near = _fits(Point(values.pin_latitude, values.pin_longitude), area)
    return values if is_near else replace(values, pin_latitude=None, pin_longitude=None)


def _fits(pin: Point, area: Postcode) -> bool:
    return distance_km((area.latitude, area.longitude), pin) <= FARTHEST_KM
