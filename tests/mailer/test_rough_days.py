"""Many messages, several mailers of which some die, and a server on a bad day."""

import asyncio
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tests.conftest import BASE_URL, NOW
from tests.mailer.rough_server import Fate, is_refused
from tests.server import Program
from tests.sizes import size
from weekplanner.core import clock, db, settings
from weekplanner.mailer import kinds, outbox
from weekplanner.mailer.models import OutboxMessage, Status
from weekplanner.mailer.outbox import Message
from weekplanner.mailer.sender import send_due

MESSAGES = size(1_000, rehearsal=50_000)
QUEUED_AT_ONCE = 500
KIND = "activity_published"
MAILERS = 4
KILLS = size(1, rehearsal=12)
PATIENCE_S = size(120, rehearsal=1_800)


@dataclass
class Taken:
    """What the server says that it took, by address: answered, or cut off before the answer."""

    url: str
    told: Counter[str] = field(default_factory=Counter)
    cut: Counter[str] = field(default_factory=Counter)
    message_ids: set[tuple[str, str]] = field(default_factory=set)
    _has_more: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def follow(self, lines: asyncio.StreamReader) -> None:
        """Read on, until the server ends."""
        async for line in lines:
            name, recipient, message_id = line.decode().split()
            (self.cut if Fate[name] is Fate.CUT_AFTER else self.told)[recipient] += 1
            self.message_ids.add((recipient, message_id))
            async with self._has_more:
                self._has_more.notify_all()

    async def until(self, number: int) -> None:
        """Wait until so many were answered."""
        async with self._has_more:
            await self._has_more.wait_for(lambda: self.told.total() >= number)


@asynccontextmanager
async def rough_server() -> AsyncIterator[Taken]:
    """The server, until the block ends."""
    command = [sys.executable, "-m", "tests.mailer.rough_server"]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    taken = Taken(f"smtp://127.0.0.1:{int(await process.stdout.readline())}")
    following = asyncio.create_task(taken.follow(process.stdout))
    try:
        yield taken
    finally:
        process.kill()
        await process.wait()
        await following


async def queue_many() -> list[str]:
    """One message to each of many people; answers their addresses."""
    addresses = [f"reader{number}@example.org" for number in range(MESSAGES)]
    for start in range(0, MESSAGES, QUEUED_AT_ONCE):
        async with db.transaction():
            for address in addresses[start : start + QUEUED_AT_ONCE]:
                key = f"rough:{address.partition('@')[0]}"
                await outbox.put(Message(KIND, address, kinds.find(KIND).sample, key))
    return addresses


async def start(program: Program) -> asyncio.subprocess.Process:
    """A mailer that ends when nothing is due at the moment of the test."""
    return await program.start("mailer", "--once", "--now", NOW.isoformat())


async def first_day(program: Program, taken: Taken) -> None:
    """Several mailers; some are killed in turn, evenly over the work, and another takes their place."""
    running = [await start(program) for _ in range(MAILERS)]
    for number in range(KILLS):
        victim = running[number % MAILERS]
        enough = asyncio.create_task(taken.until(MESSAGES * (number + 1) // (KILLS + 2)))
        ended = asyncio.create_task(victim.wait())
        await asyncio.wait({enough, ended}, return_when=asyncio.FIRST_COMPLETED)
        assert not ended.done(), program.log("mailer")
        victim.kill()
        assert await ended == -signal.SIGKILL
        running[number % MAILERS] = await start(program)
    assert [await process.wait() for process in running] == [0] * MAILERS


async def next_moment() -> datetime | None:
    """When all that still waits may go, and what killed mailers held has come back."""
    waiting = await OutboxMessage.filter(status__in=[Status.NEW, Status.SENDING])
    return max(
        (max(row.next_attempt_at, row.lease_until or NOW) + timedelta(seconds=1) for row in waiting),
        default=None,
    )


async def test_on_a_rough_day_nothing_is_lost_and_only_what_nobody_can_know_is_repeated(
    database: None, database_url: str, tmp_path: Path, now: clock.MovableClock, use
):
    addresses = await queue_many()
    async with asyncio.timeout(PATIENCE_S), rough_server() as taken:
        use(mail_url=taken.url)
        await first_day(Program.on(database_url, tmp_path, base_url=BASE_URL, mail_url=taken.url), taken)
        while at := await next_moment():
            now.set(at)
            await send_due()
    wanted = {address for address in addresses if not is_refused(address)}
    assert taken.told.keys() == wanted
    assert taken.told.total() - len(wanted) <= KILLS * settings.current().mail_connections
    assert 0 < taken.cut.total() < MESSAGES * 0.02
    rows = await OutboxMessage.all()
    assert {row.to_address for row in rows if row.status is Status.SENT} == wanted
    assert {row.last_error for row in rows if row.status is Status.FAILED} == {"RCPT 550 5.1.1"}
    assert len(rows) - len(wanted) == sum(row.status is Status.FAILED for row in rows) > 0
    assert taken.message_ids == {
        (row.to_address, row.message_id) for row in rows if row.status is Status.SENT
    }
