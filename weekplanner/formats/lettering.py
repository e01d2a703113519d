"""Letters for drawings and paper: the typefaces, what they have letters for, and how a text fits."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path

import fontpkg_atkinson_hyperlegible as atkinson
import fontpkg_bricolage_grotesque as bricolage
import fontpkg_noto_sans as noto
import fontpkg_noto_sans_arabic as noto_arabic
from PIL import ImageFont
from PIL.ImageFont import FreeTypeFont

from weekplanner.core.text_cleaning import clean
from weekplanner.formats.drawing import FINER

MORE = "…"
MISSING = "\ufffd"
"""What Unicode has for a character that cannot be shown; Noto draws it as a question mark on a diamond."""
_BRICOLAGE = bricolage.ROOT / "files" / "BricolageGrotesque[opsz,wdth,wght].ttf"
_JOINER = "\u200d"
_SPACES = " \u00a0\n"
"""What paper needs; there are some twenty others."""
_NO_CHARACTER = "\uffff"
"""Unicode gives it to nobody, so every typeface draws its box for what it does not have."""


class Face(Enum):
    """A typeface: its file, and where in its range it stands."""

    HEADING = (_BRICOLAGE, (96, 780, 100))
    """Axes: optical size, weight, width."""
    FIGURES = (_BRICOLAGE, (24, 640, 100))
    """For days and times too: its zero has no slash."""
    TEXT = (atkinson.ROOT / "files" / "AtkinsonHyperlegible-Regular.ttf", ())
    OTHER_SCRIPTS = (noto.ROOT / "files" / "NotoSans[wdth,wght].ttf", ())
    """Greek and Cyrillic, for one, and the letters of every language in Latin ones."""
    ARABIC = (noto_arabic.ROOT / "files" / "NotoSansArabic[wdth,wght].ttf", ())


PRINTED = (Face.TEXT, Face.OTHER_SCRIPTS, Face.ARABIC)
"""Of texts on paper, in the order in which they are looked through for a letter."""


@cache
def font(face: Face, size: int) -> FreeTypeFont:
    """A typeface as large as a `Sheet` wants it, to be seen `size` pixels high."""
    path, axes = face.value
    made = ImageFont.truetype(Path(path), size * FINER)
    if axes:
        made.set_variation_by_axes(list(axes))
    return made


def width(text: str, face: Face, size: int) -> float:
    """How wide a line is, in pixels as seen."""
    return font(face, size).getlength(text) / FINER


def known(text: str, face: Face) -> str:
    """`text` without what the typeface has no letters for, such as other scripts and emoji."""
    composed = unicodedata.normalize("NFC", text)
    letters = "".join(each for each in composed if each.isspace() or _has(face, each))
    return " ".join(letters.split())


def legible(text: str, faces: Sequence[Face]) -> str:
    """`text`, with a sign in place of every letter, with its accents, that none of the typefaces has.

    Nothing is left out in silence, but what is invisible anyhow.
    """
    return "".join(
        letter
        if letter in _SPACES or any(all(_has(face, each) for each in letter) for face in faces)
        else MISSING
        for letter in _letters(clean(text))
    )


def _letters(text: str) -> list[str]:
    """Each character with the accents and joiners that belong to it; a line end is one by itself."""
    letters: list[str] = []
    for character in text:
        if character.isspace() and character not in _SPACES:
            character = " "
        if letters and (_joins(character) or letters[-1].endswith(_JOINER)):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _joins(character: str) -> bool:
    return character == _JOINER or unicodedata.category(character).startswith("M")


def directories() -> list[Path]:
    """Where the typefaces lie, for a program that looks for them by name."""
    return sorted({Path(path).parent for path, _axes in (face.value for face in Face)})


@cache
def _has(face: Face, character: str) -> bool:
    drawn = _unshaped(face)
    return bytes(drawn.getmask(character)) != bytes(drawn.getmask(_NO_CHARACTER))


@cache
def _unshaped(face: Face) -> FreeTypeFont:
    """A letter for each character: shaping would put two boxes where some character is in two parts."""
    return ImageFont.truetype(Path(face.value[0]), 16, layout_engine=ImageFont.Layout.BASIC)


@dataclass(frozen=True)
class Fitted:
    """A text in lines that fit, and how large its letters are."""

    lines: tuple[str, ...]
    size: int


def fitted(
    text: str, face: Face, sizes: Iterable[int], *, width_px: float, height_px: float, leading: float
) -> Fitted:
    """The largest of `sizes`, from large to small, in which `text` fits; at the last its end is left out.

    A line of letters of size 40 is 40 × `leading` pixels high.
    """
    for size in sizes:
        lines = _lines(text, face, size, width_px)
        most_lines = max(1, int(height_px / (size * leading)))
        if len(lines) <= most_lines:
            return Fitted(tuple(_evened_out(lines, text, face, size, width_px)), size)
    *kept, last = lines[:most_lines]
    while last and width(last + MORE, face, size) > width_px:
        last = last[:-1].rstrip()
    return Fitted((*kept, last + MORE), size)


def _evened_out(lines: list[str], text: str, face: Face, size: int, width_px: float) -> list[str]:
    """As many lines, about as long as each other: a last word does not stand alone."""
    narrower = width_px
    while len(lines) > 1 and narrower > width_px / 2:
        narrower -= width_px / 40
        tried = _lines(text, face, size, narrower)
        if len(tried) > len(lines):
            break
        lines = tried
    return lines


def _lines(text: str, face: Face, size: int, width_px: float) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, face, size) <= width_px:
            lines[-1] = longer
        else:
            lines += _pieces(word, face, size, width_px)
    return [line for line in lines if line]


def _pieces(word: str, face: Face, size: int, width_px: float) -> list[str]:
    """A word, broken where it is wider than a line by itself."""
    pieces = [""]
    for letter in word:
        if width(pieces[-1] + letter, face, size) <= width_px:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces
