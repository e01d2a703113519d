"""What a reviewer last saw of an activity, or what was published without a review."""

from dataclasses import dataclass
from typing import Any

from weekplanner.events.differences import Difference, differences
from weekplanner.events.pictures import PictureValues, picture_differences
from weekplanner.events.values import ActivityValues

PICTURE = "picture"


@dataclass(frozen=True)
class Reviewed:
    """Everything that counts in a review: what is filled in, and the picture with it."""

    values: ActivityValues
    picture: PictureValues | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON."""
        return {**self.values.to_json(), PICTURE: self.picture.columns() if self.picture else None}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Reviewed":
        """From what `to_json` made; before there were pictures, nothing was kept of them."""
        values = {name: value for name, value in kept.items() if name != PICTURE}
        picture = kept.get(PICTURE)
        return cls(ActivityValues.from_json(values), PictureValues(**picture) if picture else None)

    def differences(self, now: "Reviewed") -> list[Difference]:
        """What reads or looks different since."""
        return [*differences(self.values, now.values), *picture_differences(self.picture, now.picture)]
