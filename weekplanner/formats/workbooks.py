"""A table as a spreadsheet: Office Open XML (ECMA-376) with one sheet, whose head stays in view.

Written here because that is little: six small files in a zip. A text is an inline string, so a spreadsheet
calculates nothing, also where it looks like a formula or a number (OWASP CSV injection).
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

from weekplanner.core import clock
from weekplanner.formats.tables import Cell

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 31
"""Of a sheet."""

_NARROWEST, _WIDEST = 12, 60
_PLAIN, _HEAD, _MOMENT, _DAY = range(4)
"""Styles: the places of the formats in `_STYLES`."""
_FIRST_DAY = date(1899, 12, 30).toordinal()
"""Days are counted from here (ECMA-376 part 1, §18.17.4.1)."""
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_CONTENT_TYPES = f"""{_XML}<Types xmlns="{_PACKAGE}/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>
<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>
</Types>"""
_ROOT = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"""
_PARTS = f"""{_XML}<Relationships xmlns="{_PACKAGE}/relationships">
<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>
<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/>
</Relationships>"""
_WORKBOOK = f"""{_XML}<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}">
<sheets><sheet name={{name}} sheetId="1" r:id="rId1"/></sheets>
</workbook>"""
_STYLES = f"""{_XML}<styleSheet xmlns="{_SPREADSHEET}">
<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/>
<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/></numFmts>
<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>
<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>
<fills count="2"><fill><patternFill patternType="none"/></fill>
<fill><patternFill patternType="gray125"/></fill></fills>
<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>
<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>
<cellXfs count="4"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>
<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>
<xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>
<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>
</styleSheet>"""
_SHEET = f"""{_XML}<worksheet xmlns="{_SPREADSHEET}">
<sheetViews><sheetView workbookViewId="0">
<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>
"""


async def workbook(columns: Sequence[str], rows: AsyncIterator[Sequence[Cell]], *, name: str) -> bytes:
    """A spreadsheet (XLSX) of a table; moments are local times. It is made beside the event loop.

    All rows are in memory: it is for the people of one meeting, not for a whole site.
    """
    every = [row async for row in rows]
    return await asyncio.to_thread(_packed, columns, every, name)


def _packed(columns: Sequence[str], rows: Sequence[Sequence[Cell]], name: str) -> bytes:
    sheet_name = _NO_SHEET_NAME.sub(" ", _text(name))[:LONGEST_NAME].strip() or "1"
    files = {
        "[Content_Types].xml": _CONTENT_TYPES,
        "_rels/.rels": _ROOT,
        "xl/workbook.xml": _WORKBOOK.format(name=quoteattr(sheet_name)),
        "xl/_rels/workbook.xml.rels": _PARTS,
        "xl/styles.xml": _STYLES,
        "xl/worksheets/sheet1.xml": "".join(_sheet(columns, rows)),
    }
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as package:
        for path, content in files.items():
            package.writestr(path, content)
    return written.getvalue()


def _sheet(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    yield _SHEET
    yield f"<cols>{''.join(_widths(columns, rows))}</cols>\n<sheetData>\n"
    yield _row(1, (_string(column, _HEAD) for column in columns))
    for number, row in enumerate(rows, start=2):
        yield _row(number, map(_cell, row))
    yield "</sheetData>\n</worksheet>"


def _row(number: int, cells: Iterable[str]) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>\n'


def _widths(columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """As wide as the longest text of the first rows, within limits."""
    for number, column in enumerate(columns, start=1):
        longest = max(len(column), *(len(str(row[number - 1] or "")) for row in rows[:50]), 0)
        width = min(max(longest + 2, _NARROWEST), _WIDEST)
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'


def _cell(cell: Cell) -> str:
    if cell is None or cell == "":
        return "<c/>"
    if isinstance(cell, bool):
        return _string("ja" if cell else "nee")
    if isinstance(cell, datetime):
        local = clock.local(cell)
        return _number(_days(local.date(), local.time()), _MOMENT)
    if isinstance(cell, date):
        return _number(_days(cell, time()), _DAY)
    return _string(cell) if isinstance(cell, str) else _number(cell)


def _string(text: str, style: int = _PLAIN) -> str:
    return f'<c s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(_text(text))}</t></is></c>'


def _number(value: float, style: int = _PLAIN) -> str:
    return f'<c s="{style}"><v>{value}</v></c>'


def _days(day: date, at: time) -> float:
    """So many days since the first, to the second."""
    seconds = at.hour * 3600 + at.minute * 60 + at.second
    return day.toordinal() - _FIRST_DAY + round(seconds / 86_400, 9)


def _text(text: str) -> str:
    """Without what XML cannot hold (XML 1.0 §2.2)."""
    return _NO_XML.sub("", text)
