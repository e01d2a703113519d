"""What people keep about themselves besides their address."""

from weekplanner.accounts.models import Account
from weekplanner.accounts.people import Person
from weekplanner.core import db


async def update_own_details(name: str, phone: str, *, actor: Person) -> None:
    """Change the own name and telephone number, which may both be empty."""
    async with db.transaction():
        account = await db.lock(Account, id=actor.account_id)
        account.name, account.phone = name, phone
        await account.save(update_fields=["name", "phone"])
