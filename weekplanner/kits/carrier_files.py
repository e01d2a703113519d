"""Reading the file of a carrier: which parcel has which track-and-trace code.

Nothing here knows the database; whatever bytes come in, what comes out is lines and problems.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from weekplanner.core.text_cleaning import normalised, one_line
from weekplanner.core.texts import gettext as _
from weekplanner.kits import codes
from weekplanner.kits.tracking import TRACKING_CODE, Carrier

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 3000
"""Kept in one transaction: some 200 ms."""
SHOWN_LENGTH = 40
"""Of what a cell holds, in a report."""

_DELIMITERS = (";", ",", "\t")
_STARTS_A_FORMULA = ("=", "+", "-", "@")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: the row as a spreadsheet counts it, and the heading of the column."""

    message: str
    row: int | None = None
    column: str = ""


@dataclass(frozen=True)
class Line:
    """A row that says what a parcel is called."""

    row: int
    shipment_id: int
    code: str
    """Of the parcel, as on its label."""
    tracking_code: str
    is_delivered: bool = False


@dataclass
class CarrierFile:
    """What a file says, and what is wrong with it."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    reference_column: str = ""
    tracking_column: str = ""


@dataclass(frozen=True)
class _Columns:
    reference: int
    tracking: int
    status: int | None
    names: Sequence[str]

    @property
    def used(self) -> list[int]:
        return [each for each in (self.reference, self.tracking, self.status) if each is not None]


def read(content: bytes, carrier: Carrier) -> CarrierFile:
    """Every row of a file of a carrier; with a problem in it none of it may be used."""
    found = CarrierFile()
    try:
        text = _decoded(content)
        rows = _rows(text)
        columns = _columns(rows, carrier, found)
        if columns is not None:
            _read_rows(rows, columns, carrier, found)
    except _Unreadable as unreadable:
        found.problems.append(unreadable.problem)
    if not found.problems and not found.lines:
        found.problems.append(Problem(_("In dit bestand staat geen enkele rij.")))
    found.problems.sort(key=lambda problem: problem.row or 0)
    return found


class _Unreadable(Exception):
    """The file as a whole makes no sense."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


