"""Appointing people: roles in the programme team, and coordinators of municipalities."""

from weekplanner.accounts import rights
from weekplanner.accounts.addresses import address
from weekplanner.accounts.models import Account, Coordinator, RoleGrant
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.operations.sessions import end_all_sessions
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality


class NoMunicipality(NotFound):
    """There is no municipality with this slug."""

    def __init__(self, slug: str) -> None:
        text = _("Er is geen gemeente “%(slug)s”. Gebruik het woord uit haar adres, zoals den-haag.")
        super().__init__(text % {"slug": one_line(slug)})


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

    Raises WrongAddress, NoMunicipality, and NotAllowed for who may not appoint.
    """
    to = address(email)
    async with db.transaction():
        require(rights.may_appoint_coordinator(actor))
        municipality = await _municipality(municipality_slug)
        account = await account_for(to, name=name)
        if not await Coordinator.exists(account_id=account.id, municipality_id=municipality.code):
            task = Coordinator(account=account, municipality=municipality, created_at=clock.now())
            await Coordinator.bulk_create([task], ignore_conflicts=True)
            await _begin_anew(account)
    return account


async def _municipality(slug: str) -> Municipality:
    try:
        return await geo.municipality(slug)
    except NotFound as error:
        raise NoMunicipality(slug) from error


async def _begin_anew(account: Account) -> None:
    """Sign out everywhere: a session keeps its id only as long as its rights (OWASP ASVS 5.0 §7.2)."""
    await end_all_sessions(account.id)
