"""Inviting colleagues, and how somebody stops acting for an organisation."""

from datetime import datetime, timedelta

from weekplanner.accounts import rights
from weekplanner.accounts.addresses import Address, address
from weekplanner.accounts.facts import MembershipEnded
from weekplanner.accounts.messages import colleagues as messages
from weekplanner.accounts.models import (
    Account,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    Purpose,
)
from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.operations.audit import Change
from weekplanner.accounts.operations.limits import (
    INVITATIONS,
    INVITATIONS_BY_ONE,
    INVITATIONS_TO_ONE,
    count,
)
from weekplanner.accounts.operations.links import Wish, send_link
from weekplanner.accounts.operations.organisations import add_member, subject_of
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, links
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.core.facts import announce
from weekplanner.core.texts import gettext as _
from weekplanner.mailer import outbox

INVITATION_LIFETIME = timedelta(days=14)
DOUBLE_CLICK = timedelta(minutes=1)
"""Within it, inviting the same person again is the same invitation."""


class AlreadyColleague(Refused):
    """Who is invited acts for the organisation already."""

    def __init__(self, email: str) -> None:
        sentence = _("%(email)s hoort al bij deze organisatie.") % {"email": email}
        super().__init__(sentence, field="email")


class AlreadyInvited(Refused):
    """An invitation to this address waits for its answer."""

    def __init__(self, email: str) -> None:
        sentence = _("%(email)s is al uitgenodigd. U kunt de uitnodiging op deze bladzijde opnieuw sturen.")
        super().__init__(sentence % {"email": email}, field="email")


class InvitationEnded(Refused):
    """An invitation that was accepted, withdrawn, sent again, or is too old."""

    message = "Deze uitnodiging werkt niet meer."


class NoInvitation(NotFound):
    """An invitation that is not waiting at this organisation."""

    message = "Deze uitnodiging is er niet meer. Misschien is zij net aangenomen of ingetrokken."


class NoColleague(NotFound):
    """A membership that is not one of this organisation."""

    message = "Deze persoon hoort niet meer bij de organisatie."


async def organisation_to_manage(organisation_id: int, *, actor: Person) -> Organisation:
    """An organisation, locked, whose colleagues `actor` may manage; raises NotFound and NotAllowed."""
    organisation = await db.lock(Organisation, id=organisation_id)
    if not rights.may_see_organisation_details(actor, organisation):
        raise NotFound
    require(rights.may_manage_colleagues(actor, organisation))
    return organisation


async def invite_colleague(organisation_id: int, email: str, *, actor: Person) -> None:
    """Mail somebody a link with which they may act for the organisation too, for 14 days.

    Raises WrongAddress, AlreadyColleague, AlreadyInvited, TooOften, and NotFound for who may not see the
    organisation.
    """
    to, now = address(email), clock.now()
    async with db.transaction():
        organisation = await organisation_to_manage(organisation_id, actor=actor)
        if await Membership.exists(organisation_id=organisation.id, account__email_key=to.key):
            raise AlreadyColleague(to.text)
        invitation = await Invitation.get_or_none(organisation_id=organisation.id, email_key=to.key)
        if invitation is None:
            invitation = Invitation(
                organisation_id=organisation.id, email_key=to.key, version=0, created_at=now
            )
        elif _was_sent_just_now(invitation, now):
            return
        elif invitation.expires_at > now:
            raise AlreadyInvited(to.text)
        invitation.email = to.text
        await _send(invitation, organisation, now, actor=actor)


async def send_invitation_again(
    invitation_id: int, organisation_id: int, *, version: int, actor: Person
) -> None:
    """Mail a new link, for 14 days again; the old one ends.

    `version` is that of the invitation the button stood at: pressed twice, it is sent once. Raises
    NoInvitation and TooOften.
    """
    now = clock.now()
    async with db.transaction():
        organisation = await organisation_to_manage(organisation_id, actor=actor)
        invitation = await _waiting(invitation_id, organisation)
        if invitation.version == version:
            await _send(invitation, organisation, now, actor=actor)


