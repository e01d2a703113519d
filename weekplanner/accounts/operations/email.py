"""Changing the e-mail address of an account: a link to the new one, and word to the old."""

from tortoise.exceptions import IntegrityError

from weekplanner.accounts.addresses import Address, address
from weekplanner.accounts.facts import EmailChanged
from weekplanner.accounts.messages import email as messages
from weekplanner.accounts.models import Account, Purpose, SignInToken
from weekplanner.accounts.operations.limits import EMAIL_CHANGES, count, count_request
from weekplanner.accounts.operations.links import LinkEnded, Wish, new_link, use_up
from weekplanner.accounts.operations.sessions import NewSession, begin_session, end_all_sessions
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotAllowed, Refused
from weekplanner.core.facts import announce
from weekplanner.core.texts import gettext as _
from weekplanner.core.turns import take_turn
from weekplanner.mailer import outbox


class SameAddress(Refused):
    """It is the address of the account already."""

    def __init__(self) -> None:
        super().__init__(_("Dit is al uw e-mailadres."), field="email")


class AddressTaken(Refused):
    """Since the link was sent, somebody else began to sign in with this address."""

    message = "Met dit e-mailadres logt al iemand anders in. Er is niets gewijzigd."


async def request_email_change(email: str, *, network: str, actor: Person) -> None:
    """Send a link to a new address, for the account of `actor`; until it is used nothing changes.

    An address that has an account already gets a message that says so. The same is answered, and as much
    written, for every address. An earlier link for another address of this account ends. Raises
    WrongAddress, SameAddress and TooOften.
    """
    to = address(email)
    async with db.transaction():
        account = await Account.get(id=actor.account_id)
        if to.text == account.email:
            raise SameAddress
        await take_turn(f"email change:{account.id}")
        await count(EMAIL_CHANGES, str(account.id))
        await count_request(to, network)
        await _end_links(purpose=Purpose.CHANGE_EMAIL, reference=str(account.id))
        link = await new_link(to, Wish(Purpose.CHANGE_EMAIL, reference=str(account.id)))
        owner = await Account.get_or_none(email_key=to.key)
        is_taken = owner is not None and owner.id != account.id
        await outbox.put(messages.change_asked(link, owner if is_taken else None, language=account.language))


async def confirm_email_change(token: str, *, actor: Person) -> NewSession:
    """Give the account the address that its link went to, and end all its sessions but a new one.

    Who else holds the link cannot use it: it would give them an account that is not theirs, after no more
    than a slip of the pen. Of several accounts that want an address at once, one gets it. Links that went
    to the old address end, and it is told. Raises LinkEnded, NotAllowed and AddressTaken.
    """
    now = clock.now()
    former = Address(actor.email)
    async with db.transaction():  # links, sessions, account: who signs in locks them in this order too
        link = await use_up(token, {Purpose.CHANGE_EMAIL}, now)
        if actor.account_id is None or link.reference != str(actor.account_id):
            raise NotAllowed
        if link.email_key != former.key:
            await _end_links(email_key=former.key)
        await end_all_sessions(actor.account_id)
        account = await db.lock(Account, id=actor.account_id)
        if account.email_key != former.key:
            raise LinkEnded  # another change came first
        await _give(account, Address(link.email))
        session = await begin_session(account.id, organisation_id=actor.organisation_id)
        await outbox.put(messages.email_changed(account, former.text, link=link, at=now))
        await announce(EmailChanged(account.id, former.text, account.email))
    return session


async def _give(account: Account, new: Address) -> None:
    """Write address and key together; the database knows whether they are somebody else's."""
    account.email, account.email_key = new.text, new.key
    try:
        async with db.savepoint():
            await account.save(update_fields=["email", "email_key"])
    except IntegrityError as error:
        raise AddressTaken from error


async def _end_links(**which: object) -> None:
    now = clock.now()
    alive = SignInToken.filter(**which, used_at__isnull=True, expires_at__gt=now)
    await alive.update(expires_at=now)
