"""Signing in without a password: asking for a link, and using it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from weekplanner.accounts.addresses import Address, address
from weekplanner.accounts.facts import SignedIn
from weekplanner.accounts.models import Account, Purpose, Session, SignInToken
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.operations.limits import count_request
from weekplanner.accounts.operations.links import Wish, new_link, send_link
from weekplanner.core import clock, db, links, tokens
from weekplanner.core.errors import NotFound, Refused
from weekplanner.core.facts import announce

SESSION_LIFETIME = timedelta(days=30)


class LinkEnded(Refused):
    """A link that was used, replaced by a newer one, or is too old; or no link at all."""

    message = "Deze link werkt niet meer."


class NoAccount(NotFound):
    """There is no account with this e-mail address."""

    message = "Bij dit e-mailadres hoort geen account."


@dataclass(frozen=True)
class NewSession:
    """What signing in gives: the value of the cookie, which is kept nowhere else, and where to go."""

    token: str
    return_path: str


async def request_sign_in(email: str, *, network: str, return_path: str = "") -> None:
    """Send a link to sign in.

    To an address without an account goes the link that confirms what was typed with it before, or else a
    message that there is no account. The same is answered, and as much written, for every address:
    nobody learns here who has an account. `network` is what `networks.network_of` says. Raises
    WrongAddress and TooOften.
    """
    to = address(email)
    async with db.transaction():
        await count_request(to, network)
        unconfirmed = await _unconfirmed(to)
        wish = Wish.of(unconfirmed) if unconfirmed else Wish(Purpose.SIGN_IN, return_path=return_path)
        await send_link(to, wish)


async def request_confirmation(email: str, name: str, *, network: str, reference: str) -> None:
    """Send a link that confirms the address of somebody who typed a first activity.

    `reference` comes back in SignedIn. Raises WrongAddress and TooOften.
    """
    to = address(email)
    async with db.transaction():
        await count_request(to, network)
        await send_link(to, Wish(Purpose.FIRST_ACTIVITY, name=name, reference=reference))


async def request_again(token: str, *, network: str) -> None:
    """Send a new link for what an ended one was for; raises LinkEnded when that is forgotten too."""
    async with db.transaction():
        ended = await SignInToken.get_or_none(token_hash=tokens.digest(token))
        if ended is None:
            raise LinkEnded
        to = Address(ended.email)
        await count_request(to, network)
        await send_link(to, Wish.of(ended))


async def make_sign_in_link(email: str) -> str:
    """A link to sign in, for the operator to hand over; raises WrongAddress and NoAccount."""
    to = address(email)
    async with db.transaction():
        if not await Account.exists(email_key=to.key):
            raise NoAccount
        link = await new_link(to, Wish(Purpose.SIGN_IN))
    return links.url("sign_in_confirm", token=link.token)


async def use_link(token: str, *, former_session: str | None = None) -> NewSession:
    """Sign in with a link: end it, and begin a session with a new id.

    One of several that use the same link at once succeeds; the others get LinkEnded. The session that
    the browser had before, `former_session`, ends.
    """
    now = clock.now()
    async with db.transaction():
        link = await _use_up(token, now)
        account = await _account_of(link)
        if former_session is not None:
            await Session.filter(id_hash=tokens.digest(former_session)).delete()
        session = NewSession(tokens.random_token(), link.return_path)
        await Session.create(
            id_hash=tokens.digest(session.token),
            account=account,
            created_at=now,
            last_seen_at=now,
            expires_at=now + SESSION_LIFETIME,
        )
        await Account.filter(id=account.id).update(last_seen_on=clock.local(now).date(), warned_at=None)
        await announce(SignedIn(account.id, account.email, link.reference))
    return session


async def _unconfirmed(to: Address) -> SignInToken | None:
    """The latest link that would have made an account of this address, when there is none yet."""
    sent = SignInToken.filter(email_key=to.key, purpose=Purpose.FIRST_ACTIVITY, used_at__isnull=True)
    latest = await sent.order_by("-created_at").first()
    return None if await Account.exists(email_key=to.key) else latest


async def _use_up(token: str, now: datetime) -> SignInToken:
    """End a link in one statement, so that it works once (OWASP ASVS 5.0 §6.6)."""
    alive = SignInToken.filter(token_hash=tokens.digest(token), used_at__isnull=True, expires_at__gt=now)
    if await alive.update(used_at=now) != 1:
        raise LinkEnded
    return await SignInToken.get(token_hash=tokens.digest(token))


async def _account_of(link: SignInToken) -> Account:
    """The account that the link's address belongs to; only a confirmation makes one."""
    if link.purpose is Purpose.FIRST_ACTIVITY:
        return await account_for(Address(link.email), name=link.name)
    account = await Account.get_or_none(email_key=link.email_key)
    if account is None:
        raise LinkEnded
    return account
