"""Making links that prove an e-mail address, and sending them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from weekplanner.accounts.addresses import Address
from weekplanner.accounts.messages import links as messages
from weekplanner.accounts.models import Account, Purpose, SignInToken
from weekplanner.core import clock, tokens
from weekplanner.core.errors import Refused
from weekplanner.core.turns import take_turn
from weekplanner.mailer import outbox

LINK_LIFETIME = timedelta(minutes=15)


class LinkEnded(Refused):
    """A link that was used, replaced by a newer one, or is too old; or no link at all."""

    message = "Deze link werkt niet meer."


@dataclass(frozen=True)
class Wish:
    """What a link will be for, besides whom."""

    purpose: Purpose
    name: str = ""
    reference: str = ""
    return_path: str = ""

    @classmethod
    def of(cls, link: SignInToken) -> "Wish":
        """What an earlier link was for."""
        return cls(link.purpose, link.name, link.reference, link.return_path)


async def new_link(to: Address, wish: Wish) -> SignInToken:
    """Make a link, and end earlier ones for the same: one per address and purpose is alive."""
    await take_turn(f"link:{to.key}")
    now = clock.now()
    alive = SignInToken.filter(email_key=to.key, purpose=wish.purpose, expires_at__gt=now)
    await alive.update(expires_at=now)
    link = SignInToken(
        id=uuid4(),
        salt=tokens.random_token(),
        purpose=wish.purpose,
        email=to.text,
        email_key=to.key,
        name=wish.name,
        reference=wish.reference,
        return_path=wish.return_path,
        created_at=now,
        expires_at=now + LINK_LIFETIME,
    )
    link.token_hash = tokens.digest(link.token)
    await link.save(force_create=True)
    return link


async def send_link(to: Address, wish: Wish) -> None:
    """Make a link and mail it; to an address without an account goes what fits that."""
    link = await new_link(to, wish)
    account = await Account.get_or_none(email_key=link.email_key)
    await outbox.put(messages.link_message(link, account))


async def use_up(token: str, purposes: Collection[Purpose], now: datetime) -> SignInToken:
    """End a link in one statement, so that it works once (OWASP ASVS 5.0 §6.6).

    Raises LinkEnded, also for one that is for something else.
    """
    digest = tokens.digest(token)
    alive = SignInToken.filter(
        token_hash=digest, purpose__in=list(purposes), used_at__isnull=True, expires_at__gt=now
    )
    if await alive.update(used_at=now) != 1:
        raise LinkEnded
    return await SignInToken.get(token_hash=digest)
