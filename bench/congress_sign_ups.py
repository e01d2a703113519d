"""The opening of sign-ups for a congress: everybody at once for its seats, in two rounds of workshops."""

import asyncio
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

from bench import content, servers
from bench.measuring import Better, Result, median_ratio
from bench.servers import Server
from bench.sign_ups import bare_inserts
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress.models.congresses import Congress, CongressKind
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.operations import arranging, programme
from weekplanner.congress.values import CongressValues, PartValues, WorkshopValues
from weekplanner.core import clock
from weekplanner.editions import queries as editions

ROUNDS = 3
SEATS, TRIES, CLIENTS = 750, 2_000, 20
WORKSHOPS = (100, 300, 600)


@dataclass(frozen=True)
class Opened:
    """A congress that opens for sign-ups."""

    congress_id: int
    path: str
    fields: str
    """What everybody fills in alike: who they are, and which workshops they want."""


def measure(directory: Path) -> Iterator[Result]:
    """Over sockets, with the form that stands on the page; the rows are counted afterwards."""
    rounds = []
    with servers.site(directory / "site.log", "--no-mailer") as site:
        for _round in range(ROUNDS):
            opened = asyncio.run(open_congress())
            found = _rush(site, opened)
            asyncio.run(_check(opened, found["answers"]))
            rounds.append((found, bare_inserts(TRIES, CLIENTS)))
    pairs = [(found["per_second"], bare) for found, bare in rounds]
    ours, bare = (statistics.median(pair[which] for pair in pairs) for which in (0, 1))
    yield Result(
        f"Sign-ups for a congress with workshops, {CLIENTS} clients at once for {SEATS} seats, per second",
        "one bare row in a transaction by the same driver, no network, form or rules",
        floor=0.12,
        aim=0.25,
        result=median_ratio(pairs),
        better=Better.HIGHER,
        measured=f"{ours:.0f} against {bare:.0f} a second; of {TRIES:,} exactly {SEATS} in, the others in "
        "line; the server runs without its mailer",
        why="Each has a form to read, limits to count, a line to stand in, workshops and a message to write.",
    )
    yield Result(
        "Of those sign-ups, 99th percentile",
        "",
        floor=250,
        result=statistics.median(found["p99_ms"] for found, _bare in rounds),
        unit="ms",
    )


async def open_congress() -> Opened:
    """A congress on the site, open since yesterday."""
    async with content.opened():
        edition = await editions.current()
        assert edition is not None
        starts_at = clock.day_range(edition.starts_on)[0] + timedelta(hours=9)
        values = CongressValues(
            kind=CongressKind.OTHER,
            title="Samen dekken wij de tafel",
            summary="Een dag vol ideeën.",
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=7),
            opens_at=clock.now() - timedelta(days=1),
            closes_at=starts_at,
            audiences=("wethouder",),
            venue="Jaarbeurs",
            street="Jaarbeursplein",
            house_number="6",
            postcode="3521 AL",
            place="Utrecht",
        )
        congress = await arranging.add_congress(edition.year, values, seats=SEATS, actor=SYSTEM)
        fields = {"audience": "wethouder"}
        for hours in (1, 4):
            fields |= await _round(congress, hours)
        await congress.refresh_from_db(["version"])
        await arranging.publish_congress(congress.id, version=congress.version, actor=SYSTEM)
        return Opened(congress.id, f"/congres/{congress.slug}", urlencode(fields))


async def _round(congress: Congress, hours: int) -> dict[str, str]:
    """A round of workshops so long after the start; answers what everybody chooses in it."""
    begins_at = congress.starts_at + timedelta(hours=hours)
    values = PartValues("Workshops", begins_at, begins_at + timedelta(hours=1), is_round=True)
    part = await programme.add_part(congress.id, values, actor=SYSTEM)
    first, second, *_others = [
        await programme.add_workshop(part.id, WorkshopValues(f"Workshop {seats}", seats), actor=SYSTEM)
        for seats in WORKSHOPS
    ]
    return {
        f"rounds-first_{part.id}": str(first.id),
        f"rounds-second_{part.id}": str(second.id),
    }


def _rush(site: Server, opened: Opened) -> dict[str, float | dict[str, int]]:
    numbers = map(str, (TRIES, CLIENTS))
    command = [sys.executable, "-m", "bench.guests", str(site.port), opened.path, *numbers, opened.fields]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


async def _check(opened: Opened, answers: dict[str, int]) -> None:
    """Nobody got another answer, and what is stored is what was answered."""
    assert answers == {"ja": SEATS, "wachtlijst": TRIES - SEATS}, answers
    async with content.opened():
        seats = await Seats.get(congress_id=opened.congress_id)
        assert (seats.taken, seats.waiting) == (SEATS, TRIES - SEATS)
