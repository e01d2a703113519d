"""QR codes, as drawings that print sharply at any size."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import groupby

import segno

QUIET_ZONE = 4
"""White modules around the code (ISO/IEC 18004 §9.1): without them a scanner cannot find its edge."""
ANY_MASK = 0


@dataclass(frozen=True)
class Drawing:
    """A QR code with the white around it."""

    svg: bytes
    margin: float
    """How wide the white is at each side, as a part of the whole."""


@dataclass(frozen=True)
class Path:
    """A QR code as one line of an SVG in a page: its dark modules, and the side of the square around it."""

    side: int
    line: str


def path(text: str) -> Path:
    """`text` as a line that a page draws itself, so that it is there without a further request.

    Raises ValueError for a text that does not fit.
    """
    code = _code(text)
    runs = "".join(
        f"M{start + QUIET_ZONE} {row + QUIET_ZONE}.5h{length}"
        for row, modules in enumerate(code.matrix)
        for start, length in _runs(modules)
    )
    return Path(len(code.matrix) + 2 * QUIET_ZONE, runs)


def svg(text: str) -> bytes:
    """`text` as an SVG image of its own, on white; the same bytes each time.

    Raises ValueError for a text that does not fit: about 2,300 characters.
    """
    return _saved(_code(text), light="#fff")


def png_of_random(text: str) -> bytes:
    """A text that is mostly chance as a PNG image, for mail: four pixels to a module; see `for_paper`."""
    file = BytesIO()
    _code(text, mask=ANY_MASK).save(file, kind="png", border=QUIET_ZONE, scale=4)
    return file.getvalue()


def for_paper(text: str, *, is_random: bool = False) -> Drawing:
    """The same for what is white already, where one must know at which place the code itself begins.

    Masks keep large areas of one colour out of a code (ISO/IEC 18004 §7.8). Comparing all eight takes most of
    the time, and where the text is mostly chance, as a signature is, there is nothing in it to choose.
    """
    code = _code(text, mask=ANY_MASK if is_random else None)
    return Drawing(_saved(code, light=None), QUIET_ZONE / code.symbol_size(border=QUIET_ZONE)[0])


def _runs(modules: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where dark modules begin in a row, and how many stand beside each other."""
    at = 0
    for is_dark, group in groupby(modules):
        length = len(list(group))
        if is_dark:
            yield at, length
        at += length


def _code(text: str, *, mask: int | None = None) -> segno.QRCode:
    """Level M still reads with 15 % of it smudged (ISO/IEC 18004 §8.5)."""
    return segno.make(text, error="m", boost_error=False, micro=False, mask=mask)


def _saved(code: segno.QRCode, *, light: str | None) -> bytes:
    file = BytesIO()
    code.save(file, kind="svg", border=QUIET_ZONE, omitsize=True, light=light, svgclass=None, lineclass=None)
    return file.getvalue()
