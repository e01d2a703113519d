"""The opening of sign-ups for a congress as the country sees it: PostgreSQL and two web processes.

Every second two hundred people read the page and send the form, whether the others were answered or not.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import content, servers
from bench.congress_sign_ups import SEATS, open_congress
from bench.measuring import Result
from rehearsal import databases
from weekplanner.congress.models.registrations import Registration, RegistrationState
from weekplanner.core import settings

PER_SECOND, SECONDS, WORKERS = 200, 30, 2
FLOOR_MS = 2_000


def measure(directory: Path) -> Iterator[Result]:
    """Each arrival is timed from when it should have begun: waiting for others counts."""
    with _country(directory):
        with servers.site(directory / "arrivals.log", "--no-mailer", "--workers", str(WORKERS)) as site:
            opened = asyncio.run(open_congress())
            numbers = map(str, (site.port, PER_SECOND, SECONDS))
            command = [sys.executable, "-m", "bench.visitors", opened.path, opened.fields, *numbers]
            found = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
        asyncio.run(_check(opened.congress_id, found["answers"]))
    yield Result(
        f"PostgreSQL, {WORKERS} web processes, {PER_SECOND} arrivals a second for {SECONDS} s: the slowest",
        "",
        floor=FLOOR_MS,
        result=found["slowest_ms"],
        unit="ms",
        measured=f"page and form of {PER_SECOND * SECONDS:,} people, {SEATS} of them in; "
        f"median {found['median_ms']:.0f} ms, 99th percentile {found['p99_ms']:.0f} ms",
    )


@contextmanager
def _country(directory: Path) -> Iterator[None]:
    """A PostgreSQL database with the demonstration, for this process and those it starts."""
    with databases.made("postgres", directory) as url:
        before = os.environ["WEEKPLANNER_DATABASE_URL"]
        os.environ["WEEKPLANNER_DATABASE_URL"] = url
        try:
            with settings.using(settings.read(_env_file=None)):
                for command in (("migrate",), ("demo", "--activities", "60")):
                    program = [sys.executable, "-m", "weekplanner", *command]
                    subprocess.run(program, check=True, stdout=subprocess.DEVNULL)
                yield
        finally:
            os.environ["WEEKPLANNER_DATABASE_URL"] = before


async def _check(congress_id: int, answers: dict[str, int]) -> None:
    """Everybody was answered, and exactly so many are in."""
    everybody = PER_SECOND * SECONDS
    assert answers == {"ja": SEATS, "wachtlijst": everybody - SEATS}, answers
    async with content.opened():
        of = Registration.filter(congress_id=congress_id)
        assert await of.filter(state=RegistrationState.CONFIRMED).count() == SEATS
        assert await of.count() == everybody
