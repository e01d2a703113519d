"""Beside the requests: fragments that another renderer made, or under another base URL, are rewritten."""

import asyncio

from weekplanner.core import logs
from weekplanner.feeds.cache import current
from weekplanner.feeds.operations import refresh_fragments

PAUSE_S = 0.02
"""Between two transactions, for who else wants to write."""


async def run(stop: asyncio.Event) -> None:
    """Rewrite what is out of date at the start, and whenever a feed is found to hold such, until `stop`."""
    is_needed = current().needs_refresh
    is_needed.set()
    stopped = asyncio.create_task(stop.wait())
    while not stop.is_set():
        needed = asyncio.create_task(is_needed.wait())
        await asyncio.wait({needed, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if needed.done():
            is_needed.clear()
            await _refresh(stop)
        needed.cancel()
    await stopped


async def _refresh(stop: asyncio.Event) -> None:
    refreshed = 0
    try:
        while not stop.is_set() and (count := await refresh_fragments()):
            refreshed += count
            await asyncio.sleep(PAUSE_S)
    except Exception as error:  # noqa: BLE001 - the loop must go on; feeds are right without this too
        logs.failure("refresh_failed", error)
    if refreshed:
        logs.event("fragments_refreshed", count=refreshed)
