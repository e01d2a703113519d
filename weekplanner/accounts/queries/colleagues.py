"""Reading who acts for an organisation, who is invited, and who asked to join."""

from dataclasses import dataclass

from weekplanner.accounts.models import Account, Invitation, JoinRequest, Membership, Organisation
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.organisations import editable_organisation, members_of
from weekplanner.core import clock
from weekplanner.core.errors import NotFound


@dataclass(frozen=True)
class Colleagues:
    """Everybody around an organisation, those who wait longest first."""

    organisation: Organisation
    members: list[Membership]
    """With their accounts."""
    invitations: list[Invitation]
    """Those whose link works."""
    join_requests: list[JoinRequest]
    """With the accounts that ask."""


@dataclass(frozen=True)
class Invited:
    """What the page of an invitation may show."""

    invitation: Invitation
    """With its organisation, and who sent it."""
    has_name: bool
    """Whether there is an account with a name for who was invited."""


async def colleagues(organisation_id: int, *, actor: Person) -> Colleagues:
    """Everybody around an organisation; raises NotFound for who may not see them."""
    organisation = await editable_organisation(organisation_id, actor=actor)
    invitations = Invitation.filter(organisation_id=organisation.id, expires_at__gt=clock.now())
    requests = JoinRequest.filter(organisation_id=organisation.id).select_related("account")
    return Colleagues(
        organisation,
        await members_of(organisation.id),
        await invitations.order_by("created_at", "id"),
        await requests.order_by("created_at", "id"),
    )


async def colleague(membership_id: int, organisation_id: int, *, actor: Person) -> Membership:
    """A membership of this organisation with its account; raises NotFound for who may not see it."""
    organisation = await editable_organisation(organisation_id, actor=actor)
    members = Membership.filter(id=membership_id, organisation_id=organisation.id)
    found = await members.select_related("account", "organisation").first()
    if found is None:
        raise NotFound
    return found


async def invited(invitation_id: int, version: int) -> Invited | None:
    """An invitation whose link works."""
    alive = Invitation.filter(id=invitation_id, version=version, expires_at__gt=clock.now())
    invitation = await alive.select_related("organisation__municipality", "invited_by").first()
    if invitation is None:
        return None
    has_name = await Account.filter(email_key=invitation.email_key).exclude(name="").exists()
    return Invited(invitation, has_name)


async def own_join_requests(actor: Person) -> list[JoinRequest]:
    """What somebody asked and was not answered yet, with the organisations."""
    own = JoinRequest.filter(account_id=actor.account_id)
    return await own.select_related("organisation__municipality").order_by("created_at", "id")
