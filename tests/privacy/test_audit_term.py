"""The audit log is kept for two editions."""

from datetime import timedelta

import pytest

from tests.make import at
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.operations import team
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.privacy import operations
from weekplanner.privacy.audit_log import purge


@pytest.fixture
async def written(make, now):
    """Something written down the day before the week of 2027, and something on its first day."""
    await make.edition(2027)
    for day, month in ((30, 9), (1, 10)):
        now.set(at(day, 12, month=month))
        await team.add_team_member(f"jan{day}@example.org", TeamRole.CONGRESS, actor=SYSTEM)


async def test_what_is_older_than_two_editions_goes_with_the_daily_purge(make, now, written):
    await make.edition(2028)
    await make.edition(2029)
    now.set(at(8, 12, year=2028))
    assert await purge(now.at, is_dry_run=False) == {"audit_records": 0}
    now.move(timedelta(days=1))
    assert await purge(now.at, is_dry_run=True) == {"audit_records": 1}
    assert await AuditRecord.all().count() == 2
    assert (await operations.purge())["audit_records"] == 1
    [kept] = await AuditRecord.all()
    assert kept.at == at(1, 12)


async def test_with_fewer_than_two_editions_everything_stays(make, now, written):
    await make.edition(2028)
    now.set(at(8, 12, month=1, year=2040))
    assert await purge(now.at, is_dry_run=False) == {"audit_records": 0}
    assert await AuditRecord.all().count() == 2
