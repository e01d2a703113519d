"""A table as a spreadsheet, read back by another library than the one that wrote it."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO

import openpyxl
import pytest

from weekplanner.formats.tables import Cell
from weekplanner.formats.workbooks import workbook


async def _rows(*rows: Sequence[Cell]) -> AsyncIterator[Sequence[Cell]]:
    for row in rows:
        yield row


async def read_back(*rows: Sequence[Cell], columns: Sequence[str] = ("A", "B"), name: str = "Lijst"):
    """The sheet as another program sees it."""
    content = await workbook(columns, _rows(*rows), name=name)
    return openpyxl.load_workbook(BytesIO(content)).active


async def test_every_kind_of_value_comes_back_as_it_was():
    at = datetime(2027, 10, 1, 7, 30, tzinfo=UTC)
    sheet = await read_back(
        ("Fatma & <Jan>", 12, 1.5, at, date(2027, 10, 8), True, None),
        columns=("Naam", "Aantal", "Deel", "Om", "Op", "Binnen", "Leeg"),
    )
    head, row = sheet.iter_rows(values_only=True)
    assert head == ("Naam", "Aantal", "Deel", "Om", "Op", "Binnen", "Leeg")
    assert tuple(each.isoformat() if isinstance(each, datetime) else each for each in row) == (
        "Fatma & <Jan>",
        12,
        1.5,
        "2027-10-01T09:30:00",  # on an Amsterdam clock
        "2027-10-08T00:00:00",
        "ja",
        None,
    )
    assert sheet.freeze_panes == "A2"


@pytest.mark.parametrize("text", ["=1+1", "+31 30 000 12 34", "-3", "@SUM(A1)", "'quoted", "0030", " a\nb "])
async def test_a_text_is_a_text_whatever_it_looks_like(text: str):
    sheet = await read_back((text, ""))
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", text)


async def test_what_xml_cannot_hold_is_left_out():
    sheet = await read_back(("so\x00\x0b\ufffeep \U0001f9d1", ""))
    assert sheet["A2"].value == "soep \U0001f9d1"


@pytest.mark.parametrize(
    ("name", "sheet_name"),
    [("Wie: [alles]/*?", "Wie   alles"), ("x" * 40, "x" * 31), ("'", "1"), ('A&B "c"', 'A&B "c"')],
)
async def test_a_sheet_has_a_name_that_spreadsheets_take(name: str, sheet_name: str):
    assert (await read_back(name=name)).title == sheet_name
