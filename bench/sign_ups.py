"""The opening of sign-ups: everybody at once for one activity, and what other visitors notice of it."""

import asyncio
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import count
from pathlib import Path

from tortoise.connection import get_connections

from bench import content, servers
from bench.measuring import Better, Result, median_ratio, percentile
from bench.servers import Server
from weekplanner.accounts.addresses import address
from weekplanner.accounts.operations import organisations
from weekplanner.accounts.operations.accounts import account_for
from weekplanner.accounts.people import SYSTEM, Person
from weekplanner.core import clock, db, settings
from weekplanner.editions import queries as editions
from weekplanner.events.models import Occurrence, State
from weekplanner.events.operations import drafts
from weekplanner.events.values import ActivityValues, OccurrenceValues
from weekplanner.signups.models import Places
from weekplanner.signups.operations import entering
from weekplanner.signups.values import Guest

ROUNDS = 3
PLACES, TRIES, CLIENTS = 750, 2_000, 20
READING_S = 6.0
AGENDA = "/agenda?postcode=3512"

_numbers = count(1)


@dataclass(frozen=True)
class Opened:
    """An activity that opens for sign-ups."""

    activity_id: int
    occurrence_id: int
    path: str


def measure(directory: Path) -> Iterator[Result]:
    """Over sockets, with the form that stands on the page; the rows are counted afterwards."""
    statements = asyncio.run(_statements())
    rounds = []
    with servers.site(directory / "site.log", "--no-mailer") as site:
        for _round in range(ROUNDS):
            opened = asyncio.run(_open())
            found = _rush(site, opened)
            asyncio.run(_check(opened, found["answers"]))
            rounds.append((found, bare_inserts(TRIES, CLIENTS)))
        reading = _read_meanwhile(site, asyncio.run(_open()))
    pairs = [(found["per_second"], bare) for found, bare in rounds]
    ours, bare = (statistics.median(pair[which] for pair in pairs) for which in (0, 1))
    yield Result(
        f"Sign-ups, {CLIENTS} clients at once for {PLACES} places, per second",
        "one bare row in a transaction by the same driver, no network, form or rules",
        floor=0.12,
        aim=0.25,
        result=median_ratio(pairs),
        better=Better.HIGHER,
        measured=f"{ours:.0f} against {bare:.0f} a second; {statements} statements each; "
        f"of {TRIES:,} exactly {PLACES} in, the others in line; the server runs without its mailer",
        why="Each has a form to read, limits to count, a line to stand in, a message and a listing to write.",
    )
    yield Result(
        "Of those sign-ups, 99th percentile",
        "",
        floor=250,
        result=statistics.median(found["p99_ms"] for found, _bare in rounds),
        unit="ms",
    )
    yield Result(
        "The page of that activity and the agenda meanwhile, 99th percentile",
        "",
        floor=250,
        result=percentile(reading, 0.99),
        unit="ms",
        measured=f"median {statistics.median(reading):.0f} ms",
    )


async def _open() -> Opened:
    """An activity of an organisation that is trusted, on the site at once."""
    number = next(_numbers)
    async with content.opened():
        edition = await editions.current()
        assert edition is not None
        async with db.transaction():
            organiser = await account_for(address(f"organiser{number}@example.org"), name="Jan")
        organisation = await organisations.create_organisation(
            organisations.OrganisationValues(
                name=f"Concertzaal {number}", kind="welzijnsorganisatie", municipality_code="GM0344"
            ),
            account_id=organiser.id,
        )
        await organisations.trust_organisation(organisation.id, is_trusted=True, reason="", actor=SYSTEM)
        starts_at = clock.day_range(edition.starts_on)[0] + timedelta(days=2, hours=20)
        values = ActivityValues(
            title="Samen zingen in de grote zaal",
            summary="Zing mee met het koor; u hoeft geen noten te kennen.",
            description="Wij zingen bekende liedjes. De teksten staan op het scherm.",
            category="cultuur-muziek",
            audiences=("iedereen",),
            form="op-locatie",
            venue="Concertzaal",
            street="Neude",
            house_number="11",
            postcode="3512 AE",
            languages=("nl",),
            contact_name="Jan",
            contact_phone="030 000 12 34",
            contact_email="jan@example.org",
            host_name="Jan",
            host_welcome="Jan wacht u op bij de deur.",
            join_ways=("hier-aanmelden",),
            occurrences=(OccurrenceValues(starts_at, starts_at + timedelta(hours=2), PLACES),),
        )
        actor = Person(
            organiser.id, organiser.name, organiser.email, frozenset({organisation.id}), organisation.id
        )
        draft = await drafts.create_draft(
            values, organisation_id=organisation.id, request_key=f"opened {number}", actor=actor
        )
        activity = await drafts.submit_activity(draft.id, version=draft.version, actor=actor)
        assert activity.state is State.PUBLISHED
        occurrence = await Occurrence.get(activity_id=activity.id)
        return Opened(activity.id, occurrence.id, f"/activiteiten/{activity.slug}-{activity.id}")


def _rush_command(site: Server, opened: Opened) -> list[str]:
    numbers = map(str, (TRIES, CLIENTS))
    return [sys.executable, "-m", "bench.guests", str(site.port), opened.path, *numbers]


def _rush(site: Server, opened: Opened) -> dict[str, float | dict[str, int]]:
    done = subprocess.run(_rush_command(site, opened), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout)


async def _check(opened: Opened, answers: dict[str, int]) -> None:
    """Nobody got another answer, and what is stored is what was answered."""
    assert answers == {"ja": PLACES, "wachtlijst": TRIES - PLACES}, answers
    async with content.opened():
        places = await Places.get(occurrence_id=opened.occurrence_id)
        assert (places.taken, places.waiting) == (PLACES, TRIES - PLACES)


def bare_inserts(tries: int, clients: int) -> float:
    """How many bare rows a second as many clients write in the same file, each in a transaction."""
    numbers = map(str, (tries, clients))
    command = [sys.executable, "-m", "bench.bare_inserts", str(settings.current().database_path), *numbers]
    return float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def _read_meanwhile(site: Server, opened: Opened) -> list[float]:
    """How long the pages take that the sign-ups change, in milliseconds."""
    site.get(AGENDA)
    reader = [sys.executable, "-m", "bench.latency", str(site.port), str(READING_S), opened.path, AGENDA]
    with subprocess.Popen(reader, stdout=subprocess.PIPE, text=True) as reading:
        rush = subprocess.Popen(_rush_command(site, opened), stdout=subprocess.DEVNULL)
        try:
            output, _errors = reading.communicate()
        finally:
            rush.terminate()
            rush.wait()
    return [float(line) for line in output.split()]


async def _statements() -> int:
    """How many statements one sign-up sends, its BEGIN and COMMIT among them."""
    opened, sent = await _open(), list[str]()
    async with content.opened():
        connection = get_connections().get("default")._connection
        for number in range(2):  # the first has more to do
            sent.clear()
            await connection.set_trace_callback(sent.append)
            guest = Guest(f"Gast {number}", f"gast{number}@example.org")
            await entering.sign_up(opened.occurrence_id, guest, request_key=f"{number}", network="10.0.0.1")
            await connection.set_trace_callback(None)
    return len(sent)
