"""What tests need, with harmless defaults: a test names only what matters to it."""

from datetime import date
from itertools import count
from typing import Any

from weekplanner.accounts.addresses import address
from weekplanner.accounts.models import Account, Organisation
from weekplanner.accounts.operations import accounts, organisations, team
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.core import db
from weekplanner.editions import operations as editions
from weekplanner.editions.models import Edition

_numbers = count(1)


class Make:
    """`await make.organisation()`, `await make.account()` and so on."""

    async def edition(self, year: int = 2027, **values: Any) -> Edition:
        """The edition of 1–8 October `year`, current."""
        dates = {"starts_on": date(year, 10, 1), "ends_on": date(year, 10, 8), **values}
        await editions.add_edition(year, **dates)
        return await editions.make_current(year)

    async def account(self, email: str | None = None, *, name: str = "Jan Jansen") -> Account:
        """Somebody who can sign in."""
        async with db.transaction():
            return await accounts.account_for(address(email or f"jan{next(_numbers)}@example.org"), name=name)

    async def organisation(
        self,
        *members: Account,
        name: str = "Buurthuis De Linde",
        municipality_code: str = "GM0344",
        is_trusted: bool = False,
        **values: Any,
    ) -> Organisation:
        """An organisation in Utrecht with these members, not trusted unless said so."""
        wanted = organisations.OrganisationValues(
            name=name, kind="welzijnsorganisatie", municipality_code=municipality_code, **values
        )
        made = await organisations.create_organisation(wanted)
        for member in members:
            await organisations.add_member(made.id, member.id)
        if is_trusted:
            await organisations.trust_organisation(made.id, is_trusted=True)
        return made

    async def team_member(self, role: TeamRole = TeamRole.MODERATION, email: str | None = None) -> Account:
        """Somebody of the team."""
        wanted = email or f"{role.value}{next(_numbers)}@example.org"
        return await team.add_team_member(wanted, role, actor=SYSTEM)

    async def coordinator(self, municipality: str = "utrecht", email: str | None = None) -> Account:
        """Somebody who watches over a municipality."""
        wanted = email or f"{municipality}{next(_numbers)}@example.org"
        return await team.add_coordinator(wanted, municipality, actor=SYSTEM)
