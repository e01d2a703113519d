"""How many of each kit an activity and its organisation may still order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from weekplanner.core import db
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import KitOrder

_USED = """
SELECT line.kit_id AS kit_id,
  SUM(line.quantity) AS of_organisation,
  SUM(CASE WHEN kit_order.activity_id = ? THEN line.quantity ELSE 0 END) AS of_activity
FROM kit_order_line AS line JOIN kit_order ON kit_order.id = line.order_id
WHERE kit_order.organisation_id = ? AND kit_order.edition_id = ?
  AND line.state NOT IN ('requested', 'cancelled') AND NOT line.is_replacement
GROUP BY line.kit_id
"""


@dataclass(frozen=True)
class Room:
    """How many of a kit may still be ordered: for the activity, and for the organisation in this edition."""

    activity: int | None
    """None where there is no limit."""
    organisation: int | None

    @property
    def quantity(self) -> int | None:
        """The smaller of both, from 0."""
        limits = [each for each in (self.activity, self.organisation) if each is not None]
        return max(0, min(limits)) if limits else None

    def allows(self, wanted: int) -> int:
        """How many of what is wanted lie within it."""
        return wanted if self.quantity is None else min(wanted, self.quantity)


async def room_for(
    kits: Iterable[Kit], *, organisation_id: int, activity_id: int, edition_id: int
) -> Mapping[int, Room]:
    """By kit, what the limits leave; what waits above a limit takes nothing of it."""
    rows = await db.rows(_USED, (activity_id, organisation_id, edition_id))
    used = {row["kit_id"]: (int(row["of_activity"]), int(row["of_organisation"])) for row in rows}
    return {kit.id: _room(kit, *used.get(kit.id, (0, 0))) for kit in kits}


async def used_by(order: KitOrder, kits: Iterable[Kit]) -> Mapping[int, Room]:
    """The same for an order that exists; what it has itself counts as used."""
    if order.organisation_id is None:
        return {kit.id: Room(None, None) for kit in kits}
    return await room_for(
        kits,
        organisation_id=order.organisation_id,
        activity_id=order.activity_id or 0,
        edition_id=order.edition_id,
    )


def _room(kit: Kit, of_activity: int, of_organisation: int) -> Room:
    return Room(
        None if kit.max_per_activity is None else kit.max_per_activity - of_activity,
        None if kit.max_per_organisation is None else kit.max_per_organisation - of_organisation,
    )
