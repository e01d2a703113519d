"""The form that puts an activity on the map: two numbers, and buttons that change them a little."""

from enum import Enum
from typing import Any

from starlette.datastructures import FormData

from weekplanner.core.texts import gettext as _
from weekplanner.events.forms import parsing
from weekplanner.events.forms.fields import TypedField
from weekplanner.events.forms.steps import StepForm
from weekplanner.geo.directions import shifted
from weekplanner.geo.distance import Point

STEP_M = 25


class Move(Enum):
    """A small step, by the value that its button posts."""

    NORTH = "noord"
    EAST = "oost"
    SOUTH = "zuid"
    WEST = "west"


_STEPS = {
    Move.NORTH: {"north_m": STEP_M},
    Move.EAST: {"east_m": STEP_M},
    Move.SOUTH: {"north_m": -STEP_M},
    Move.WEST: {"east_m": -STEP_M},
}


class DegreesField(TypedField):
    """A latitude or longitude, to five decimals: about a metre."""

    def read(self, text: str) -> float:
        """As people write it: 52,09321."""
        degrees = parsing.degrees_of(text)
        if degrees is None:
            raise ValueError(_("Schrijf het getal zo: 52,09321"))
        return degrees

    def written(self, value: float | None) -> str:
        """52,09321."""
        return "" if value is None else f"{value:.5f}".replace(".", ",")

    def show(self, value: float) -> None:
        """Stand there instead of what was posted."""
        self.data = value
        self.raw_data = []


class PinForm(StepForm):
    """Where the pin stands."""

    latitude = DegreesField(_("Graden noord"), description=_("Bijvoorbeeld 52,09321."))
    longitude = DegreesField(_("Graden oost"), description=_("Bijvoorbeeld 5,11912."))

    @property
    def point(self) -> Point | None:
        """Where it stands now; None for the middle, and for what cannot be read."""
        if self.latitude.data is None or self.longitude.data is None:
            return None
        return Point(self.latitude.data, self.longitude.data)

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """Whether both numbers can be read; both empty is the middle."""
        super().validate(*arguments, **options)
        empty = [field for field in (self.latitude, self.longitude) if field.data is None]
        if len(empty) == 1 and not empty[0].errors:
            empty[0].errors = [_("Vul beide getallen in")]
        return not self.all_errors

    def show(self, point: Point) -> None:
        """Put it there."""
        self.latitude.show(point.latitude)
        self.longitude.show(point.longitude)

    def only_moves(self, posted: FormData, *, middle: Point) -> bool:
        """Do what a button does to the pin; answers whether that was all it is for."""
        wanted = posted.get("move")
        move = next((each for each in Move if each.value == wanted), None)
        if move is not None:
            self.show(shifted(self.point or middle, **_STEPS[move]))
        elif "middle" in posted:
            self.show(middle)
        else:
            return False
        for field in (self.latitude, self.longitude):
            field.errors = []
            field.process_errors = []
        return True
