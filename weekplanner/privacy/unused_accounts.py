"""Accounts without activity for two editions: their owners are warned, and 30 days later they go."""

from datetime import datetime

from tortoise.queryset import QuerySet

from weekplanner.accounts.models import Account
from weekplanner.accounts.operations.unused import NOTICE, remove_unused_account, warn_unused_account
from weekplanner.accounts.queries import people as accounts
from weekplanner.core import clock, db
from weekplanner.privacy.terms import two_editions_ago


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove whose notice is over at `now`, and warn who is unused; answers how many of each.

    Each account is a transaction of its own: a mailbox may be opened meanwhile, and nobody waits long.
    """
    since = await two_editions_ago(clock.local(now).date())
    if since is None:
        return {"accounts_warned": 0, "accounts_removed": 0}
    unused = accounts.unused_accounts(since)
    to_remove = await _ids(unused.filter(warned_at__lte=now - NOTICE))
    to_warn = await _ids(unused.filter(warned_at__isnull=True))
    if is_dry_run:
        return {"accounts_warned": len(to_warn), "accounts_removed": len(to_remove)}
    removed = [await remove_unused_account(each, since) for each in to_remove]
    warned = [await warn_unused_account(each, since) for each in to_warn]
    return {"accounts_warned": sum(warned), "accounts_removed": sum(removed)}


async def _ids(found: QuerySet[Account]) -> list[int]:
    return [account.id async for account in db.pages(found)]
