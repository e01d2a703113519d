"""What happens to activities when an account or an organisation changes, in the same transaction."""

from contextlib import suppress

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from weekplanner.accounts.facts import (
    AccountRemoved,
    EmailChanged,
    MembershipEnded,
    OrganisationChanged,
    SignedIn,
)
from weekplanner.accounts.models import Organisation
from weekplanner.accounts.operations.organisations import OrganisationValues
from weekplanner.accounts.queries import organisations, people
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition, Phase
from weekplanner.events.models import Activity, PendingActivity, State
from weekplanner.events.operations.copying import still_possible
from weekplanner.events.operations.drafts import create_draft, submit_activity
from weekplanner.events.operations.editing import keep_for_review
from weekplanner.events.operations.first import own_organisation
from weekplanner.events.operations.relisting import held_activities, list_whole, relist_organisation
from weekplanner.events.queries.activities import complete, with_belongings
from weekplanner.events.queries.review import with_reviewed_contact
from weekplanner.events.values import ActivityValues

_NOBODY = {"contact_name": "", "contact_phone": "", "contact_email": ""}

ROWS_AT_ONCE = 100
"""In one statement that gives each row values of its own."""


class StillNeeded(Refused):
    """The last one of an organisation would leave its activities alone."""

    message = "U bent de laatste van deze organisatie, en zij heeft nog activiteiten."


async def claim_first_activities(fact: SignedIn) -> None:
    """Make what somebody typed before having an account: the organisation and the activity.

    Whoever signs in owns what was typed with their address, as drafts: a stranger may have typed it. Only
    what the link in the mail confirmed is submitted. What cannot be submitted any more stays a draft.
    Without a week to make it for, it waits for the next time they sign in.
    """
    edition = await editions.current()
    if edition is None or edition.phase(clock.today()) is Phase.AFTER:
        return
    mine = PendingActivity.filter(email_key=fact.email.lower()).select_for_update()
    for pending in await mine.order_by("id"):
        is_confirmed = pending.request_key == fact.reference
        with suppress(Refused):  # it waits for its term; signing in goes on
            async with db.savepoint():
                await _claim(pending, edition, fact.account_id, is_confirmed=is_confirmed)


async def claim_of_both_addresses(fact: EmailChanged) -> None:
    """Somebody with a new address owns what was typed with it, and still what was typed with the old one."""
    for email in (fact.former, fact.email):
        await claim_first_activities(SignedIn(fact.account_id, email, reference=""))


async def relist_activities(fact: OrganisationChanged) -> None:
    """Let the activities of an organisation show its new name, and count for its new municipality.

    Those of editions that no feed and no agenda holds any more stay as they were.
    """
    organisation = await organisations.organisation(fact.organisation_id)
    own = await held_activities(organisation.id)
    await own.filter(latitude__isnull=True).update(municipality_id=organisation.municipality_id)
    await relist_organisation(organisation)


async def _claim(pending: PendingActivity, edition: Edition, account_id: int, *, is_confirmed: bool) -> None:
    organisation = await own_organisation(OrganisationValues(**pending.organisation), account_id)
    actor = await people.person(account_id)
    values = await still_possible(ActivityValues.from_json(pending.activity), edition)
    await pending.delete()
    activity = await create_draft(
        values, organisation_id=organisation.id, request_key=pending.request_key, actor=actor
    )
    if not (is_confirmed and pending.wants_submitting):
        return
    try:
        async with db.savepoint():
            await submit_activity(activity.id, version=activity.version, actor=actor)
    except Refused:
        return  # it stays a draft; its page says what is missing


async def keep_somebody(fact: MembershipEnded) -> None:
    """Refuse that the last one leaves while something of the organisation is on, or being prepared."""
    if await organisations.members_of(fact.organisation_id):
        return
    unfinished = Activity.filter(
        organisation_id=fact.organisation_id,
        edition__ends_on__gte=clock.today(),
        state__not_in=[State.CANCELLED, State.WITHDRAWN],
    )
    if await unfinished.exists():
        raise StillNeeded


async def forget_contact(fact: AccountRemoved) -> None:
    """Empty the contact of activities that had the address of an account which is gone; they stay."""
    await _forget(Activity.all(), fact.email)


async def forget_colleague(fact: MembershipEnded) -> None:
    """The same in the activities of an organisation that somebody does not act for any more."""
    await _forget(Activity.filter(organisation_id=fact.organisation_id), fact.email)


async def _forget(own: QuerySet[Activity], email: str) -> None:
    """As the contact, and as the one that a reviewer last saw: nothing waits that nobody changed.

    Somebody may be the contact of hundreds, so it happens in a few statements. Organisations are locked
    first and activities then, in the order of their numbers: no two changes wait for each other.
    """
    theirs = own.filter(Q(contact_email__iexact=email) | Q(id__in=await with_reviewed_contact(email)))
    owners = {owner for (owner,) in await theirs.values_list("organisation_id")}
    await Organisation.filter(id__in=owners).order_by("id").select_for_update()
    await theirs.order_by("id").select_for_update()
    found = await with_belongings(theirs.order_by("id"))
    if not found:
        return
    shown = []
    for activity in found:
        is_contact, seen = _is_address(activity.contact_email, email), activity.reviewed_values
        if is_contact:
            activity.update_from_dict({**_NOBODY, "version": activity.version + 1, "changed_at": clock.now()})
        if seen is not None and (is_contact or _is_address(seen["contact_email"], email)):
            activity.reviewed_values = {**seen, **_NOBODY}
        if is_contact and activity.was_published:
            shown.append(activity)
    columns = [*_NOBODY, "version", "changed_at", "reviewed_values"]
    await Activity.bulk_update(found, columns, batch_size=ROWS_AT_ONCE)
    for activity in found:
        if activity.needs_review:
            await keep_for_review(activity, is_reviewed=False)
    await list_whole(await complete(shown))


def _is_address(contact_email: str, email: str) -> bool:
    return contact_email.lower() == email.lower()
