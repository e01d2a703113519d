"""The people of the demonstration: who organises, who reviews, and whom one can sign in as."""

from dataclasses import dataclass, replace

from weekplanner.accounts.addresses import address
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.operations.organisations import create_organisation
from weekplanner.accounts.operations.team import add_coordinator, add_team_member
from weekplanner.accounts.people import SYSTEM, Person, TeamRole
from weekplanner.accounts.queries import people as accounts
from weekplanner.core import db
from weekplanner.demo import municipality_pages
from weekplanner.demo.content import DemoOrganisation, coordinated, shown_organisation
from weekplanner.geo import queries as geo
from weekplanner.mailer import outbox
from weekplanner.municipalities import queries as municipalities
from weekplanner.municipalities.operations import write_page

ADMIN = "beheer@example.org"
REVIEWER = "redactie@example.org"
KEEPER = "pakketten@example.org"
COORDINATOR = "coordinator-{slug}@example.org"


@dataclass(frozen=True)
class Shown:
    """Whom the demonstration lets one sign in as, by address."""

    organiser: str
    coordinator: str
    admin: str


@dataclass(frozen=True)
class Team:
    """Who does what in the team."""

    reviewer: Person
    keeper: Person
    """Looks after kits."""


async def appoint() -> Team:
    """Appoint a team and some coordinators, unless they are."""
    with outbox.never_sent("invented"):
        async with db.transaction():
            await add_team_member(ADMIN, TeamRole.ADMIN, actor=SYSTEM, name="Noor Beheer (voorbeeld)")
            reviewer = await add_team_member(
                REVIEWER, TeamRole.MODERATION, actor=SYSTEM, name="Sam Redactie (voorbeeld)"
            )
            keeper = await add_team_member(
                KEEPER, TeamRole.LOGISTICS, actor=SYSTEM, name="Robin Pakketten (voorbeeld)"
            )
            for number, code in enumerate(coordinated()):
                await _appoint_coordinator(code, number)
    return Team(await accounts.person(reviewer.id), await accounts.person(keeper.id))


async def _appoint_coordinator(municipality_code: str, number: int) -> None:
    """Appoint somebody who has written the page of the municipality."""
    municipality = await geo.municipality_by_code(municipality_code)
    name = f"Coördinator {municipality.name} (voorbeeld)"
    to = COORDINATOR.format(slug=municipality.slug)
    coordinator = await add_coordinator(to, municipality.slug, actor=SYSTEM, name=name)
    if (await municipalities.page_of(municipality.code)).version == 0:
        texts = municipality_pages.page_of(municipality.name, number)
        actor = await accounts.person(coordinator.id)
        await write_page(municipality.code, texts, version=0, actor=actor)


async def shown() -> Shown:
    """The addresses to sign in with, of those who have most to see."""
    municipality = await geo.municipality_by_code(coordinated()[0])
    coordinator = COORDINATOR.format(slug=municipality.slug)
    return Shown(shown_organisation().contact_email, coordinator, ADMIN)


async def organiser(theirs: DemoOrganisation) -> Person:
    """The contact of an organisation, acting for it; both are made if need be. Part of a larger step."""
    account = await account_for(
        address(theirs.contact_email), name=theirs.contact_name, phone=theirs.values.phone
    )
    organisation = await Organisation.get_or_none(slug=theirs.slug)
    if organisation is None:
        organisation = await create_organisation(theirs.values, account_id=account.id, slug=theirs.slug)
    return replace(await accounts.person(account.id), organisation_id=organisation.id)
