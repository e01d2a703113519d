"""What goes by itself: to whom kits went, 30 days after the week. What was ordered stays, and the ledger."""

from datetime import datetime, timedelta

from weekplanner.core import clock, db
from weekplanner.kits.models import KitOrder

TERM = timedelta(days=30)
CHUNK = 500
"""Orders emptied at a time: no transaction may hold the write lock for long."""

_EMPTY = dict.fromkeys(
    (
        "recipient",
        "recipient_organisation",
        "street",
        "house_number",
        "postcode",
        "place",
        "phone",
        "carrier_note",
        "email",
        "wish",
        "searched",
    ),
    "",
)


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Empty what is past its term at `now`; answers how many orders."""
    last_day = clock.local(now - TERM).date()
    known = KitOrder.filter(edition__ends_on__lt=last_day, forgotten_at__isnull=True)
    counts = {"kit_addresses": await known.count()}
    if is_dry_run:
        return counts
    while ids := [number for (number,) in await known.order_by("id").limit(CHUNK).values_list("id")]:
        async with db.transaction():
            await KitOrder.filter(id__in=ids).update(**_EMPTY, forgotten_at=now)
    return counts
