"""A thousand different feeds, polled by calendar apps while organisers edit."""

import asyncio
import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from bench import content, servers
from bench.measuring import Result
from bench.servers import Server
from weekplanner.geo.models import Postcode

FEEDS, PER_SECOND, SECONDS = 1_000, 300, 20.0
EDITS_PER_SECOND = 3.0
"""Each in a handful of these feeds, so that at least one answer in fifty is a new one."""
CHANGED = 0.02


def measure(directory: Path) -> Iterator[Result]:
    """The processor of one web process, with its database and everything that runs beside it."""
    paths = asyncio.run(_paths())
    with servers.site(directory / "site.log") as site, _poller(site, paths) as poller:
        assert poller.stdout is not None
        assert poller.stdout.readline() == "warm\n"
        before = sum(site.process.cpu_times()[:2])
        with _edits():
            found = json.loads(poller.stdout.readline())
        spent = sum(site.process.cpu_times()[:2]) - before
        memory = site.memory_mib
    share = found["changed"] / (found["changed"] + found["unchanged"])
    assert share >= CHANGED, f"only {share:.1%} of the answers were new"
    yield Result(
        f"{FEEDS:,} different feeds polled {PER_SECOND} times a second, of a core",
        "",
        floor=50,
        aim=25,
        result=100 * spent / SECONDS,
        unit="%",
        measured=f"{share:.1%} of the answers new; 99th percentile {found['p99_ms']:.0f} ms",
    )
    yield Result("Memory of that web process", "", floor=200, result=memory, unit="MiB")


async def _paths() -> list[str]:
    async with content.opened():
        postcodes = await Postcode.all().order_by("pc4").values_list("pc4", flat=True)
    step = len(postcodes) / FEEDS
    return [f"/feeds/postcode/{postcodes[int(number * step)]}.ics" for number in range(FEEDS)]


@contextlib.contextmanager
def _poller(site: Server, paths: list[str]) -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "bench.poller", str(site.port), str(SECONDS), str(PER_SECOND)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        process.stdin.write("\n".join(paths))
        process.stdin.close()
        try:
            yield process
        finally:
            process.terminate()


@contextlib.contextmanager
def _edits() -> Iterator[None]:
    stop = threading.Event()
    thread = threading.Thread(target=lambda: asyncio.run(_edit_until(stop)))
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


async def _edit_until(stop: threading.Event) -> None:
    async with content.opened():
        number = 200
        while not stop.is_set():
            await content.edit(number)
            number += 1
            await asyncio.sleep(1 / EDITS_PER_SECOND)
