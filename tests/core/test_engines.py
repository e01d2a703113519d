"""Why the database engines are our own: each test fails with Tortoise's stock engine."""

import asyncio
import random
import sys

import pytest

from tests.processes import run_together
from weekplanner.core import db, settings
from weekplanner.core.models import SiteValue
from weekplanner.core.transactions import TransactionMisused

COUNT_UP = """
import asyncio, sys
from weekplanner import wiring
from weekplanner.core import db, settings
from weekplanner.core.models import SiteValue

async def count_up():
    async with db.transaction():
        value = await db.lock(SiteValue, name="count")
        await SiteValue.filter(name="count").update(value=str(int(value.value) + 1))

async def main():
    async with db.opened(settings.read(database_url=sys.argv[1], secret_key="x"), wiring.MODEL_MODULES):
        for _ in range(10):
            await asyncio.gather(*(count_up() for _ in range(10)))

asyncio.run(main())
"""


async def test_two_processes_that_read_and_then_write_never_meet_a_locked_database(database, configured):
    await SiteValue.create(name="count", value="0")
    await run_together([[sys.executable, "-c", COUNT_UP, configured.database_url]] * 2)
    assert (await SiteValue.get(name="count")).value == "200"


async def test_cancelling_transactions_at_any_moment_wedges_nothing(database):
    await SiteValue.create(name="count", value="0")
    chance = random.Random(1)

    async def change() -> None:
        async with db.transaction():
            value = await db.lock(SiteValue, name="count")
            await SiteValue.filter(name="count").update(value=str(int(value.value) + 1))

    for number in range(300):
        task = asyncio.create_task(change())
        for _ in range(chance.randrange(8)):
            await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        if number % 20 == 0:  # one that may end connects anew, where a connection was lost
            async with asyncio.timeout(5):
                await change()

    async with asyncio.timeout(5):
        await asyncio.gather(*(change() for _ in range(20)))


async def test_a_transaction_refuses_statements_of_another_task(database):
    async with db.transaction():
        stranger = asyncio.create_task(SiteValue.create(name="stranger", value=""))
        with pytest.raises(TransactionMisused):
            await stranger


async def test_a_transaction_that_is_over_refuses_every_statement(database):
    go_on = asyncio.Event()

    async def write_later() -> None:
        await go_on.wait()
        await SiteValue.create(name="late", value="")

    async with db.transaction():
        late = asyncio.create_task(write_later())
        await SiteValue.create(name="in time", value="")
    go_on.set()
    with pytest.raises(TransactionMisused):
        await late
    assert await SiteValue.all().values_list("name", flat=True) == ["in time"]


async def test_a_read_does_not_wait_for_an_open_transaction(database):
    writing, may_end = asyncio.Event(), asyncio.Event()

    async def write() -> None:
        async with db.transaction():
            await SiteValue.create(name="new", value="")
            writing.set()
            await may_end.wait()

    task = asyncio.create_task(write())
    await writing.wait()
    async with asyncio.timeout(5):
        assert await SiteValue.all().count() == 0
    may_end.set()
    await task
    assert await SiteValue.all().count() == 1


async def test_the_settings_name_the_database_as_the_interface_says():
    relative = settings.read(database_url="sqlite://var/x.sqlite3")
    assert (relative.is_embedded, str(relative.database_path)) == (True, "var/x.sqlite3")
    absolute = settings.read(database_url="sqlite:///var/x.sqlite3")
    assert str(absolute.database_path) == "/var/x.sqlite3"
