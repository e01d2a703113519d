"""Beside the requests: the many activities of an organisation that changed are listed again."""

import asyncio
from contextlib import suppress

from weekplanner.core import logs
from weekplanner.events.operations.relisting import relist_some

LOOK_EVERY_S = 0.5
PAUSE_S = 0.01
"""Between two transactions, for who else wants to write."""


async def run(stop: asyncio.Event) -> None:
    """Work off what waits, in whichever process sees it first, until `stop`."""
    while not stop.is_set():
        try:
            while await relist_some():
                await asyncio.sleep(PAUSE_S)
                if stop.is_set():
                    return
        except Exception as error:  # noqa: BLE001 - the loop must go on; what waits is tried again
            logs.failure("relisting_failed", error)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_EVERY_S)