async def withdraw_invitation(invitation_id: int, organisation_id: int, *, actor: Person) -> None:
    """Take an invitation back: its link ends; raises NoInvitation."""
    async with db.transaction():
        organisation = await organisation_to_manage(organisation_id, actor=actor)
        invitation = await _waiting(invitation_id, organisation)
        await invitation.delete()
        changes = [Change("invitation", before=str(invitation_id))]
        await audit.record(actor, rights.MANAGE_COLLEAGUES, subject_of(organisation), changes)


async def accept_invitation(invitation_id: int, *, version: int, name: str = "") -> None:
    """Let who was invited act for the organisation, and mail them a link to sign in with.

    The link in the invitation works for days, so it signs nobody in by itself. `name` is for an account
    without one. Of several that use the invitation at once one succeeds; the others get InvitationEnded.
    """
    now = clock.now()
    async with db.transaction():
        known = await Invitation.get_or_none(id=invitation_id)
        if known is None:
            raise InvitationEnded
        organisation = await db.lock(Organisation, id=known.organisation_id)
        invitation = await Invitation.get_or_none(id=invitation_id, version=version, expires_at__gt=now)
        if invitation is None:
            raise InvitationEnded
        account = await _named_account(Address(invitation.email), name)
        await add_member(organisation.id, account.id)
        await invitation.delete()
        await JoinRequest.filter(organisation_id=organisation.id, account_id=account.id).delete()
        await send_link(
            Address(account.email), Wish(Purpose.SIGN_IN, return_path=links.path("my_organisation"))
        )


async def leave_organisation(organisation_id: int, *, actor: Person) -> None:
    """Stop acting for an organisation; raises NotFound for who does not.

    Raises what those refuse who need somebody to stay; see MembershipEnded.
    """
    async with db.transaction():
        organisation = await db.lock(Organisation, id=organisation_id)
        membership = await _membership(organisation, account_id=actor.account_id)
        await _end(membership)


async def remove_colleague(membership_id: int, organisation_id: int, *, actor: Person) -> None:
    """End the membership of somebody else, and tell them; what they invited others to ends too.

    Raises NoColleague, NotAllowed, and what those refuse who need somebody to stay.
    """
    async with db.transaction():
        organisation = await organisation_to_manage(organisation_id, actor=actor)
        membership = await _membership(organisation, id=membership_id)
        await Invitation.filter(organisation_id=organisation.id, invited_by_id=membership.account_id).delete()
        await _end(membership)
        await outbox.put(messages.membership_ended(membership, organisation))
        changes = [Change("member", before=str(membership.account_id))]
        await audit.record(actor, rights.MANAGE_COLLEAGUES, subject_of(organisation), changes)


def _was_sent_just_now(invitation: Invitation, now: datetime) -> bool:
    return now < invitation.expires_at - INVITATION_LIFETIME + DOUBLE_CLICK


async def _waiting(invitation_id: int, organisation: Organisation) -> Invitation:
    invitation = await Invitation.get_or_none(id=invitation_id, organisation_id=organisation.id)
    if invitation is None:
        raise NoInvitation
    return invitation


async def _send(invitation: Invitation, organisation: Organisation, now: datetime, *, actor: Person) -> None:
    await count(INVITATIONS, str(organisation.id))
    await count(INVITATIONS_BY_ONE, str(actor.account_id))
    await count(INVITATIONS_TO_ONE, invitation.email_key)
    invitation.version += 1
    invitation.expires_at = now + INVITATION_LIFETIME
    invitation.invited_by_id = actor.account_id
    await invitation.save()
    await outbox.put(messages.colleague_invited(invitation, organisation, actor))
    changes = [Change("invitation", after=str(invitation.id))]
    await audit.record(actor, rights.MANAGE_COLLEAGUES, subject_of(organisation), changes)


async def _named_account(to: Address, name: str) -> Account:
    account = await account_for(to, name=name)
    if name and not account.name:
        account.name = name
        await account.save(update_fields=["name"])
    return account


async def _membership(organisation: Organisation, **key: int | None) -> Membership:
    found = Membership.filter(organisation_id=organisation.id, **key).select_related("account")
    membership = await found.first()
    if membership is None:
        raise NoColleague
    return membership


async def _end(membership: Membership) -> None:
    await membership.delete()
    ended = MembershipEnded(membership.account_id, membership.account.email, membership.organisation_id)
    await announce(ended)
