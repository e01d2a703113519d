"""How often somebody may ask for mail: counted in the database, so that every process counts the same."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from weekplanner.accounts.addresses import Address
from weekplanner.accounts.models import Attempt
from weekplanner.accounts.operations.turns import take_turn
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import TooMany
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext

WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Limit:
    """At most `most` attempts for one key in any stretch of `WINDOW`."""

    scope: str
    most: int


PER_ADDRESS = Limit("address", 3)
"""Nobody's mailbox is flooded; the owner has the newest link in it, so a stranger locks nobody out."""
PER_NETWORK = Limit("network", 30)
"""An office full of organisers can sign in together."""
OVERALL = Limit("overall", 1000)
"""Keeps the good name of the mail server; 5,000 organisations ask for far fewer."""


class TooManyLinks(TooMany):
    """A limit on asking for links is reached; nothing was sent."""

    def __init__(self, limit: Limit, wait: timedelta) -> None:
        minutes = max(1, ceil(wait / timedelta(minutes=1)))
        again = ngettext("over %(number)s minuut", "over %(number)s minuten", minutes) % {"number": minutes}
        if limit is PER_ADDRESS:
            text = _(
                "U heeft net al om een link gevraagd. Kijk in uw mail, ook bij ongewenste mail. "
                "U kunt het %(again)s opnieuw proberen."
            )
        else:
            text = _("Er zijn nu te veel aanvragen. Probeer het %(again)s opnieuw.")
        super().__init__(text % {"again": again}, retry_after_s=max(1, ceil(wait.total_seconds())))


async def count_request(address: Address, network: str) -> None:
    """Count a request for a link against every limit; raises TooManyLinks when one is reached.

    Part of the caller's transaction: what is refused is not counted, so no limit lasts longer than its
    window. The order of the limits is the same everywhere, so that two requests never wait for each other.
    """
    db.require_transaction()
    now = clock.now()
    for limit, key in ((PER_ADDRESS, address.key), (PER_NETWORK, network), (OVERALL, "")):
        await _count(limit, tokens.sign("attempt", limit.scope, key), now)


async def _count(limit: Limit, key_hash: str, now: datetime) -> None:
    await take_turn(f"{limit.scope}:{key_hash}")
    counted = Attempt.filter(scope=limit.scope, key_hash=key_hash, at__gt=now - WINDOW)
    oldest_that_counts = await counted.order_by("-at").offset(limit.most - 1).first()
    if oldest_that_counts is not None:
        raise TooManyLinks(limit, oldest_that_counts.at + WINDOW - now)
    await Attempt.create(scope=limit.scope, key_hash=key_hash, at=now)
