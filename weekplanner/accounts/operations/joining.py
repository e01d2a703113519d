"""Asking to act for an organisation that is here already, and the answer of its people."""

from weekplanner.accounts import rights
from weekplanner.accounts.addresses import address
from weekplanner.accounts.messages import colleagues as messages
from weekplanner.accounts.models import Account, Invitation, JoinRequest, Membership, Organisation, Purpose
from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change
from weekplanner.accounts.operations.colleagues import organisation_to_manage
from weekplanner.accounts.operations.limits import (
    JOIN_REQUESTS,
    JOIN_REQUESTS_TO_ONE,
    count,
    count_request,
)
from weekplanner.accounts.operations.links import Wish, send_link
from weekplanner.accounts.operations.organisations import add_member, subject_of
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.organisations import members_of, organisation
from weekplanner.core import clock, db, links
from weekplanner.core.errors import NotFound, Refused
from weekplanner.mailer import outbox


class BelongsAlready(Refused):
    """Who asks acts for the organisation already."""

    message = "U hoort al bij deze organisatie."


class NoJoinRequest(NotFound):
    """A request that is not waiting at this organisation."""

    message = "Dit verzoek is er niet meer. Misschien heeft een collega het al beantwoord."


async def ask_to_join(organisation_id: int, *, note: str = "", actor: Person) -> None:
    """Ask the people of an organisation whether one may act for it too; they are told by mail.

    Asked twice, it is one request. Raises NotFound, BelongsAlready and TooOften.
    """
    async with db.transaction():
        await ask_for(organisation_id, await Account.get(id=actor.account_id), note=note)


async def ask_for(organisation_id: int, account: Account, *, note: str = "") -> None:
    """The same for an account, as part of the caller's transaction."""
    wanted = await db.lock(Organisation, id=organisation_id)
    if await Membership.exists(organisation_id=wanted.id, account_id=account.id):
        raise BelongsAlready
    if await JoinRequest.exists(organisation_id=wanted.id, account_id=account.id):
        return
    await count(JOIN_REQUESTS, str(account.id))
    await count(JOIN_REQUESTS_TO_ONE, str(wanted.id))
    request = await JoinRequest.create(
        organisation_id=wanted.id, account_id=account.id, note=note, created_at=clock.now()
    )
    for member in await members_of(wanted.id):
        await outbox.put(messages.join_requested(request, wanted, account, member.account))


async def confirm_before_asking(organisation_id: int, email: str, name: str, *, network: str) -> None:
    """Send somebody without an account a link; using it makes the account, and asks.

    The same is answered, and as much written, for every address. Raises NotFound for an organisation that
    is not here, WrongAddress and TooOften.
    """
    to = address(email)
    async with db.transaction():
        wanted = await organisation(organisation_id)
        await count_request(to, network)
        wish = Wish(
            Purpose.JOIN,
            name=name,
            reference=str(wanted.id),
            return_path=links.path("join_request_sent"),
        )
        await send_link(to, wish)


async def accept_join_request(request_id: int, organisation_id: int, *, actor: Person) -> None:
    """Let who asked act for the organisation from now on, and tell them.

    Of several answers at once one counts; the others get NoJoinRequest.
    """
    async with db.transaction():
        wanted = await organisation_to_manage(organisation_id, actor=actor)
        request = await _answered(request_id, wanted)
        await add_member(wanted.id, request.account_id)
        await Invitation.filter(organisation_id=wanted.id, email_key=request.account.email_key).delete()
        await outbox.put(messages.join_accepted(request, wanted))
        changes = [Change("member", after=str(request.account_id))]
        await audit.record(actor, rights.MANAGE_COLLEAGUES, subject_of(wanted), changes)


async def decline_join_request(request_id: int, organisation_id: int, *, actor: Person) -> None:
    """Say no to who asked, and tell them; raises NoJoinRequest."""
    async with db.transaction():
        wanted = await organisation_to_manage(organisation_id, actor=actor)
        request = await _answered(request_id, wanted)
        await outbox.put(messages.join_declined(request, wanted))
        changes = [Change("join_request", before=str(request_id))]
        await audit.record(actor, rights.MANAGE_COLLEAGUES, subject_of(wanted), changes)


async def _answered(request_id: int, wanted: Organisation) -> JoinRequest:
    """The request, which is answered now and therefore gone."""
    found = JoinRequest.filter(id=request_id, organisation_id=wanted.id).select_related("account")
    request = await found.first()
    if request is None:
        raise NoJoinRequest
    await request.delete()
    return request
