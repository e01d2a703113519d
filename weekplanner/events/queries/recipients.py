"""Who is told about an activity: its contact, or everyone of its organisation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from weekplanner.accounts.models import Account
from weekplanner.accounts.queries import organisations as accounts
from weekplanner.core import tokens
from weekplanner.core.texts import SOURCE_LANGUAGE
from weekplanner.events.models import Activity


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell; `key` names them without their address, among those of one activity."""

    key: str
    address: str
    name: str
    language: str
    is_member: bool
    """Whether it is the address that somebody of the organisation signs in with."""

    @property
    def mailbox(self) -> str:
        """Equal for one and the same address, and naming it to nobody; among those of many activities."""
        return tokens.sign("recipient", self.address.lower())


async def recipients_of(activity: Activity) -> list[Recipient]:
    """The contact of the activity; without an address there, everyone of its organisation."""
    return _recipients(activity, await _members(activity.organisation_id))


async def grouped(activities: Iterable[Activity]) -> list[tuple[Recipient, list[Activity]]]:
    """Each address once, with those of these activities, of one organisation, that concern it."""
    found: dict[str, tuple[Recipient, list[Activity]]] = {}
    members: list[Account] | None = None
    for activity in activities:
        members = await _members(activity.organisation_id) if members is None else members
        for recipient in _recipients(activity, members):
            _recipient, theirs = found.setdefault(recipient.mailbox, (recipient, []))
            theirs.append(activity)
    return list(found.values())


async def _members(organisation_id: int) -> list[Account]:
    return [member.account for member in await accounts.members_of(organisation_id)]


def _recipients(activity: Activity, members: Sequence[Account]) -> list[Recipient]:
    if activity.contact_email:
        is_member = activity.contact_email.lower() in {who.email.lower() for who in members}
        name = activity.contact_name
        return [Recipient("contact", activity.contact_email, name, SOURCE_LANGUAGE, is_member)]
    return [Recipient(f"account-{who.id}", who.email, who.name, who.language, True) for who in members]
