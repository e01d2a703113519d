"""Appointing people: roles in the programme team, and coordinators of municipalities."""

from weekplanner.accounts import rights
from weekplanner.accounts.addresses import address
from weekplanner.accounts.models import Account, Coordinator, RoleGrant
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.operations.sessions import end_all_sessions
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.core import clock, db
from weekplanner.core.errors import require
from weekplanner.geo import queries as geo


async def add_team_member(email: str, role: TeamRole, *, actor: Person, name: str = "") -> Account:
    """Give somebody a role in the team, with an account if they have none.

    Raises WrongAddress, and NotAllowed for who may not appoint.
    """
    to = address(email)
    async with db.transaction():
        require(rights.may_appoint_team_member(actor))
        account = await account_for(to, name=name)
        if not await RoleGrant.exists(account_id=account.id, role=role):
            grant = RoleGrant(account=account, role=role, created_at=clock.now())
            await RoleGrant.bulk_create([grant], ignore_conflicts=True)
            await _begin_anew(account)
    return account


async def add_coordinator(email: str, municipality_slug: str, *, actor: Person, name: str = "") -> Account:
    """Make somebody a coordinator of a municipality, with an account if they have none.

    Raises WrongAddress, NotFound for an unknown municipality, and NotAllowed for who may not appoint.
    """
    to = address(email)
    async with db.transaction():
        require(rights.may_appoint_coordinator(actor))
        municipality = await geo.municipality(municipality_slug)
        account = await account_for(to, name=name)
        if not await Coordinator.exists(account_id=account.id, municipality_id=municipality.code):
            task = Coordinator(account=account, municipality=municipality, created_at=clock.now())
            await Coordinator.bulk_create([task], ignore_conflicts=True)
            await _begin_anew(account)
    return account


async def _begin_anew(account: Account) -> None:
    """Sign out everywhere: a session keeps its id only as long as its rights (OWASP ASVS 5.0 §7.2)."""
    await end_all_sessions(account.id)
