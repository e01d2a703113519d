"""weekplanner export kit-orders: a row for each line, safe to open, without an address once that is gone."""

import csv
import json
from argparse import Namespace
from dataclasses import replace
from datetime import timedelta
from io import StringIO

from tests.kits.test_stock import shipped
from tests.make import DOOR, Make
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import db
from weekplanner.core.clock import MovableClock
from weekplanner.editions.exporting import write
from weekplanner.kits.commands import ADDRESS, KIT_ORDERS
from weekplanner.kits.operations import shipping
from weekplanner.kits.operations.shipping import Tracked
from weekplanner.privacy import operations as privacy


async def exported(capfdbinary, **options) -> str:
    """What the command writes."""
    await write(KIT_ORDERS, Namespace(**{"edition": None, "format": "csv", **options}))
    return capfdbinary.readouterr().out.decode()


async def test_every_line_is_a_row_that_is_safe_to_open(make: Make, capfdbinary):
    soup = await make.activity(title="Soep")
    kit = await make.kit("=1+1", stock_of=2)
    order = await make.kit_order(soup, {kit.id: 3}, to=replace(DOOR, recipient="@SUM(A1)"))
    text = (await exported(capfdbinary)).removeprefix("\ufeff")
    rows = list(csv.DictReader(StringIO(text, newline=""), delimiter=";"))
    assert [(row["number"], row["kit"], row["quantity"], row["state"]) for row in rows] == [
        (order.number, "'=1+1", "2", "placed"),
        (order.number, "'=1+1", "1", "back_ordered"),
    ]
    assert {(row["activity"], row["recipient"], row["postcode"]) for row in rows} == {
        ("Soep", "'@SUM(A1)", DOOR.postcode)
    }


async def test_json_has_the_same_rows_with_the_parcel_and_its_code(make: Make, capfdbinary):
    order, parcel = await shipped(make, await make.kit(stock_of=5))
    await shipping.track("postnl", [Tracked(parcel.id, "3SKOMERBIJ1")], actor=SYSTEM)
    (row,) = json.loads(await exported(capfdbinary, format="json", edition=2027))
    assert (row["number"], row["state"], row["parcel"], row["carrier"], row["tracking_code"]) == (
        order.number,
        "shipped",
        parcel.code,
        "postnl",
        "3SKOMERBIJ1",
    )
    assert list(row) == list(KIT_ORDERS.columns)


async def test_more_than_one_page_of_rows(make: Make, capfdbinary, monkeypatch):
    monkeypatch.setattr(db, "PAGE_ROWS", 2)
    soup, kit = await make.activity(), await make.kit(stock_of=5)
    orders = [await make.kit_order(soup, {kit.id: 1}) for _each in range(5)]
    rows = json.loads(await exported(capfdbinary, format="json"))
    assert [row["number"] for row in rows] == [order.number for order in orders]


async def test_an_address_that_is_forgotten_is_empty(make: Make, capfdbinary, now: MovableClock):
    kit = await make.kit(stock_of=5)
    await make.kit_order(await make.activity(), {kit.id: 1})
    now.move(timedelta(days=90))
    await privacy.purge(is_dry_run=False)
    (row,) = json.loads(await exported(capfdbinary, format="json"))
    assert {name: row[name] for name in ADDRESS} == dict.fromkeys(ADDRESS, "")
    assert row["quantity"] == 1
