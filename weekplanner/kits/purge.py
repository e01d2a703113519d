"""What goes by itself: where kits went, 30 days after the week, prints after a week, files that nobody names.

What was ordered stays, and the ledger. What without an address can never be sent is cancelled.
"""

import asyncio
from datetime import datetime, timedelta

from tortoise.queryset import QuerySet

from weekplanner.core import clock, db
from weekplanner.formats import images
from weekplanner.kits import files, print_files
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import KitOrder, LineState
from weekplanner.kits.models.printing import PrintJob
from weekplanner.kits.operations import lapsing

TERM = timedelta(days=30)
PRINTS_KEPT = timedelta(days=7)
UNUSED_FILES_KEPT = timedelta(days=1)
"""Files are written before the row that names them."""
CHUNK = 500
"""Orders emptied at a time: no transaction may hold the write lock for long."""
LAPSE_AT_ONCE = 20
"""Orders of which something is cancelled: that is a line in the ledger each time."""
_LAPSE = ((LineState.REQUESTED, LineState.BACK_ORDERED), (LineState.PLACED, LineState.APPROVED))
"""In this order: of two that lapse, none is served with what the other gives up."""

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
    """Empty and remove what is past its term at `now`; answers how many of each."""
    before = now - UNUSED_FILES_KEPT
    if not is_dry_run:
        await _lapse(now)
    return {
        "kit_addresses": await _purge_addresses(now, is_dry_run=is_dry_run),
        "unused_kit_pictures": await _purge_pictures(before, is_dry_run=is_dry_run),
        "unused_kit_files": await _purge_files(before, is_dry_run=is_dry_run),
        "prints": await _purge_prints(now, is_dry_run=is_dry_run),
    }


async def _lapse(now: datetime) -> None:
    for states in _LAPSE:
        open_still = _past_term(now).filter(lines__state__in=list(states)).distinct().order_by("id")
        while ids := [number for (number,) in await open_still.limit(LAPSE_AT_ONCE).values_list("id")]:
            await lapsing.lapse(ids, states)


def _past_term(now: datetime) -> QuerySet[KitOrder]:
    return KitOrder.filter(edition__ends_on__lt=clock.local(now - TERM).date())


async def _purge_addresses(now: datetime, *, is_dry_run: bool) -> int:
    known = _past_term(now).filter(forgotten_at__isnull=True)
    count = await known.count()
    if is_dry_run:
        return count
    while ids := [number for (number,) in await known.order_by("id").limit(CHUNK).values_list("id")]:
        async with db.transaction():
            await KitOrder.filter(id__in=ids).update(**_EMPTY, forgotten_at=now)
    return count


async def _purge_pictures(before: datetime, *, is_dry_run: bool) -> int:
    parts = await asyncio.to_thread(lambda: list(images.stems_before(files.pictures(), before)))
    shown = await _named("picture_stem")
    unused = {stem for part in parts for stem in part} - shown
    for stem in () if is_dry_run else unused:
        await asyncio.to_thread(images.remove, files.pictures(), stem)
    return len(unused)


async def _purge_files(before: datetime, *, is_dry_run: bool) -> int:
    kept = await asyncio.to_thread(lambda: set(files.stems_before(before)))
    unused = kept - await _named("file_stem")
    for stem in () if is_dry_run else unused:
        await asyncio.to_thread(files.remove, stem)
    return len(unused)


async def _named(column: str) -> set[str]:
    return {stem for (stem,) in await Kit.all().values_list(column)}


async def _purge_prints(now: datetime, *, is_dry_run: bool) -> int:
    """PDFs with addresses, and the files that a process left behind when it was killed."""
    old = PrintJob.filter(created_at__lte=now - PRINTS_KEPT)
    count = await old.count()
    if is_dry_run:
        return count
    stems = [stem for (stem,) in await old.values_list("file_stem") if stem]
    async with db.transaction():
        await old.delete()
    left = await asyncio.to_thread(lambda: list(print_files.stems_before(now - UNUSED_FILES_KEPT)))
    known = {stem for (stem,) in await PrintJob.exclude(file_stem="").values_list("file_stem")}
    for stem in {*stems, *left} - known:
        await asyncio.to_thread(print_files.remove, stem)
    return count
