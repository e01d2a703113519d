"""The picture of a kit, as pages show it."""

from dataclasses import dataclass

from weekplanner.core import links
from weekplanner.formats import images
from weekplanner.kits.models.catalogue import Kit

USUAL_WIDTH = images.WIDTHS[0]
"""For who shows one size only."""


@dataclass(frozen=True)
class KitPicture:
    """A picture whose files exist; what its columns are called in Kit, begins with `picture_`."""

    stem: str
    alt: str
    width: int
    height: int

    @property
    def srcset(self) -> str:
        """Every file with its width, for the browser to choose from."""
        return ", ".join(f"{self._path(width)} {width}w" for width in images.widths(self.width))

    @property
    def usual_path(self) -> str:
        """The path of the file for who shows one size only."""
        return self._path(min(self.width, USUAL_WIDTH))

    def _path(self, width: int) -> str:
        return links.path("kit_picture", stem=self.stem, width=width)


def picture_of(kit: Kit) -> KitPicture | None:
    """The picture of a kit, if it has one."""
    if not kit.picture_stem:
        return None
    return KitPicture(kit.picture_stem, kit.picture_alt, kit.picture_width, kit.picture_height)
