"""Sessions: how they begin, which organisation they act for, and how they end."""

from dataclasses import dataclass
from datetime import timedelta

from weekplanner.accounts.models import Account, Session
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.people import Visit
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotFound

SESSION_LIFETIME = timedelta(days=30)


@dataclass(frozen=True)
class NewSession:
    """What signing in gives: the value of the cookie, which is kept nowhere else, and where to go."""

    token: str
    return_path: str


async def begin_session(
    account_id: int, *, return_path: str = "", organisation_id: int | None = None
) -> NewSession:
    """Begin a session with a new id, for who proved to be the owner of the account."""
    now = clock.now()
    session = NewSession(tokens.random_token(), return_path)
    await Session.create(
        id_hash=tokens.digest(session.token),
        account_id=account_id,
        organisation_id=organisation_id,
        created_at=now,
        last_seen_at=now,
        expires_at=now + SESSION_LIFETIME,
    )
    return session


async def choose_organisation(session_id: int, organisation_id: int, *, actor: Person) -> None:
    """Act for one of the own organisations from now on; raises NotFound for any other."""
    if organisation_id not in actor.organisation_ids:
        raise NotFound
    own = Session.filter(id=session_id, account_id=actor.account_id)
    await own.update(organisation_id=organisation_id)


async def note_visit(visit: Visit) -> None:
    """Remember that a session is still used; of several requests at once one writes."""
    now = clock.now()
    async with db.transaction():
        unnoted = Session.filter(id=visit.session_id, last_seen_at=visit.last_seen_at)
        if await unnoted.update(last_seen_at=now):
            account = Account.filter(id=visit.person.account_id)
            await account.update(last_seen_on=clock.local(now).date(), warned_at=None)


async def end_session(token: str) -> None:
    """Sign out on one device; `token` is the value of its cookie."""
    await Session.filter(id_hash=tokens.digest(token)).delete()


async def end_all_sessions(account_id: int) -> None:
    """Sign out everywhere."""
    await Session.filter(account_id=account_id).delete()
