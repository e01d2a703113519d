"""Telling the team that a kit runs out."""

from collections.abc import Iterable

from weekplanner.accounts.people import TeamRole
from weekplanner.accounts.queries.appointments import accounts_with
from weekplanner.kits.messages.team import stock_low
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.ledger import MovementKind, StockMovement
from weekplanner.mailer import outbox

CAME = (MovementKind.RECEIVED, MovementKind.CORRECTED)
"""By which there is more than before, unless it is corrected down."""


async def look(kits: Iterable[Kit]) -> int:
    """Tell who looks after kits of those that have fewer than their mark; answers how many messages.

    Once, until stock arrives or is found that brings it up to the mark; the admins where nobody has the
    role. The kits are locked, and as they are now.
    """
    low = [kit for kit in kits if kit.is_running_out]
    if not low:
        return 0
    team = await accounts_with(TeamRole.LOGISTICS) or await accounts_with(TeamRole.ADMIN)
    queued = 0
    for kit in low:
        since = await _last_enough(kit)
        queued += sum([await outbox.put(stock_low(kit, who, since=since)) for who in team])
    return queued


async def _last_enough(kit: Kit) -> int:
    """The last movement of the ledger by which there was enough; what came and went since is no news."""
    came = StockMovement.filter(kit_id=kit.id, kind__in=CAME, quantity__gt=0)
    last = await came.filter(free_after__gte=kit.low_stock_at).order_by("-id").first()
    return last.id if last else 0
