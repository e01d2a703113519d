"""Opening, renewing and ending the private calendar of an organiser."""

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound
from weekplanner.organiser.models import PrivateFeed


async def open_feed(*, actor: Person) -> PrivateFeed:
    """Give somebody a secret address for the own calendar; the one that is open stays as it is."""
    async with db.transaction():
        feed = await _locked(actor)
        if not feed.is_open:
            feed.is_open = True
            await feed.save(update_fields=["is_open"])
    return feed


async def renew_feed(*, actor: Person) -> PrivateFeed:
    """Give a new secret address; whoever has the former one reads nothing there any more."""
    async with db.transaction():
        feed = await _locked(actor)
        feed.version, feed.is_open = feed.version + 1, True
        await feed.save(update_fields=["version", "is_open"])
    return feed


async def close_feed(*, actor: Person) -> None:
    """End the address; opening gives another."""
    async with db.transaction():
        feed = await _locked(actor)
        if feed.is_open:
            feed.version, feed.is_open = feed.version + 1, False
            await feed.save(update_fields=["version", "is_open"])


async def _locked(actor: Person) -> PrivateFeed:
    """The row of this person, made if there is none, locked."""
    if actor.account_id is None:
        raise NotFound
    made = PrivateFeed(account_id=actor.account_id, is_open=False, created_at=clock.now())
    await PrivateFeed.bulk_create([made], ignore_conflicts=True)
    return await db.lock(PrivateFeed, account_id=actor.account_id)
