"""What goes by itself: drawn pictures; whoever asks for one later has it drawn again."""

import asyncio
from datetime import datetime, timedelta

from weekplanner.finding import shared_pictures
from weekplanner.formats import title_cards

KEPT = timedelta(days=30)
"""From when it was drawn. Of activities that nobody shares any more nothing stays behind."""


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove the pictures that were drawn too long before `now`; answers how many."""
    directory = shared_pictures.directory()
    parts = title_cards.digests_before(directory, now - KEPT)
    count = 0
    while (digests := await asyncio.to_thread(next, parts, None)) is not None:
        count += len(digests)
        for digest in () if is_dry_run else digests:
            await asyncio.to_thread(title_cards.remove, directory, digest)
    return {"drawn_pictures": count}
