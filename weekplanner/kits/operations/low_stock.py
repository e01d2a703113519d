"""Telling the team that a kit runs out."""

from collections.abc import Iterable

from weekplanner.accounts.people import TeamRole
from weekplanner.accounts.queries.appointments import accounts_with
from weekplanner.kits.messages.team import stock_low
from weekplanner.kits.models import Kit, MovementKind, StockMovement
from weekplanner.mailer import outbox


async def look(kits: Iterable[Kit]) -> None:
    """Tell who looks after kits of those that have fewer than their mark: once until stock arrives again.

    The kits are locked, and as they are now.
    """
    low = [kit for kit in kits if kit.low_stock_at and kit.free < kit.low_stock_at and not kit.is_recalled]
    if not low:
        return
    team = await accounts_with(TeamRole.LOGISTICS)
    for kit in low:
        arrived = (
            await StockMovement.filter(kit_id=kit.id, kind=MovementKind.RECEIVED).order_by("-id").first()
        )
        for who in team:
            await outbox.put(stock_low(kit, who, since=arrived.id if arrived else 0))
