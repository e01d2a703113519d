"""A first activity: of somebody without an account, or for an organisation that may not be here yet."""

from dataclasses import asdict, dataclass
from typing import Any

from weekplanner.accounts.addresses import address
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations.organisations import OrganisationValues, create_organisation
from weekplanner.accounts.operations.sign_in import request_confirmation
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import organisations, people
from weekplanner.core import clock, db, tokens
from weekplanner.core.text_cleaning import normalised
from weekplanner.core.turns import take_turn
from weekplanner.events import rights
from weekplanner.events.models import Activity, PendingActivity
from weekplanner.events.operations.drafts import create_draft, open_edition, register_activity
from weekplanner.events.operations.steps import area_of, check_complete, check_occurrences
from weekplanner.events.values import ActivityValues


@dataclass(frozen=True)
class Newcomer:
    """Who typed it: the person, and the organisation they do it for."""

    name: str
    email: str
    organisation: OrganisationValues


async def keep_first_activity(
    values: ActivityValues, newcomer: Newcomer, *, request_key: str, wants_submitting: bool, network: str
) -> None:
    """Keep what was typed until the e-mail address is confirmed, and send the link for that.

    The same form sent twice sends one link. `network` counts against the limits on links. Raises
    WrongAddress, TooOften, NoEdition, WeekIsOver, WrongOccurrences, UnknownPostcode and, when it is
    to be submitted, Incomplete.
    """
    now = clock.now()
    to = address(newcomer.email)
    key = tokens.digest(f"first:{to.key}:{request_key}")
    async with db.transaction():
        edition = await open_edition(clock.local(now).date())
        check_occurrences(values.occurrences, edition)
        await area_of(values)
        if wants_submitting:
            check_complete(values)
        await take_turn(f"activity form {key}")
        columns: dict[str, Any] = {
            "activity": values.to_json(),
            "organisation": asdict(newcomer.organisation),
            "wants_submitting": wants_submitting,
        }
        if await PendingActivity.filter(request_key=key).update(**columns):
            return
        await PendingActivity.create(request_key=key, email_key=to.key, created_at=now, **columns)
        await request_confirmation(to.text, newcomer.name, network=network, reference=key)


async def register_with_organisation(
    values: ActivityValues,
    organisation: OrganisationValues,
    *,
    request_key: str,
    wants_submitting: bool,
    actor: Person,
) -> Activity:
    """Make an activity, and hand it in if wanted, for an organisation that may not be here yet.

    The team, and a coordinator in the own municipality, do this for others: they do not become members,
    and an organisation that is there under this name is used. Raises what `create_draft` and
    `register_activity` do.
    """
    register = register_activity if wants_submitting else create_draft
    async with db.transaction():
        await take_turn(f"organisation of {actor.account_id}")
        if rights.may_register_for_others(actor, organisation.municipality_code):
            found = await _named(organisation) or await create_organisation(organisation)
        else:
            assert actor.account_id is not None
            found = await own_organisation(organisation, actor.account_id)
            actor = await people.person(actor.account_id)
        return await register(values, organisation_id=found.id, request_key=request_key, actor=actor)


async def own_organisation(wanted: OrganisationValues, account_id: int) -> Organisation:
    """The own organisation of that name, made if there is none: a name alone gives no rights."""
    for organisation in await organisations.own_organisations(await people.person(account_id)):
        if normalised(organisation.name) == normalised(wanted.name):
            return organisation
    return await create_organisation(wanted, account_id=account_id)


async def _named(wanted: OrganisationValues) -> Organisation | None:
    """The organisation of that name in the municipality."""
    for organisation in await Organisation.filter(municipality_id=wanted.municipality_code).order_by("id"):
        if normalised(organisation.name) == normalised(wanted.name):
            return organisation
    return None
