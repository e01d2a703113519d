"""The loop that starts the purge once a day, in whichever process comes first."""

import asyncio

from weekplanner.core import logs
from weekplanner.privacy import operations

LOOK_EVERY_S = 600.0


async def run(stop: asyncio.Event) -> None:
    """Purge when a new day has begun, until `stop`."""
    while not stop.is_set():
        try:
            await operations.purge_daily()
        except Exception as error:  # noqa: BLE001 - the loop must go on; the next look tries again tomorrow
            logs.failure("purge_failed", error)
        try:
            await asyncio.wait_for(stop.wait(), LOOK_EVERY_S)
        except TimeoutError:
            continue
