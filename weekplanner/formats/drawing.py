"""A sheet to draw on: SVG paths and the symbols of static/icons.svg, filled and stroked by Pillow."""

import math
import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from weekplanner.core import resources

FINER = 2
"""Everything is drawn this many times as large and then made smaller: smooth edges."""
PIECES = 20
"""Straight pieces in a curve."""

Point = tuple[float, float]
_TOKEN = re.compile(r"[a-zA-Z]|-?\d*\.?\d+")
_NUMBERS = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
_SVG = "{http://www.w3.org/2000/svg}"


class Place(NamedTuple):
    """Where a drawing's own zero comes, and how large its unit is."""

    x: float = 0
    y: float = 0
    scale: float = 1


NOWHERE_ELSE = Place()


class Sheet:
    """A picture in the making, measured in its final pixels."""

    def __init__(self, width: int, height: int) -> None:
        self._image = Image.new("RGB", (width * FINER, height * FINER))
        self._draw = ImageDraw.Draw(self._image)

    def save(self, to: Path) -> None:
        """Write it as a JPEG."""
        self._image.reduce(FINER).save(to, "JPEG", quality=90)

    def save_plain(self, to: Path) -> None:
        """Write it as a PNG of a few dozen colours: small, and sharp where there are letters."""
        drawn = self._image.reduce(FINER).quantize(96, dither=Image.Dither.NONE)
        drawn.save(to, "PNG", optimize=True)

    def write(self, text: str, x: float, baseline: float, font: FreeTypeFont, colour: str) -> None:
        """Write a line of letters; `font` is `FINER` times as large as it will be seen."""
        self._draw.text((x * FINER, baseline * FINER), text, fill=colour, font=font, anchor="ls")

    def fill(self, path: str, colour: str, place: Place = NOWHERE_ELSE) -> None:
        """Fill what `path`, in SVG's letters, encloses."""
        for line in lines(path):
            if len(line) > 2:
                self._draw.polygon(_placed(line, place), fill=colour)

    def stroke(
        self, path: str, colour: str, width: float, place: Place = NOWHERE_ELSE, *, is_round: bool = True
    ) -> None:
        """Draw along `path`, with round corners and, mostly, ends."""
        thickness = max(1, round(width * place.scale * FINER))
        for line in lines(path):
            points = _placed(line, place)
            self._draw.line(points, fill=colour, width=thickness, joint="curve")
            for point in (points[0], points[-1]) if is_round else ():
                self._draw.circle(point, thickness / 2 - 0.5, fill=colour)

    def oval(
        self, x: float, y: float, rx: float, ry: float, colour: str, place: Place = NOWHERE_ELSE
    ) -> None:
        """A filled oval around a point."""
        corners = _placed([(x - rx, y - ry), (x + rx, y + ry)], place)
        self._draw.ellipse(corners, fill=colour)

    def box(
        self, x: float, y: float, width: float, height: float, colour: str, *, round_by: float = 0
    ) -> None:
        """A filled rectangle from its upper left corner."""
        corners = _placed([(x, y), (x + width, y + height)], Place())
        self._draw.rounded_rectangle(corners, round_by * FINER, fill=colour)

    def symbol(self, name: str, colour: str, place: Place, *, line_width: float = 1.9) -> None:
        """A symbol of the site; parts that name no colour of their own get `colour`."""
        for part in _symbols()[name]:
            fill = _own(part.get("fill", "none" if name.startswith("i-") else "currentColor"), colour)
            drawn = part.get("stroke", "currentColor" if name.startswith("i-") else "none")
            path = _path_of(part)
            if fill is not None:
                self.fill(path, fill, place)
            if drawn != "none":
                width = float(part.get("stroke-width", line_width))
                is_round = name.startswith("i-") or part.get("stroke-linecap") == "round"
                self.stroke(path, _own(drawn, colour) or colour, width, place, is_round=is_round)


def _placed(points: list[Point], place: Place) -> list[Point]:
    return [((place.x + x * place.scale) * FINER, (place.y + y * place.scale) * FINER) for x, y in points]


def _own(wanted: str, colour: str) -> str | None:
    return {"none": None, "currentColor": colour}.get(wanted, wanted)


@cache
def _symbols() -> dict[str, list[ElementTree.Element]]:
    tree = ElementTree.parse(resources.directory("static") / "icons.svg")  # noqa: S314 - our own file
    return {symbol.attrib["id"]: list(symbol) for symbol in tree.iter(f"{_SVG}symbol")}


