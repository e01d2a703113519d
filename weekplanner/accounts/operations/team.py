"""Appointing people: roles in the programme team, and coordinators of municipalities."""

from weekplanner.accounts import audit_words, rights
from weekplanner.accounts.addresses import Address, address
from weekplanner.accounts.messages import appointments as messages
from weekplanner.accounts.models import Account, Coordinator, RoleGrant
from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.operations.sessions import end_all_sessions
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.core.turns import take_turn
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality
from weekplanner.mailer import outbox


class NoMunicipality(NotFound):
    """There is no municipality with this slug."""

    def __init__(self, slug: str) -> None:
        text = _("Er is geen gemeente “%(slug)s”. Gebruik het woord uit haar adres, zoals den-haag.")
        super().__init__(text % {"slug": one_line(slug)})


class LastAdmin(Refused):
    """Without an admin nobody could appoint one."""

    message = "Dit is de laatste met de rol Beheer. Geef die rol eerst aan iemand anders."


class OwnAdminRole(Refused):
    """Nobody locks themselves out by mistake."""

    message = "U kunt uw eigen rol Beheer niet weghalen. Vraag het een ander met die rol."


async def add_team_member(email: str, role: TeamRole, *, actor: Person, name: str = "") -> Account:
    """Give somebody a role in the team, with an account if they have none, and tell them.

    Raises WrongAddress, and NotAllowed for who may not appoint.
    """
    to = address(email)
    async with db.transaction():
        require(rights.may_appoint_team_member(actor))
        account, changes = await _account(to, name)
        if not await RoleGrant.exists(account_id=account.id, role=role):
            made = RoleGrant(account=account, role=role, created_at=clock.now())
            await RoleGrant.bulk_create([made], ignore_conflicts=True)
            grant = await RoleGrant.get(account_id=account.id, role=role)
            await _begin_anew(account)
            changes.append(Change("role", after=audit_words.ROLES[role]))
            await audit.record(actor, rights.APPOINT_TEAM_MEMBER, _subject(account), changes)
            await outbox.put(messages.role_given(grant, account))
    return account


async def take_role(grant_id: int, *, actor: Person) -> None:
    """Take a role from somebody, at once on every device; one admin always stays.

    Raises NotAllowed for who may not appoint, NotFound, OwnAdminRole and LastAdmin.
    """
    async with db.transaction():
        require(rights.may_appoint_team_member(actor))
        await take_turn("admins")  # two who take each other's role at once would leave nobody
        grant = await db.lock(RoleGrant, id=grant_id)
        if grant.role is TeamRole.ADMIN:
            if grant.account_id == actor.account_id:
                raise OwnAdminRole
            if await RoleGrant.filter(role=TeamRole.ADMIN).count() == 1:
                raise LastAdmin
        account = await Account.get(id=grant.account_id)
        await grant.delete()
        await _begin_anew(account)
        change = Change("role", before=audit_words.ROLES[grant.role])
        await audit.record(actor, rights.APPOINT_TEAM_MEMBER, _subject(account), [change])


async def add_coordinator(email: str, municipality_slug: str, *, actor: Person, name: str = "") -> Account:
    """Make somebody a coordinator of a municipality, with an account if they have none, and tell them.

    Raises WrongAddress, NoMunicipality, and NotAllowed for who may not appoint.
    """
    to = address(email)
    async with db.transaction():
        require(rights.may_appoint_coordinator(actor))
        municipality = await _municipality(municipality_slug)
        account, changes = await _account(to, name)
        if not await Coordinator.exists(account_id=account.id, municipality_id=municipality.code):
            made = Coordinator(account=account, municipality=municipality, created_at=clock.now())
            await Coordinator.bulk_create([made], ignore_conflicts=True)
            task = await Coordinator.get(account_id=account.id, municipality_id=municipality.code)
            await _begin_anew(account)
            changes.append(Change("municipality", after=municipality.name))
            await audit.record(actor, rights.APPOINT_COORDINATOR, _subject(account), changes)
            await outbox.put(messages.coordinator_appointed(task, account, municipality))
    return account


async def dismiss_coordinator(task_id: int, municipality_slug: str, *, actor: Person) -> None:
    """Let somebody no longer watch over a municipality, at once on every device.

    Raises NotAllowed for who may not appoint, NoMunicipality, and NotFound for who is not its coordinator.
    """
    async with db.transaction():
        require(rights.may_appoint_coordinator(actor))
        municipality = await _municipality(municipality_slug)
        task = await db.lock(Coordinator, id=task_id, municipality_id=municipality.code)
        account = await Account.get(id=task.account_id)
        await task.delete()
        await _begin_anew(account)
        change = Change("municipality", before=municipality.name)
        await audit.record(actor, rights.APPOINT_COORDINATOR, _subject(account), [change])


async def _account(to: Address, name: str) -> tuple[Account, list[Change]]:
    """The account of an address, and what of it is new: the name is theirs, so only that there is one."""
    is_named = bool(name) and not await Account.exists(email_key=to.key)
    return await account_for(to, name=name), [Change("name")] if is_named else []


def _subject(account: Account) -> Subject:
    return Subject("account", str(account.id))


async def _municipality(slug: str) -> Municipality:
    try:
        return await geo.municipality(slug)
    except NotFound as error:
        raise NoMunicipality(slug) from error


async def _begin_anew(account: Account) -> None:
    """Sign out everywhere: a session keeps its id only as long as its rights (OWASP ASVS 5.0 §7.2)."""
    await end_all_sessions(account.id)
