"""What other visitors notice while the largest feed is made anew and compressed after every edit."""

import asyncio
import contextlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from bench import content, servers
from bench.measuring import Result, percentile
from bench.servers import Server

SECONDS = 12.0
BETWEEN_EDITS_S = 0.4
COUNTRY = "/feeds/land.ics"
OTHERS = ("/feeds/postcode/3512.ics", "/agenda?postcode=3512", "/feeds/gemeente/utrecht.ics", "/inloggen")


def measure(directory: Path) -> Iterator[Result]:
    """The slowest of a hundred answers, with an edit every moment and without."""
    with servers.site(directory / "site.log") as site:
        yield _measure(site)


def _measure(site: Server) -> Result:
    for path in (COUNTRY, *OTHERS):
        site.get(path)
    quiet = _milliseconds(site)
    with _made_anew(site) as rebuilds:
        busy = _milliseconds(site)
    assert len(rebuilds) > SECONDS / BETWEEN_EDITS_S / 4, "the feed was not made anew often enough"
    return Result(
        "Other requests meanwhile, 99th percentile",
        "",
        floor=50,
        result=percentile(busy, 0.99),
        unit="ms",
        measured=f"{percentile(quiet, 0.99):.1f} ms without edits; {len(rebuilds)} times made and compressed",
    )


def _milliseconds(site: Server) -> list[float]:
    command = [sys.executable, "-m", "bench.latency", str(site.port), str(SECONDS), *OTHERS]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return [float(line) for line in done.stdout.split()]


@contextlib.contextmanager
def _made_anew(site: Server) -> Iterator[list[str]]:
    """Edits by another process, and a calendar app that fetches the feed in gzip whenever it changed."""
    stop = threading.Event()
    tags: list[str] = []
    threads = [
        threading.Thread(target=lambda: asyncio.run(_edit_until(stop))),
        threading.Thread(target=_fetch_until, args=(stop, site, tags)),
    ]
    for thread in threads:
        thread.start()
    try:
        yield tags
    finally:
        stop.set()
        for thread in threads:
            thread.join()


async def _edit_until(stop: threading.Event) -> None:
    async with content.opened():
        number = 100
        while not stop.is_set():
            await content.edit(number)
            number += 1
            await asyncio.sleep(BETWEEN_EDITS_S)


def _fetch_until(stop: threading.Event, site: Server, tags: list[str]) -> None:
    asked = {"Accept-Encoding": "gzip", "If-None-Match": '"none"'}
    while not stop.wait(0.05):
        answer = site.get(COUNTRY, asked)
        if answer.status == 200:
            tags.append(answer.headers["etag"])
            asked["If-None-Match"] = answer.headers["etag"]
