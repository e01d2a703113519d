"""Signing in without a password: asking for a link, and using it."""

from contextlib import suppress

from weekplanner.accounts.addresses import Address, address
from weekplanner.accounts.facts import SignedIn
from weekplanner.accounts.models import Account, Purpose, Session, SignInToken
from weekplanner.accounts.operations import joining
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.operations.limits import count_request
from weekplanner.accounts.operations.links import LinkEnded, Wish, new_link, send_link, use_up
from weekplanner.accounts.operations.sessions import NewSession, begin_session
from weekplanner.core import clock, db, links, tokens
from weekplanner.core.errors import NotFound, Refused
from weekplanner.core.facts import announce

SIGNS_IN = frozenset(Purpose) - {Purpose.CHANGE_EMAIL}
"""What a link can be for that signs somebody in; one that changes an address needs a session already."""


class NoAccount(NotFound):
    """There is no account with this e-mail address."""

    message = "Bij dit e-mailadres hoort geen account."


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
    """Send a new link for what an ended one was for; raises LinkEnded when that is forgotten too.

    A change of address is asked for where one is signed in.
    """
    async with db.transaction():
        ended = await SignInToken.get_or_none(token_hash=tokens.digest(token), purpose__in=list(SIGNS_IN))
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
        link = await use_up(token, SIGNS_IN, now)
        account = await _account_of(link)
        if former_session is not None:
            await Session.filter(id_hash=tokens.digest(former_session)).delete()
        session = await begin_session(account.id, return_path=link.return_path)
        await Account.filter(id=account.id).update(last_seen_on=clock.local(now).date(), warned_at=None)
        if link.purpose is Purpose.JOIN:
            await _ask_to_join(link, account)
        await announce(SignedIn(account.id, account.email, link.reference))
    return session


async def _unconfirmed(to: Address) -> SignInToken | None:
    """The latest link that would have made an account of this address, when there is none yet."""
    confirming = [purpose for purpose in Purpose if purpose.makes_account]
    sent = SignInToken.filter(email_key=to.key, purpose__in=confirming, used_at__isnull=True)
    latest = await sent.order_by("-created_at").first()
    return None if await Account.exists(email_key=to.key) else latest


async def _ask_to_join(link: SignInToken, account: Account) -> None:
    """What the link was for besides signing in, which goes on when it is not possible any more."""
    with suppress(Refused, NotFound):
        async with db.savepoint():
            await joining.ask_for(int(link.reference), account)


async def _account_of(link: SignInToken) -> Account:
    """The account that the link's address belongs to; only a confirmation makes one."""
    if link.purpose.makes_account:
        return await account_for(Address(link.email), name=link.name)
    account = await Account.get_or_none(email_key=link.email_key)
    if account is None:
        raise LinkEnded
    return account
