"""The daily purge: personal data disappears by itself, at the terms each package states."""

from collections.abc import Awaitable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from weekplanner.core import clock, db, logs
from weekplanner.privacy.models import PurgeRun


class Purge(Protocol):
    """What a package must remove at a moment; answers counts by name."""

    def __call__(self, now: datetime, *, is_dry_run: bool) -> Awaitable[Mapping[str, int]]:
        """Remove, or in a dry run only count, what is past its term at `now`."""


GIVEN_UP_AFTER = timedelta(hours=1)

_purges: list[Purge] = []


def wire(purges: Sequence[Purge]) -> None:
    """Set which packages have something to remove, in which order."""
    _purges[:] = purges


async def purge(*, is_dry_run: bool = False) -> dict[str, int]:
    """Remove everything past its term now, and write down how much; answers the counts."""
    began_at = clock.now()
    counts = await _purge_all(began_at, is_dry_run=is_dry_run)
    if not is_dry_run:
        async with db.transaction():
            await PurgeRun.create(began_at=began_at, ended_at=clock.now(), counts=counts)
    return counts


async def purge_daily() -> bool:
    """Purge unless a process did so today; answers whether this one did.

    A run that began an hour ago and did not end was killed or failed: another one takes its place.
    """
    began_at = clock.now()
    begun = await db.execute(
        "INSERT INTO purge_run (day, began_at, counts) VALUES (?, ?, '{}') ON CONFLICT (day) DO UPDATE"
        " SET began_at = excluded.began_at WHERE purge_run.ended_at IS NULL AND purge_run.began_at <= ?"
        " RETURNING id",
        (clock.today(), began_at, began_at - GIVEN_UP_AFTER),
    )
    if not begun:
        return False
    counts = await _purge_all(began_at, is_dry_run=False)
    async with db.transaction():
        await PurgeRun.filter(id=begun[0]["id"]).update(ended_at=clock.now(), counts=counts)
    logs.event("purged", **counts)
    return True


async def _purge_all(now: datetime, *, is_dry_run: bool) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in _purges:
        for name, count in (await each(now, is_dry_run=is_dry_run)).items():
            counts[name] = counts.get(name, 0) + count
    return counts
