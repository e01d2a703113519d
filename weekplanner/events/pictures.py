"""The picture of an activity as plain values, as pages show it, and how two of them differ."""

from dataclasses import asdict, dataclass
from typing import Any

from weekplanner.core import links
from weekplanner.core.texts import gettext as _
from weekplanner.events.differences import Difference
from weekplanner.events.models import Picture
from weekplanner.formats import images

USUAL_WIDTH = images.WIDTHS[1]
"""For who shows one size only: wide enough for a column of text, light enough for a message."""


@dataclass(frozen=True)
class PictureValues:
    """A picture whose files exist; names and meaning are those of `models.Picture`."""

    stem: str
    alt: str
    width: int
    height: int

    @classmethod
    def of(cls, picture: Picture) -> "PictureValues":
        """As it is stored."""
        return cls(picture.stem, picture.alt, picture.width, picture.height)

    @property
    def srcset(self) -> str:
        """Every file with its width, for the browser to choose from."""
        return ", ".join(f"{self.path(width)} {width}w" for width in images.widths(self.width))

    @property
    def usual_path(self) -> str:
        """The path of the file for who shows one size only."""
        return self.path(self.usual_width)

    @property
    def usual_url(self) -> str:
        """The whole address of that file."""
        return links.url("picture", stem=self.stem, width=self.usual_width)

    @property
    def usual_width(self) -> int:
        """Its width in pixels."""
        return min(self.width, USUAL_WIDTH)

    @property
    def usual_height(self) -> int:
        """Its height in pixels."""
        return round(self.height * self.usual_width / self.width)

    @property
    def widest_url(self) -> str:
        """The whole address of the largest file."""
        return links.url("picture", stem=self.stem, width=self.width)

    def path(self, width: int) -> str:
        """Where the file of this width is found on the site."""
        return links.path("picture", stem=self.stem, width=width)

    def columns(self) -> dict[str, Any]:
        """As the columns of Picture, which are also plain JSON."""
        return asdict(self)


def picture_differences(before: PictureValues | None, after: PictureValues | None) -> list[Difference]:
    """What is another picture, or told otherwise of the same one."""
    if before == after:
        return []
    old, new = before.alt if before else "", after.alt if after else ""
    if before and after and before.stem == after.stem:
        return [Difference("picture_alt", _("Beschrijving van de foto"), old, new)]
    if old == new:
        new = _("%(alt)s (een andere foto)") % {"alt": new}
    return [Difference("picture", _("Foto"), old, new)]
