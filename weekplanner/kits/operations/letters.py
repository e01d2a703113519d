"""Telling who ordered; when their address is gone, everybody of the organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from weekplanner.accounts.models import Membership
from weekplanner.kits.models.orders import KitOrder
from weekplanner.mailer import outbox
from weekplanner.mailer.outbox import Message

Letter = tuple[KitOrder, Message]


async def put(*letters: Letter) -> None:
    """Queue these messages, each about its order."""
    unaddressed = [each for each in letters if not each[0].email]
    addressed = [message for order, message in letters if order.email]
    await outbox.put_many([*addressed, *await _to_members(unaddressed)])


async def _to_members(letters: Sequence[Letter]) -> list[Message]:
    members = await _members(order.organisation_id for order, _message in letters)
    return [
        replace(
            message,
            to=member.account.email,
            to_name=member.account.name,
            unique_key=f"{message.unique_key}:account-{member.account_id}",
        )
        for order, message in letters
        for member in members
        if member.organisation_id == order.organisation_id
    ]


async def _members(organisation_ids: Iterable[int | None]) -> list[Membership]:
    wanted = {each for each in organisation_ids if each is not None}
    if not wanted:
        return []
    return await Membership.filter(organisation_id__in=list(wanted)).select_related("account").order_by("id")
