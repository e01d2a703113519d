"""Tables as files: safe to open in a spreadsheet, whole for a program."""

import json
from datetime import UTC, date, datetime

import pytest

from weekplanner.formats import tables


async def _rows(*rows):
    for row in rows:
        yield row


async def _csv(*rows):
    return "".join([line async for line in tables.csv_lines(["a", "b"], _rows(*rows))])


async def test_csv_is_what_excel_in_the_netherlands_reads():
    assert await _csv(["één; twee", 'zei "ja"'], [1.5, None]) == (
        '\ufeffa;b\r\n"één; twee";"zei ""ja"""\r\n1,5;\r\n'
    )


@pytest.mark.parametrize("text", ["=1+1", "+31 30 000", "-1", "@SUM(A1)", "\t=1", "\r=1"])
async def test_a_text_that_would_be_calculated_gets_an_apostrophe(text):
    assert (await _csv([text, "x"])).split("\r\n", 1)[1].lstrip('"').startswith("'")


async def test_moments_are_local():
    assert await _csv([datetime(2027, 10, 6, 10, 0, tzinfo=UTC), date(2027, 10, 6)]) == (
        "\ufeffa;b\r\n2027-10-06 12:00;2027-10-06\r\n"
    )
    assert await _csv([True, False]) == "\ufeffa;b\r\nja;nee\r\n"


@pytest.mark.parametrize("rows", [[], [["=1", None]], [["x", 2], ["y", 3]]])
async def test_json_is_one_list_of_objects(rows):
    text = "".join([line async for line in tables.json_lines(["a", "b"], _rows(*rows))])
    assert json.loads(text) == [dict(zip("ab", row, strict=True)) for row in rows]


def test_a_line_for_programs_has_commas_points_and_whole_moments():
    moment = datetime(2027, 10, 6, 10, 0, tzinfo=UTC)
    assert tables.program_csv_line(['zei "ja"', "a,b", "=1+1", 1.5, -2, None, True, moment]) == (
        '"zei ""ja""","a,b",\'=1+1,1.5,-2,,true,2027-10-06T12:00:00+02:00\r\n'
    )
