"""The mailer: what it adds to handing over letters that are made already, and what making them costs.

The letters are made before the clock starts, each from the sample of a kind, and `render.compose` then only
finds them. All else is the mailer as it runs: claims, leases, logs and a commit before a connection offers
its next message (synchronous=FULL). The limit hands the same letters to the same server, over as many
connections, in turns with it; both run on the same event loop, in this process, whose processor time is
counted with all its threads.
"""

import asyncio
import logging
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from unittest.mock import patch

import aiosmtplib
from tortoise.connection import get_connections

from bench import content
from bench.measuring import Better, Result, cpu_seconds, median_ratio, medians
from weekplanner import wiring
from weekplanner.core import clock, db, logs, migrations, settings
from weekplanner.geo import operations as geo
from weekplanner.mailer import kinds, outbox, render, sender
from weekplanner.mailer.kinds import Kind
from weekplanner.mailer.models import OutboxMessage, Status
from weekplanner.mailer.outbox import Message
from weekplanner.mailer.render import Letter

ROUNDS, MESSAGES = 7, 2_000
KINDS = [kind for kind in wiring.MESSAGE_KINDS if kind.late is None]
"""Others also read the row that their link belongs to."""
LETTERS_PER_KIND = 50

Letters = Mapping[str, Letter]
"""By Message-ID."""


@dataclass(frozen=True)
class Spent:
    """What it took to hand over `MESSAGES` letters."""

    wall_s: float
    cpu_s: float

    @property
    def per_second(self) -> float:
        """Letters."""
        return MESSAGES / self.wall_s

    @property
    def cpu_ms(self) -> float:
        """For each letter."""
        return 1_000 * self.cpu_s / MESSAGES


def measure(directory: Path) -> Iterator[Result]:
    """Needs no site: a database of its own, and a server that takes everything."""
    yield from _making()
    with _sink() as url, _logging_to(directory / "mailer.log"):
        database = f"sqlite://{directory}/sending.sqlite3"
        wanted = settings.current().model_copy(update={"database_url": database, "mail_url": url})
        with settings.using(wanted):
            asyncio.run(migrations.upgrade(wanted, wiring.MODEL_MODULES, fill=geo.load_package_data))
            yield from asyncio.run(_sending())


def _making() -> Iterator[Result]:
    """The kind that takes longest, and apart from it that of those with tickets, each a picture."""
    spent_ms = {kind.name: _spent_ms(kind) for kind in wiring.MESSAGE_KINDS}
    with_tickets = {
        kind.name
        for kind in wiring.MESSAGE_KINDS
        if any(file.media_type == "image/png" for file in kinds.attachments(kind.name, kind.sample))
    }
    plain = {name: spent for name, spent in spent_ms.items() if name not in with_tickets}
    slowest = max(plain, key=plain.__getitem__)
    yield Result(
        "Making a message with both its parts, the slowest kind: CPU",
        "",
        floor=4,
        result=plain[slowest],
        unit="ms",
        measured=f"{slowest}; {mean(plain.values()):.2f} ms for the average of {len(plain)} kinds",
    )
    slowest = max(with_tickets, key=spent_ms.__getitem__)
    yield Result(
        "The same with an invitation and pictures of two tickets, the slowest kind: CPU",
        "",
        floor=10,
        result=spent_ms[slowest],
        unit="ms",
        measured=f"{slowest}, of {len(with_tickets)} kinds",
    )


def _spent_ms(kind: Kind) -> float:
    row = OutboxMessage(
        kind=kind.name,
        language="nl",
        to_address="reader@example.org",
        to_name="Jan Jansen",
        message_id="<1@weekplanner.example>",
        dated_at=clock.now(),
        boundary="=_1",
    )
    render.compose(row, kind.sample)  # compiles its templates
    made = cpu_seconds(lambda: [render.compose(row, kind.sample) for _ in range(LETTERS_PER_KIND)])
    return 1_000 * made / LETTERS_PER_KIND


async def _sending() -> Sequence[Result]:
    async with content.opened():
        pairs = [await _round(number) for number in range(ROUNDS)]
        statements = await _statements()
    speeds = [(ours.per_second, bare.per_second) for ours, bare in pairs]
    per_second = medians(speeds)
    cpu_ms = medians([(ours.cpu_ms, bare.cpu_ms) for ours, bare in pairs])
    per_message = len(statements) / MESSAGES
    commits = sum(not each.startswith("SELECT") for each in statements) / MESSAGES
    return [
        Result(
            "Messages handed over by a mailer, with their commits",
            "the same bytes by a bare aiosmtplib loop over as many connections",
            floor=0.3,
            aim=0.5,
            result=median_ratio(speeds),
            better=Better.HIGHER,
            measured=f"{per_second[0]:,.0f} against {per_second[1]:,.0f} a second; "
            f"{per_message:.2f} statements a message, {commits:.2f} of them commits",
        ),
        Result(
            "CPU of the mailer for each of them",
            "",
            floor=1.2,
            result=cpu_ms[0],
            unit="ms",
            measured=f"{cpu_ms[1]:.2f} ms by the bare loop",
        ),
    ]


async def _round(number: int) -> tuple[Spent, Spent]:
    letters = await _queued(f"round {number}")
    if number % 2:
        bare = await _spent(_bare, letters)
        return await _spent(_mailer, letters), bare
    return await _spent(_mailer, letters), await _spent(_bare, letters)


async def _queued(name: str) -> Letters:
    """Put messages in the outbox, and make their letters."""
    async with db.transaction():
        for number in range(MESSAGES):
            kind = KINDS[number % len(KINDS)]
            await outbox.put(
                Message(kind.name, f"reader{number}@example.org", kind.sample, f"{name}:{number}")
            )
    rows = await OutboxMessage.filter(status=Status.NEW)
    return {row.message_id: render.compose(row, row.values) for row in rows}


async def _spent(work: Callable[[Letters], Awaitable[None]], letters: Letters) -> Spent:
    began, cpu = time.perf_counter(), time.process_time()
    await work(letters)
    return Spent(time.perf_counter() - began, time.process_time() - cpu)


async def _mailer(letters: Letters) -> None:
    with patch.object(render, "compose", lambda row, _values: letters[row.message_id]):
        counts = await sender.send_due()
    assert counts.sent == len(letters), counts


async def _bare(letters: Letters) -> None:
    waiting = iter(list(letters.values()))
    port = int(settings.current().mail_url.rpartition(":")[2])

    async def connection() -> None:
        async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, use_tls=False, start_tls=False) as client:
            for letter in waiting:
                await client.sendmail(letter.sender, [letter.recipient], letter.content)

    await asyncio.gather(*(connection() for _ in range(settings.current().mail_connections)))


async def _statements() -> list[str]:
    """What the database is asked for `MESSAGES` messages."""
    letters, asked = await _queued("counted"), []
    connections = [each._connection for each in get_connections().all()]
    for each in connections:
        await each.set_trace_callback(asked.append)
    await _mailer(letters)
    for each in connections:
        await each.set_trace_callback(None)
    return asked


@contextmanager
def _sink() -> Iterator[str]:
    command = [sys.executable, "-m", "bench.sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield f"smtp://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


@contextmanager
def _logging_to(file: Path) -> Iterator[None]:
    """As in production, but to a file; each message has a line."""
    with file.open("w") as output:
        with redirect_stderr(output):
            logs.set_up()
        try:
            yield
        finally:
            logging.basicConfig(level=logging.WARNING, force=True)
