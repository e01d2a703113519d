"""Reading who has an account: who makes a request, sessions, links."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from weekplanner.accounts.models import Account, Purpose, Session, SignInToken
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotFound

IDLE_LIFETIME = timedelta(days=14)
"""A session that is not used for so long ends, before its 30 days are over."""


@dataclass(frozen=True)
class Visit:
    """A request of somebody who is signed in."""

    session_id: int
    last_seen_at: datetime
    person: Person


@dataclass(frozen=True)
class SignInLink:
    """What the page of a link may show: whose it is, and whether it still works."""

    email: str
    purpose: Purpose
    """What it does besides signing in."""
    is_alive: bool
    new_address_of: int | None = None
    """The account that it gives this address, if that is what it is for."""

    def is_for(self, person: Person | None) -> bool:
        """Whether it gives this person a new address."""
        return person is not None and person.account_id == self.new_address_of


async def visit(session_token: str) -> Visit | None:
    """Who has this cookie, while its session lasts; three reads."""
    now = clock.now()
    session = (
        await Session.filter(
            id_hash=tokens.digest(session_token), expires_at__gt=now, last_seen_at__gt=now - IDLE_LIFETIME
        )
        .select_related("account")
        .first()
    )
    if session is None:
        return None
    who = await _person(session.account, chosen_id=session.organisation_id)
    return Visit(session.id, session.last_seen_at, who)


_BELONGINGS = """
SELECT 'role' AS what, role AS value FROM role_grant WHERE account_id = ?
UNION ALL SELECT 'municipality', municipality_id FROM coordinator WHERE account_id = ?
"""
_ORGANISATIONS = """
SELECT o.id, o.name FROM membership m JOIN organisation o ON o.id = m.organisation_id WHERE m.account_id = ?
"""


async def person(account_id: int) -> Person:
    """Somebody with an account, as they would be once signed in; raises NotFound."""
    account = await Account.get_or_none(id=account_id)
    if account is None:
        raise NotFound
    return await _person(account, chosen_id=None)


async def _person(account: Account, *, chosen_id: int | None) -> Person:
    names = {row["id"]: row["name"] for row in await db.rows(_ORGANISATIONS, [account.id])}
    organisation_id = _acted_for(names.keys(), chosen_id)
    belongings: dict[str, set[str]] = {"role": set(), "municipality": set()}
    for row in await db.rows(_BELONGINGS, [account.id, account.id]):
        belongings[row["what"]].add(row["value"])
    return Person(
        account_id=account.id,
        name=account.name,
        email=account.email,
        organisation_ids=frozenset(names),
        organisation_id=organisation_id,
        organisation_name=names.get(organisation_id, ""),
        municipality_codes=frozenset(belongings["municipality"]),
        roles=frozenset(map(TeamRole, belongings["role"])),
    )


def _acted_for(organisation_ids: Collection[int], chosen_id: int | None) -> int | None:
    """The chosen organisation while one is still its member; without a choice the only one."""
    if chosen_id in organisation_ids:
        return chosen_id
    return next(iter(organisation_ids)) if len(organisation_ids) == 1 else None


def unused_accounts(since: date) -> QuerySet[Account]:
    """Accounts that nobody signed in with since the beginning of `since`, of people without a task.

    Who is of the team or coordinates a municipality may be needed at any moment.
    """
    never_seen = Q(last_seen_on__isnull=True, created_at__lt=clock.moment(since, time()))
    without_task = Q(role_grants__isnull=True, coordinated__isnull=True)
    return Account.filter(without_task, Q(last_seen_on__lt=since) | never_seen)


async def sign_in_link(token: str) -> SignInLink | None:
    """The link with this token, as long as it is remembered."""
    link = await SignInToken.get_or_none(token_hash=tokens.digest(token))
    if link is None:
        return None
    changed = int(link.reference) if link.purpose is Purpose.CHANGE_EMAIL else None
    is_alive = link.is_alive(clock.now())
    return SignInLink(link.email, link.purpose, is_alive=is_alive, new_address_of=changed)


async def sessions_of(actor: Person) -> list[Session]:
    """Where somebody is signed in, the latest first."""
    now = clock.now()
    own = Session.filter(
        account_id=actor.account_id, expires_at__gt=now, last_seen_at__gt=now - IDLE_LIFETIME
    )
    return await own.order_by("-created_at", "-id")


async def own_account(actor: Person) -> Account:
    """What is kept about who asks."""
    account = await Account.get_or_none(id=actor.account_id)
    if account is None:
        raise NotFound
    return account
