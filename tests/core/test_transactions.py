"""What a transaction promises to those who write operations."""

import pytest

from weekplanner.core import db
from weekplanner.core.db import DoomedTransaction, OutsideTransaction
from weekplanner.core.errors import NotFound
from weekplanner.core.facts import announce
from weekplanner.core.models import SiteValue


async def names() -> list[str]:
    return await SiteValue.all().order_by("name").values_list("name", flat=True)


async def test_a_caught_error_of_a_joined_part_keeps_nothing(database):
    with pytest.raises(DoomedTransaction):
        async with db.transaction():
            await SiteValue.create(name="outer", value="")
            with pytest.raises(ZeroDivisionError):
                async with db.transaction():
                    await SiteValue.create(name="inner", value="")
                    _ = 1 / 0
    assert await names() == []


async def test_a_savepoint_may_fail_alone(database):
    async with db.transaction():
        await SiteValue.create(name="outer", value="")
        with pytest.raises(ZeroDivisionError):
            async with db.savepoint():
                await SiteValue.create(name="inner", value="")
                _ = 1 / 0
        await SiteValue.create(name="after", value="")
    assert await names() == ["after", "outer"]


async def test_a_doomed_part_inside_a_savepoint_dooms_only_the_savepoint(database):
    async with db.transaction():
        await SiteValue.create(name="outer", value="")
        with pytest.raises(DoomedTransaction):
            async with db.savepoint():
                with pytest.raises(ZeroDivisionError):
                    async with db.transaction():
                        await SiteValue.create(name="inner", value="")
                        _ = 1 / 0
    assert await names() == ["outer"]


async def test_an_error_that_is_not_caught_undoes_everything(database):
    with pytest.raises(ZeroDivisionError):
        async with db.transaction():
            await SiteValue.create(name="outer", value="")
            async with db.transaction():
                _ = 1 / 0
    assert await names() == []


async def test_a_lock_a_savepoint_and_a_fact_belong_in_a_transaction(database):
    with pytest.raises(OutsideTransaction):
        await db.lock(SiteValue, name="x")
    with pytest.raises(OutsideTransaction):
        async with db.savepoint():
            pass
    with pytest.raises(OutsideTransaction):
        await announce(object())


async def test_locking_what_does_not_exist_says_so(database):
    with pytest.raises(NotFound):
        async with db.transaction():
            await db.lock(SiteValue, name="x")


async def test_pages_give_every_row_once(database):
    await SiteValue.bulk_create([SiteValue(name=f"{number:04}", value="") for number in range(1203)])
    seen = [row.name async for row in db.pages(SiteValue.all(), size=100)]
    assert seen == [f"{number:04}" for number in range(1203)]