def _path_of(part: ElementTree.Element) -> str:
    """The outline of an SVG shape in the letters of a path."""
    kind = part.tag.removeprefix(_SVG)
    if kind == "path":
        return part.attrib["d"]
    number = {name: float(value) for name, value in part.attrib.items() if re.fullmatch(r"[\d.]+", value)}
    if kind == "rect":
        x, y, width, height = (number[name] for name in ("x", "y", "width", "height"))
        r = number.get("rx", 0)
        corner = f"A{r} {r} 0 0 1"
        return (
            f"M{x + r} {y}H{x + width - r}{corner} {x + width} {y + r}V{y + height - r}"
            f"{corner} {x + width - r} {y + height}H{x + r}{corner} {x} {y + height - r}V{y + r}"
            f"{corner} {x + r} {y}Z"
        )
    rx, ry = number.get("r", number.get("rx", 0)), number.get("r", number.get("ry", 0))
    left, right, y = number["cx"] - rx, number["cx"] + rx, number["cy"]
    return f"M{left} {y}A{rx} {ry} 0 0 1 {right} {y}A{rx} {ry} 0 0 1 {left} {y}Z"


@cache
def lines(path: str) -> list[list[Point]]:
    """The lines of points that `path` describes (SVG 2 §9.3)."""
    found: list[list[Point]] = []
    x = y = control_x = control_y = 0.0
    for letter, numbers in _steps(path):
        kind = letter.upper()
        if letter.islower():
            numbers = _absolute(kind, numbers, x, y)
        if kind == "S":
            kind, numbers = "C", [2 * x - control_x, 2 * y - control_y, *numbers]
        if kind == "M":
            found.append([(numbers[0], numbers[1])])
        elif kind == "Z":
            found[-1].append(found[-1][0])
        else:
            found[-1].extend(_reached(kind, numbers, x, y))
        x, y = found[-1][-1]
        control_x, control_y = numbers[2:4] if kind == "C" else (x, y)
    return found


def _steps(path: str) -> Iterator[tuple[str, list[float]]]:
    tokens = _TOKEN.findall(path)
    letter, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            letter, at = tokens[at], at + 1
        count = _NUMBERS[letter.upper()]
        yield letter, [float(token) for token in tokens[at : at + count]]
        at += count
        letter = {"M": "L", "m": "l"}.get(letter, letter)


def _absolute(kind: str, numbers: list[float], x: float, y: float) -> list[float]:
    if kind in "HV":
        return [numbers[0] + (x if kind == "H" else y)]
    first = len(numbers) - 2 if kind == "A" else 0
    return [
        number + (0 if at < first else x if (at - first) % 2 == 0 else y) for at, number in enumerate(numbers)
    ]


def _reached(kind: str, numbers: list[float], x: float, y: float) -> list[Point]:
    if kind == "H":
        return [(numbers[0], y)]
    if kind == "V":
        return [(x, numbers[0])]
    if kind == "A":
        return _arc((x, y), numbers)
    points = [(x, y), *zip(numbers[::2], numbers[1::2], strict=True)]
    return (
        points[1:] if len(points) == 2 else [_bezier(points, step / PIECES) for step in range(1, PIECES + 1)]
    )


def _bezier(points: list[Point], at: float) -> Point:
    while len(points) > 1:  # de Casteljau
        points = [(ax + (bx - ax) * at, ay + (by - ay) * at) for (ax, ay), (bx, by) in pairwise(points)]
    return points[0]


def _arc(start: Point, numbers: list[float]) -> list[Point]:
    """An upright elliptical arc (SVG 2 §B.2.4; none of our drawings turns its axes)."""
    rx, ry, _, is_large, is_clockwise, *end = numbers
    (ax, ay), (bx, by) = (start[0] / rx, start[1] / ry), (end[0] / rx, end[1] / ry)
    half_x, half_y = (bx - ax) / 2, (by - ay) / 2
    half = math.hypot(half_x, half_y)
    radius = max(1.0, half)
    away = math.sqrt(radius**2 - half**2) / half * (1 if is_large != is_clockwise else -1)
    cx, cy = ax + half_x - half_y * away, ay + half_y + half_x * away
    first, last = math.atan2(ay - cy, ax - cx), math.atan2(by - cy, bx - cx)
    turn = (last - first) % (2 * math.pi) if is_clockwise else -((first - last) % (2 * math.pi))
    angles = [first + turn * step / PIECES for step in range(1, PIECES + 1)]
    return [((cx + radius * math.cos(angle)) * rx, (cy + radius * math.sin(angle)) * ry) for angle in angles]
