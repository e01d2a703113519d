"""Reads postcodes in the layout of GeoNames' NL.txt: a row per postcode and place, tab-separated.

Columns: country, postcode (3511 or 3511 AB), place, then name and code of province, municipality and a
third level, latitude, longitude, accuracy (6 the mean of addresses, 4 a place, nothing an estimate).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weekplanner.core.errors import Refused
from weekplanner.core.progress import Progress
from weekplanner.core.text_cleaning import one_line
from weekplanner.geo.distance import Point
from weekplanner.geo.place_names import LONGEST_NAME, search_key, typed_postcode

COLUMNS = 12
LONGEST_LINE_BYTES = 4_000
SOUTH_WEST = Point(50.7, 3.2)
NORTH_EAST = Point(53.7, 7.3)


class BadFile(Refused):
    """The file cannot be read; nothing of it is used."""


class BadLine(BadFile):
    """A line of the file cannot be read; nothing of the file is used."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row; the municipality as the file gives it: by code, by name, or not at all."""

    pc4: str
    place: str
    municipality_name: str
    municipality_code: str
    point: Point
    accuracy: int


def read(path: Path, progress: Progress) -> Iterator[SourceRow]:
    """The rows of the Netherlands, one by one; raises BadFile, with the line if there is one to name."""
    try:
        size, done = path.stat().st_size, 0
        with path.open("rb") as file:
            lines = iter(lambda: file.readline(LONGEST_LINE_BYTES), b"")
            for number, line in enumerate(lines, start=1):
                done += len(line)
                if number % 1_000 == 0 or done == size:
                    progress(done, size)
                try:
                    row = _row(line)
                except BadLine as bad:
                    raise BadFile(f"{path}, line {number}: {bad.what}") from None
                if row:
                    yield row
    except OSError as error:
        raise BadFile(f"{path} cannot be read: {error.strerror}") from error


def _row(line: bytes) -> SourceRow | None:
    """One line of the file; None for an empty one or another country."""
    try:
        cells = line.decode("utf-8-sig").rstrip("\r\n").split("\t")
    except UnicodeDecodeError:
        raise BadLine("this is not text in UTF-8") from None
    if not line.strip() or (len(cells) == COLUMNS and cells[0] != "NL"):
        return None
    if len(cells) != COLUMNS:
        raise BadLine(f"there are {len(cells)} columns separated by tabs instead of {COLUMNS}")
    typed = typed_postcode(cells[1])
    if typed is None:
        raise BadLine("the postcode is not four digits, with or without two letters")
    return SourceRow(
        pc4=typed.pc4,
        place=_place(cells[2]),
        municipality_name=one_line(cells[5]),
        municipality_code=cells[6].strip(),
        point=_point(cells[9], cells[10]),
        accuracy=_accuracy(cells[11]),
    )


def _place(cell: str) -> str:
    """A place name with a capital, as in De Lutte; 's-Gravenhage stays as it is."""
    place = one_line(cell)
    if not search_key(place) or len(place) > LONGEST_NAME:
        raise BadLine("the name of the place is missing or too long")
    return place[0].upper() + place[1:]


def _point(latitude: str, longitude: str) -> Point:
    try:
        point = Point(float(latitude), float(longitude))
    except ValueError:
        raise BadLine("latitude and longitude are not numbers") from None
    if not all(low <= value <= high for low, value, high in zip(SOUTH_WEST, point, NORTH_EAST, strict=True)):
        raise BadLine("latitude and longitude do not lie in the Netherlands")
    return point


def _accuracy(cell: str) -> int:
    if cell not in {"", "1", "2", "3", "4", "5", "6"}:
        raise BadLine("the accuracy is not a number from 1 to 6")
    return int(cell or 0)
