"""The purge runs once a day, in whichever process comes first, and what was broken off is done again."""

from datetime import timedelta

import pytest

from weekplanner.privacy import operations
from weekplanner.privacy.models import PurgeRun


async def test_of_several_processes_one_purges_a_day(database, now):
    assert [await operations.purge_daily() for _ in range(3)] == [True, False, False]
    now.move(timedelta(days=1))
    assert await operations.purge_daily()
    assert await PurgeRun.all().count() == 2


async def test_a_purge_that_was_broken_off_is_done_again_after_an_hour(database, now):
    async def fails(at, *, is_dry_run):
        raise OSError

    operations.wire([fails])
    with pytest.raises(OSError):
        await operations.purge_daily()
    operations.wire([])
    assert not await operations.purge_daily()
    now.move(timedelta(hours=1))
    assert await operations.purge_daily()
    assert not await operations.purge_daily()


async def test_a_dry_run_writes_nothing_down(database):
    await operations.purge(is_dry_run=True)
    assert await PurgeRun.all().count() == 0
