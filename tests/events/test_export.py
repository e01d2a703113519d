"""weekplanner export activities: everything of an edition, safe to open."""

import csv
import json
from argparse import Namespace
from io import StringIO

import pytest

from tests.make import at
from weekplanner.core import db
from weekplanner.editions.exporting import UnknownEdition, write
from weekplanner.events.commands import ACTIVITIES


async def _export(capfdbinary, **options):
    await write(ACTIVITIES, Namespace(**{"edition": None, "format": "csv", **options}))
    return capfdbinary.readouterr().out.decode()


async def test_every_activity_is_a_row_drafts_too(make, capfdbinary):
    await make.activity(title="=1+1", occurrences=((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13))))
    await make.activity(state="draft", title="Klad")
    text = await _export(capfdbinary)
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";"))
    assert [(row["title"], row["state"], row["price_euro"], row["url"] != "") for row in rows] == [
        ("'=1+1", "published", "3,5", True),
        ("Klad", "draft", "3,5", False),
    ]
    assert rows[0]["occurrences"] == "2027-10-06T12:00/2027-10-06T13:00;2027-10-07T12:00/2027-10-07T13:00"


async def test_json_has_the_same_rows(make, capfdbinary):
    soup = await make.activity()
    (row,) = json.loads(await _export(capfdbinary, format="json", edition=2027))
    assert (row["id"], row["join_ways"], row["accessibility_no"]) == (
        soup.id,
        "binnenlopen;telefoon",
        "ringleiding",
    )


async def test_more_than_one_page_of_rows(make, capfdbinary, monkeypatch):
    monkeypatch.setattr(db, "PAGE_ROWS", 2)
    for number in range(5):
        await make.activity(state="draft", title=f"Soep {number}")
    rows = json.loads(await _export(capfdbinary, format="json"))
    assert [row["title"] for row in rows] == [f"Soep {number}" for number in range(5)]


@pytest.mark.parametrize("year", [None, 1999])
async def test_without_an_edition_there_is_nothing_to_export(make, year):
    with pytest.raises(UnknownEdition):
        await write(ACTIVITIES, Namespace(edition=year, format="csv"))
