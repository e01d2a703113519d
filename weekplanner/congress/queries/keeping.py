"""Seats that are kept for invitation codes, and telephones at the doors."""

from collections.abc import Sequence
from dataclasses import dataclass

from weekplanner.accounts.people import Person
from weekplanner.congress import codes, rights
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.entrance import DoorDevice
from weekplanner.congress.models.seats import CongressInvitation
from weekplanner.core.errors import NotFound


@dataclass(frozen=True)
class Code:
    """An invitation with its code, which is stored nowhere and made again here."""

    invitation: CongressInvitation
    code: str


async def codes_of(congress: Congress, *, actor: Person) -> Sequence[Code]:
    """The latest first; raises NotFound for who may not invite."""
    if not rights.may_invite(actor):
        raise NotFound
    found = await CongressInvitation.filter(congress_id=congress.id).order_by("-id")
    return [Code(each, codes.invitation_code(each.id)) for each in found]


async def doors_of(congress: Congress, *, actor: Person) -> Sequence[DoorDevice]:
    """The latest first; raises NotFound for who may not open doors."""
    if not rights.may_open_doors(actor):
        raise NotFound
    return await DoorDevice.filter(congress_id=congress.id).order_by("-id").select_related("made_by")
