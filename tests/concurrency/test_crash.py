"""A process that is killed loses nothing that it answered, and leaves nothing half-done."""

import asyncio
import random
import signal
from collections import Counter

import httpx2
import icalendar
import pytest

from tests.concurrency.desks import Desk, Ledger, desk_of, organisers
from tests.concurrency.test_load import complaints
from tests.concurrency.wholeness import what_is_half_done
from tests.events.filling_in import SAVE, SUBMIT
from tests.make import Make
from tests.server import Program, Server, free_port, running, started
from tests.smtp_server import Delivery, smtp_server
from weekplanner.listing.models import Entry, EntryState
from weekplanner.mailer.models import OutboxMessage, Status

KILLS = 2
CONNECTIONS = 4


class Power:
    """A web server that is ended at once and started again, at the same address."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.is_on = asyncio.Event()
        self.server: Server | None = None

    async def on(self) -> None:
        """Start it; the file and the port are free at once."""
        self.server = await started(self.program, "--no-mailer", port=self.port)
        self.is_on.set()

    async def off(self) -> None:
        """SIGKILL."""
        self.is_on.clear()
        if self.server is not None:
            await self.server.kill()


async def work(desk: Desk, power: Power, until: asyncio.Event) -> None:
    """Register, change, call off and delete, also when the power goes."""
    while not until.is_set():
        try:
            await desk.one_life()
        except httpx2.TransportError:
            await power.is_on.wait()


async def test_a_web_process_that_is_killed_under_load_keeps_all_it_answered(make: Make, program: Program):
    await make.edition()
    chance, ledger, power, done = random.Random(1), Ledger(), Power(program), asyncio.Event()
    try:
        await power.on()
        desks = [
            await desk_of(power.url, account, ledger, f"nr {account.id}")
            for account in await organisers(make, 6)
        ]
        working = [asyncio.create_task(work(desk, power, done)) for desk in desks]
        for _ in range(KILLS):
            await ledger.until(ledger.total + chance.randrange(25, 60))
            await power.off()
            await power.on()
        await ledger.until(ledger.total + 25)
        done.set()
        await asyncio.gather(*working)

        assert ledger.answers.keys() <= {200, 303}
        assert await ledger.differences() == []
        assert await what_is_half_done() == []
        assert complaints(program, "serve") == []
        feed = icalendar.Calendar.from_ical((await desks[0].get("/feeds/land.ics")).content)
        entries = await Entry.all()
        assert {(str(event["UID"]), str(event["STATUS"])) for event in feed.events} == {
            (entry.uid, "CONFIRMED" if entry.state is EntryState.LISTED else "CANCELLED") for entry in entries
        }
    finally:
        await power.off()


async def test_a_web_process_that_is_asked_to_stop_answers_what_it_has_begun(make: Make, program: Program):
    await make.edition()
    ledger, power, done = Ledger(), Power(program), asyncio.Event()
    try:
        await power.on()
        desks = [
            await desk_of(power.url, account, ledger, f"nr {account.id}")
            for account in await organisers(make, 6)
        ]
        working = [asyncio.create_task(work(desk, power, done)) for desk in desks]
        await ledger.until(50)
        done.set()
        assert power.server is not None
        assert await power.server.stop() == 0
        power.is_on.set()
        await asyncio.gather(*working)
    finally:
        await power.off()
    ledger.asked.clear()  # what was not answered was not done
    ledger.titles = {known.title for known in ledger.answered.values()}
    assert await ledger.differences() == []
    assert complaints(program, "serve") == []


@pytest.mark.once
async def test_a_mailer_that_is_killed_again_and_again_repeats_one_message_a_connection(
    make: Make, program: Program
):
    """End to end: what organisers do on the site reaches their mail server."""
    await make.edition()
    ledger, power = Ledger(), Power(program)
    async with smtp_server() as post_office:
        program.environment["WEEKPLANNER_MAIL_URL"] = post_office.url
        program.environment["WEEKPLANNER_MAIL_CONNECTIONS"] = str(CONNECTIONS)
        try:
            await power.on()
            for account in await organisers(make, 5):
                desk = await desk_of(power.url, account, ledger, f"nr {account.id}")
                await asyncio.gather(*(desk.register(SUBMIT, becomes="published") for _ in range(10)))
                await desk.register(SAVE, becomes="draft")
        finally:
            await power.off()

        kills = 0
        for minute in (5, 10, 15):  # a lease is over by then
            held, seen = asyncio.Event(), len(post_office.deliveries)
            post_office.answer("DATA", hold=held)
            is_full = asyncio.Event()

            def notice(_: Delivery, seen: int = seen, is_full: asyncio.Event = is_full) -> None:
                if len(post_office.deliveries) >= seen + CONNECTIONS:
                    is_full.set()

            post_office.on_delivery = notice
            at = f"2027-08-16T12:{minute:02}"
            async with running(program, "mailer", "--once", "--now", at) as mailer:
                async with asyncio.timeout(30):
                    await is_full.wait()  # every connection has a message that was taken and not answered
                if minute < 15:
                    mailer.kill()
                    kills += 1
                post_office.forget_answers()
                held.set()
                assert await mailer.wait() == (-signal.SIGKILL if minute < 15 else 0), program.log("mailer")

    rows = await OutboxMessage.all()
    assert [row.status for row in rows] == [Status.SENT] * len(rows)
    arrived = Counter(delivery.message["Message-ID"] for delivery in post_office.deliveries)
    assert set(arrived) == {row.message_id for row in rows}
    assert len(rows) == 50
    assert sum(arrived.values()) - len(rows) == kills * CONNECTIONS
    contents = {(delivery.message["Message-ID"], delivery.content) for delivery in post_office.deliveries}
    assert len(contents) == len(rows)  # a repeat is the same, to the byte
