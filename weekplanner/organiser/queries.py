"""Reading the private calendar of an organiser."""

from weekplanner.accounts.people import Person
from weekplanner.accounts.personal_links import PersonalLink, read
from weekplanner.accounts.queries import people
from weekplanner.core.errors import NotFound
from weekplanner.organiser.models import PrivateFeed

PURPOSE = "agenda"
"""Of the token in the address: a right to read one calendar, and to nothing else."""


def token_of(feed: PrivateFeed) -> str:
    """What stands in the secret address; made again at each call, kept nowhere."""
    return PersonalLink(PURPOSE, feed.id, feed.version).token


async def open_feed_of(actor: Person) -> PrivateFeed | None:
    """The calendar of this person, when it has an address."""
    return await PrivateFeed.get_or_none(account_id=actor.account_id, is_open=True)


async def reader(token: str) -> Person:
    """Whose calendar this address is; raises NotFound for one that is unknown, or ended."""
    link = read(token)
    if link.purpose != PURPOSE:
        raise NotFound
    feed = await PrivateFeed.get_or_none(id=link.id, version=link.version, is_open=True)
    if feed is None:
        raise NotFound
    return await people.person(feed.account_id)