def _decoded(content: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with or without a mark, else as Windows writes it."""
    if not content.strip(b"\x00\r\n\t "):
        raise _Unreadable(Problem(_("Dit bestand is leeg.")))
    marked = [encoding for mark, encoding in _MARKS if content.startswith(mark)]
    encodings = marked or [*_without_mark(content), "utf-8", "cp1252"]
    failure: UnicodeDecodeError | None = None
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            failure = error
            continue
        if "\x00" in text:
            raise _Unreadable(Problem(_("Dit is geen tekstbestand. Bewaar het als CSV.")))
        return text
    assert failure is not None
    row = content[: failure.start].count(b"\n") + 1
    raise _Unreadable(
        Problem(_("Hier staan tekens die wij niet kunnen lezen. Bewaar het als CSV UTF-8."), row)
    )


def _without_mark(content: bytes) -> list[str]:
    """UTF-16 of letters we know has an empty byte at every other place."""
    if b"\x00" not in content[:200]:
        return []
    return ["utf-16-be" if content[:1] == b"\x00" else "utf-16-le"]


def _rows(text: str) -> list[list[str]]:
    """The rows as a spreadsheet counts them."""
    first, _rest, _end = text.partition("\n")
    told = first.strip().lower().removeprefix("sep=")
    if first.strip().lower().startswith("sep=") and told in _DELIMITERS:
        text, delimiter = text.partition("\n")[2], told
        skipped = 1
    else:
        delimiter, skipped = max(_DELIMITERS, key=first.count), 0
    rows: list[list[str]] = [[]] * skipped
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) > MOST_ROWS + 2:
                said = _("Dit bestand heeft meer dan %(most)s rijen. Verdeel het over meer bestanden.")
                raise _Unreadable(Problem(said % {"most": MOST_ROWS}))
    except csv.Error as error:
        raise _Unreadable(Problem(_("Deze rij is geen CSV."), len(rows) + 1)) from error
    return rows


def _columns(rows: list[list[str]], carrier: Carrier, found: CarrierFile) -> _Columns | None:
    """Where the columns stand; the heading is the first row that is not empty, and is taken out."""
    header = next((number for number, row in enumerate(rows) if any(map(str.strip, row))), None)
    if header is None:
        raise _Unreadable(Problem(_("Dit bestand is leeg.")))
    names = [one_line(name) for name in rows[header]]
    rows[: header + 1] = [[]] * (header + 1)
    places: dict[str, int] = {}
    for place, name in enumerate(names):
        key = normalised(name)
        if key in places and key:
            found.problems.append(Problem(_("Deze kolom staat er twee keer."), header + 1, _short(name)))
        places.setdefault(key, place)
    reference, tracking = _place(places, carrier.reference_columns), _place(places, carrier.tracking_columns)
    if reference is None or tracking is None:
        row = header + 1
        if reference is None:
            what = _("de code van de doos")
            found.problems.append(_missing(what, carrier.reference_columns, names, carrier, row))
        if tracking is None:
            what = _("de track & trace-code")
            found.problems.append(_missing(what, carrier.tracking_columns, names, carrier, row))
        return None
    found.reference_column, found.tracking_column = names[reference], names[tracking]
    return _Columns(reference, tracking, _place(places, carrier.status_columns), names)


def _missing(what: str, known: Sequence[str], names: Iterable[str], carrier: Carrier, row: int) -> Problem:
    said = _(
        "Er is geen kolom met %(what)s. Bij %(carrier)s heet die: %(known)s. In dit bestand staan: %(names)s."
    )
    values = {
        "what": what,
        "carrier": carrier.name,
        "known": ", ".join(known),
        "names": ", ".join(_short(name) for name in list(names)[:12] if name),
    }
    return Problem(said % values, row)


def _place(places: Mapping[str, int], known: Iterable[str]) -> int | None:
    return next((places[key] for name in known if (key := normalised(name)) in places), None)


def _read_rows(rows: list[list[str]], columns: _Columns, carrier: Carrier, found: CarrierFile) -> None:
    seen: dict[int | str, int] = {}
    for number, row in enumerate(rows, start=1):
        if not any(map(str.strip, row)):
            continue
        if problems := list(_problems_of(row, columns)):
            found.problems += [Problem(message, number, column) for message, column in problems]
            continue
        line = _line(number, row, columns, carrier)
        for place, key in ((columns.reference, line.shipment_id), (columns.tracking, line.tracking_code)):
            if key in seen:
                told = {"text": _short(row[place]), "row": seen[key]}
                said = _("%(text)s staat ook op rij %(row)s.") % told
                found.problems.append(Problem(said, number, columns.names[place]))
            seen.setdefault(key, number)
        found.lines.append(line)


def _line(number: int, row: Sequence[str], columns: _Columns, carrier: Carrier) -> Line:
    read_code = codes.read_code(row[columns.reference])
    assert read_code is not None  # `_problems_of` looked
    status = row[columns.status].strip().lower() if columns.status is not None else ""
    return Line(
        number,
        read_code[0],
        codes.with_letter(read_code[0]),
        _tracking_code(row[columns.tracking]),
        any(status.startswith(word) for word in carrier.delivered_words),
    )


def _problems_of(row: Sequence[str], columns: _Columns) -> Iterator[tuple[str, str]]:
    """What is wrong with the cells of a row that are used: sentences, and the headings of their columns."""
    if len(row) <= max(columns.used):
        yield _("Deze rij heeft minder cellen dan de bovenste rij."), ""
        return
    if any(cell.strip() for cell in row[len(columns.names) :]):
        yield _("Deze rij heeft meer cellen dan de bovenste rij."), ""
    for place, wrong in ((columns.reference, _wrong_reference), (columns.tracking, _wrong_tracking)):
        cell = row[place].strip()
        name = columns.names[place]
        if not cell:
            yield _("Deze cel is leeg."), name
        elif cell.startswith(_STARTS_A_FORMULA):
            yield (
                _("Hier staat een formule: %(text)s. Die nemen wij niet over.") % {"text": _short(cell)},
                name,
            )
        elif sentence := wrong(cell):
            yield sentence, name


def _wrong_reference(cell: str) -> str:
    if codes.read_code(cell) is not None:
        return ""
    if codes.looks_like_code(cell):
        said = _("Bij %(text)s klopt de letter niet. Er is een cijfer of letter verkeerd.")
    else:
        said = _("%(text)s is geen code van een doos, zoals 1042-K.")
    return said % {"text": _short(cell)}


def _wrong_tracking(cell: str) -> str:
    if TRACKING_CODE.fullmatch(_tracking_code(cell)):
        return ""
    if "E+" in cell.upper():
        said = _("%(text)s is door een rekenblad veranderd in een getal. Zet de kolom op Tekst.")
    else:
        said = _("%(text)s is geen track & trace-code: die bestaat uit letters en cijfers.")
    return said % {"text": _short(cell)}


def _tracking_code(cell: str) -> str:
    return "".join(cell.split()).upper()


def _short(text: str) -> str:
    shown = one_line(text)
    return shown if len(shown) <= SHOWN_LENGTH else f"{shown[:SHOWN_LENGTH]}…"
