"""What goes by itself: first activities that nobody confirmed, and pictures that nobody shows."""

import asyncio
from datetime import date, datetime, timedelta

from weekplanner.core import clock, db, settings
from weekplanner.events.models import Activity, PendingActivity, Picture, State
from weekplanner.events.reviewed import Reviewed
from weekplanner.formats import images

UNCONFIRMED_KEPT = timedelta(days=14)
WITHDRAWN_KEPT = timedelta(days=30)
"""Time to talk about why something is not on the site."""
UNUSED_FILES_KEPT = timedelta(days=1)
"""Files are written before the row that names them."""


async def purge(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    """Remove what is past its term at `now`; answers how many of each."""
    unconfirmed = PendingActivity.filter(created_at__lte=now - UNCONFIRMED_KEPT)
    async with db.transaction():
        withdrawn = Picture.filter(id__in=await _withdrawn_pictures(now - WITHDRAWN_KEPT))
        counts = {
            "unconfirmed_activities": await (unconfirmed.count() if is_dry_run else unconfirmed.delete()),
            "withdrawn_pictures": await (withdrawn.count() if is_dry_run else withdrawn.delete()),
        }
    files = await _purge_files(now - UNUSED_FILES_KEPT, clock.local(now).date(), is_dry_run=is_dry_run)
    return {**counts, "unused_pictures": files}


async def _withdrawn_pictures(until: datetime) -> list[int]:
    """The pictures of what is not on the site, and was taken off it by then."""
    found = Picture.filter(activity__state=State.WITHDRAWN, activity__changed_at__lte=until)
    return [row[0] for row in await found.values_list("id")]


async def _purge_files(before: datetime, today: date, *, is_dry_run: bool) -> int:
    """Remove the files of pictures that no activity shows, and that no reviewer has to compare with."""
    directory = settings.current().media_dir
    parts = images.stems_before(directory, before)
    count = 0
    while (stems := await asyncio.to_thread(next, parts, None)) is not None:
        unused = set(stems)
        if unused:
            unused -= {each.stem async for each in Picture.filter(stem__in=stems)}
        if unused:  # read after what is shown: what is replaced in between is in one of the two
            unused -= await _pictures_to_compare_with(today)
        count += len(unused)
        for stem in () if is_dry_run else unused:
            await asyncio.to_thread(images.remove, directory, stem)
    return count


async def _pictures_to_compare_with(today: date) -> set[str]:
    """What reviewers last saw of what waits for them, in a week that is not over."""
    waiting = Activity.filter(needs_review=True, edition__ends_on__gte=today)
    seen = [Reviewed.from_json(each.reviewed_values) async for each in db.pages(waiting)]
    return {each.picture.stem for each in seen if each.picture}
