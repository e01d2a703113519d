"""Several mailers on one queue, one of which dies."""

import asyncio
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from tests.mailer.conftest import Queue
from tests.smtp_server import Delivery, SmtpServer
from weekplanner.core import clock, settings
from weekplanner.mailer import sender
from weekplanner.mailer.models import OutboxMessage, Status

MAILERS = 4
CONNECTIONS = 2


@asynccontextmanager
async def mailers(mail_url: str) -> AsyncIterator[list[asyncio.subprocess.Process]]:
    """Running mailers; each is ended at the end."""
    current = settings.current()
    environment = {
        **os.environ,
        "WEEKPLANNER_DATABASE_URL": current.database_url,
        "WEEKPLANNER_SECRET_KEY": str(current.secret_key),
        "WEEKPLANNER_MAIL_URL": mail_url,
        "WEEKPLANNER_MAIL_CONNECTIONS": str(CONNECTIONS),
    }
    command = [sys.executable, "-m", "tests.mailer.mailer_process"]
    running = [await asyncio.create_subprocess_exec(*command, env=environment) for _ in range(MAILERS)]
    try:
        yield running
    finally:
        for process in running:
            if process.returncode is None:
                process.kill()
            await process.wait()


async def test_a_killed_mailer_loses_nothing_and_repeats_only_what_was_on_its_way(
    queue: Queue, server: SmtpServer
):
    with clock.frozen(datetime.now(UTC)):
        addresses = await queue.put_many(300)
    on_their_way, release, all_sent = asyncio.Event(), asyncio.Event(), asyncio.Event()
    server.answer("DATA", hold=release)

    def notice(_delivery: Delivery) -> None:
        if len(server.deliveries) == MAILERS * CONNECTIONS:
            on_their_way.set()
        if len(set(server.recipients())) == 300:
            all_sent.set()

    server.on_delivery = notice
    async with mailers(server.url) as running, asyncio.timeout(60):
        await on_their_way.wait()
        running[0].send_signal(signal.SIGKILL)
        await running[0].wait()
        release.set()
        await all_sent.wait()
        while await OutboxMessage.exclude(status=Status.SENT).exists():
            await asyncio.sleep(0.05)
        for process in running[1:]:
            process.send_signal(signal.SIGTERM)
        assert [await process.wait() for process in running] == [-signal.SIGKILL] + [0] * (MAILERS - 1)
    taken = Counter(server.recipients())
    assert taken.keys() == set(addresses)
    assert sorted(taken.values()) == [1] * (300 - CONNECTIONS) + [2] * CONNECTIONS
    ids = {delivery.recipient: delivery.message["Message-ID"] for delivery in server.deliveries}
    assert all(delivery.message["Message-ID"] == ids[delivery.recipient] for delivery in server.deliveries)
    taken_over = await OutboxMessage.filter(attempts=2).count()
    assert CONNECTIONS <= taken_over <= CONNECTIONS * sender.BATCH_MESSAGES
