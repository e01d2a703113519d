"""Tables as files for spreadsheets and programs, written row by row."""

import csv
import json
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import date, datetime
from io import StringIO

from weekplanner.core import clock

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads UTF-8 as something else."""

Cell = str | int | float | bool | date | datetime | None

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


async def csv_lines(columns: Sequence[str], rows: AsyncIterator[Sequence[Cell]]) -> AsyncIterator[str]:
    """Lines for Excel in the Netherlands: UTF-8 with byte order mark, `;` between cells, CRLF.

    A text that a spreadsheet would calculate gets an apostrophe in front (OWASP CSV injection).
    """
    yield BYTE_ORDER_MARK + _line(columns, ";")
    async for row in rows:
        yield _line([_spreadsheet_text(cell) for cell in row], ";")


def program_csv_line(cells: Iterable[Cell]) -> str:
    """A line for programs: commas, CRLF, no byte order mark (RFC 4180), a point in numbers, ISO 8601.

    People open it in a spreadsheet all the same, so here too a text it would calculate gets an apostrophe.
    """
    return _line([_program_text(cell) for cell in cells], ",")


async def json_lines(columns: Sequence[str], rows: AsyncIterator[Sequence[Cell]]) -> AsyncIterator[str]:
    """One JSON array with an object for each row, a row a line."""
    yield "["
    separator = "\n"
    async for row in rows:
        values = {name: _json_value(cell) for name, cell in zip(columns, row, strict=True)}
        yield separator + json.dumps(values, ensure_ascii=False)
        separator = ",\n"
    yield "\n]\n"


def _line(cells: Iterable[str], delimiter: str) -> str:
    written = StringIO()
    csv.writer(written, delimiter=delimiter, lineterminator="\r\n").writerow(list(cells))
    return written.getvalue()


def _program_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return _harmless(cell)
    value = _json_value(cell)
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_STARTS_A_FORMULA) else text


def _spreadsheet_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return _harmless(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nee"
    if isinstance(cell, datetime):
        return clock.local(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).replace(".", ",")


def _json_value(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return clock.local(cell).isoformat()
    return cell.isoformat() if isinstance(cell, date) else cell
