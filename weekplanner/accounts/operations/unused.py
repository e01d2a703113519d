"""Accounts that nobody uses any more: their owners are warned, and 30 days later they go."""

from datetime import date, timedelta

from weekplanner.accounts.facts import AccountRemoved
from weekplanner.accounts.messages import links as messages
from weekplanner.accounts.models import Account
from weekplanner.accounts.queries.people import unused_accounts
from weekplanner.core import clock, db
from weekplanner.core.facts import announce
from weekplanner.mailer import outbox

NOTICE = timedelta(days=30)
"""How long after the warning an account goes."""


async def warn_unused_account(account_id: int, since: date) -> bool:
    """Tell the owner that the account goes when it stays unused; answers whether this was needed.

    Nothing happens to one that was used since `since`, has a task, or was warned before.
    """
    now = clock.now()
    async with db.transaction():
        account = await _locked(account_id, since)
        if account is None or account.warned_at is not None:
            return False
        account.warned_at = now
        await account.save(update_fields=["warned_at"])
        return await outbox.put(messages.account_unused(account, goes_at=now + NOTICE))


async def remove_unused_account(account_id: int, since: date) -> bool:
    """Remove an account of which the notice is over, with its sessions and memberships.

    Nothing happens to one that was used since `since` or has a task. Organisations and what is on the
    site stay. Answers whether it went.
    """
    now = clock.now()
    async with db.transaction():
        account = await _locked(account_id, since)
        if account is None or account.warned_at is None or account.warned_at > now - NOTICE:
            return False
        await account.delete()
        await announce(AccountRemoved(account.id, account.email))
    return True


async def _locked(account_id: int, since: date) -> Account | None:
    """The account, locked; None when it is gone or no longer unused."""
    account = await Account.filter(id=account_id).select_for_update().first()
    is_unused = await unused_accounts(since).filter(id=account_id).exists()
    return account if is_unused else None
