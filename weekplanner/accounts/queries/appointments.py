"""Reading who was appointed: the programme team, and the coordinators of municipalities."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from weekplanner.accounts import rights
from weekplanner.accounts.models import Account, Coordinator, RoleGrant
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.core.errors import NotFound


@dataclass(frozen=True)
class Grant:
    """A role that somebody has; `id` is that of its row."""

    id: int
    role: TeamRole


@dataclass(frozen=True)
class TeamMember:
    """Somebody of the programme team."""

    account_id: int
    email: str
    name: str
    last_seen_on: date | None
    grants: tuple[Grant, ...]

    @property
    def roles(self) -> tuple[TeamRole, ...]:
        """The roles, in the order of their names."""
        return tuple(grant.role for grant in self.grants)


async def team_members(*, actor: Person) -> list[TeamMember]:
    """The programme team by address; raises NotFound for who may not see it."""
    if not rights.may_see_team(actor):
        raise NotFound
    found: dict[int, TeamMember] = {}
    for grant in await RoleGrant.all().select_related("account").order_by("account__email_key", "role"):
        account = grant.account
        held = found[account.id].grants if account.id in found else ()
        found[account.id] = TeamMember(
            account.id,
            account.email,
            account.name,
            account.last_seen_on,
            (*held, Grant(grant.id, grant.role)),
        )
    return list(found.values())


async def accounts_with(role: TeamRole) -> list[Account]:
    """Who has this role by name, for telling them something."""
    grants = await RoleGrant.filter(role=role).select_related("account").order_by("id")
    return [grant.account for grant in grants]


async def role_grant(grant_id: int, *, actor: Person) -> RoleGrant:
    """A role that somebody has, with their account; raises NotFound for who may not see the team."""
    grant = await RoleGrant.filter(id=grant_id).select_related("account").first()
    if grant is None or not rights.may_see_team(actor):
        raise NotFound
    return grant


async def coordinators_of(municipality_code: str) -> list[Coordinator]:
    """Who watches over a municipality, the first first; the caller knows that the reader may see it."""
    tasks = Coordinator.filter(municipality_id=municipality_code).select_related("account")
    return await tasks.order_by("id")


async def coordinator(task_id: int, municipality_code: str) -> Coordinator:
    """One of them, with their account; raises NotFound."""
    found = [each for each in await coordinators_of(municipality_code) if each.id == task_id]
    if not found:
        raise NotFound
    return found[0]


async def numbers_of_coordinators() -> Counter[str]:
    """How many coordinators each municipality has, by its code."""
    codes = await Coordinator.all().values_list("municipality_id")
    return Counter(code for (code,) in codes)
