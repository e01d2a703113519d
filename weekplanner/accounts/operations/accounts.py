"""Making accounts."""

from weekplanner.accounts.addresses import Address
from weekplanner.accounts.models import Account
from weekplanner.core import clock, db


async def account_for(to: Address, *, name: str = "", phone: str = "") -> Account:
    """The account of this address, made if there is none; of several that make it at once one does.

    `name` and `phone` are for a new account: what somebody filled in before is left alone.
    """
    async with db.transaction():
        made = Account(email=to.text, email_key=to.key, name=name, phone=phone, created_at=clock.now())
        await Account.bulk_create([made], ignore_conflicts=True)
        return await Account.get(email_key=to.key)
