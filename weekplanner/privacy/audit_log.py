"""The audit log: what was written down is kept for two editions."""

from datetime import datetime, time

from weekplanner.accounts.operations import audit
from weekplanner.core import clock, db
from weekplanner.privacy.terms import two_editions_ago


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove what was written down before the edition before the previous one began; answers how much."""
    since = await two_editions_ago(clock.local(now).date())
    if since is None:
        return {"audit_records": 0}
    async with db.transaction():
        before = clock.moment(since, time())
        return {"audit_records": await audit.forget_records(before, is_dry_run=is_dry_run)}
