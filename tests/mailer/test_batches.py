"""What a mailer claims at once, and how its connections share it."""

import asyncio

from tests.counting import counted
from tests.mailer.conftest import Queue
from tests.mailer.test_sender import running, until
from tests.smtp_server import SmtpServer
from weekplanner.core import clock
from weekplanner.mailer import sender
from weekplanner.mailer.sender import send_due


async def test_a_few_messages_go_side_by_side(queue: Queue, server: SmtpServer, use):
    use(mail_connections=4, mail_url=server.url)
    release = asyncio.Event()
    server.answer("DATA", hold=release)
    await queue.put_many(4)
    async with running():
        await until(lambda: len(server.deliveries) == 4)
        release.set()
    assert await queue.statuses() == ["sent"] * 4


async def test_something_urgent_waits_at_most_five_seconds_for_what_was_claimed_before(
    queue: Queue, server: SmtpServer, now: clock.MovableClock, use
):
    use(mail_connections=1, mail_url=server.url)
    release = asyncio.Event()
    server.answer("DATA", times=1, hold=release)
    await queue.put_many(5)
    async with running():
        await until(lambda: server.deliveries)
        await queue.put("urgent@example.org", kind="urgent")
        now.move(sender.BATCH_TIME * 1.1)
        release.set()
        await until(lambda: len(server.deliveries) == 6)
    assert server.recipients()[1] == "urgent@example.org"


async def test_many_messages_cost_few_statements(queue: Queue, server: SmtpServer):
    await queue.put_many(200)
    with counted() as statements:
        assert (await send_due()).sent == 200
    assert len(statements) < 150
