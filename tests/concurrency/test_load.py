"""Web server, mailer and commands at work on one database, all at once."""

import asyncio
import json
import signal
from collections import Counter

from tests.concurrency.desks import Desk, Ledger, desk_of, organisers
from tests.concurrency.wholeness import what_is_half_done
from tests.make import Make
from tests.server import Program, running, serving
from tests.smtp_server import smtp_server
from weekplanner.events.models import Activity, State
from weekplanner.mailer.models import OutboxMessage, Status

LIVES = 3


def complaints(program: Program, *commands: str) -> list[str]:
    """What the processes logged that an operator should look at."""
    lines = [json.loads(line) for command in commands for line in program.log(command).splitlines()]
    return [str(line) for line in lines if line["level"] not in {"info", "debug"}]


async def review_until(reviewer: Desk, done: asyncio.Event) -> None:
    """Publish what comes, until nobody hands anything in any more and nothing waits."""
    while await reviewer.review() or not done.is_set():
        pass


async def test_nobody_meets_a_failure_and_every_message_arrives_once(make: Make, program: Program):
    await make.edition()
    ledger = Ledger()
    async with smtp_server() as post_office:
        program.environment["WEEKPLANNER_MAIL_URL"] = post_office.url
        async with serving(program, "--no-mailer") as server, running(program, "mailer") as mailer:
            trusted = [
                await desk_of(server.url, each, ledger, f"t{each.id}") for each in await organisers(make, 5)
            ]
            newcomers = [
                await desk_of(server.url, each, ledger, f"n{each.id}")
                for each in await organisers(make, 2, is_trusted=False)
            ]
            reviewer = await desk_of(server.url, await make.team_member(), ledger, "reviewer")
            done = asyncio.Event()
            apps = [Desk(server.url, None, ledger, "app") for _ in range(2)]
            others = [asyncio.create_task(app.follow(done)) for app in apps]
            others.append(asyncio.create_task(review_until(reviewer, done)))
            commands = [
                asyncio.create_task(program.run(*command))
                for command in (
                    ("team", "add", "ans@example.org", "--role", "logistics"),
                    ("export", "activities"),
                    ("purge",),
                )
            ]
            await asyncio.gather(*(live(desk, LIVES) for desk in (*trusted, *newcomers)))
            assert [status for status, _, _ in await asyncio.gather(*commands)] == [0, 0, 0]
            done.set()
            await asyncio.gather(*others)
            async with asyncio.timeout(30):
                while await OutboxMessage.exclude(status=Status.SENT).exists():
                    await asyncio.sleep(0.05)
            mailer.send_signal(signal.SIGTERM)
            assert (await mailer.wait(), await server.stop()) == (0, 0)

    assert ledger.answers.keys() <= {200, 303, 304, 409, 422}
    assert complaints(program, "serve", "mailer") == []
    assert await what_is_half_done() == []
    assert await Activity.filter(state=State.SUBMITTED).count() == 0
    arrived = Counter(delivery.message["Message-ID"] for delivery in post_office.deliveries)
    assert set(arrived.values()) == {1}
    assert set(arrived) == set(await OutboxMessage.all().values_list("message_id", flat=True))


async def live(desk: Desk, lives: int) -> None:
    """One after the other."""
    for _ in range(lives):
        await desk.one_life()
