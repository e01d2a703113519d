"""What was answered is kept, whenever the web process or the mailer is ended at once."""

import asyncio
import random
from collections import Counter
from email import message_from_bytes, policy
from pathlib import Path

import httpx2

from tests.concurrency.people import Organiser, soup
from tests.server import Program, serving
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.feeds.models import Fragment
from weekplanner.listing.models import Entry
from weekplanner.mailer.models import OutboxMessage, Status

CLOCK = "2027-08-16T12:00:00+02:00"
"""The moment at which the clock of the tests stands."""


async def register(organiser: Organiser, server, answered: list[str], name: str) -> None:
    """Hand activities in until the server is gone; note each that was answered."""
    async with organiser.client(server) as client:
        for number in range(1000):
            title = f"Soep {name} {number}"
            try:
                page = await client.post("/mijn/activiteiten/nieuw", data=soup(title=title))
            except httpx2.TransportError:
                return
            assert page.status_code == 303, page.text[page.text.find("error-summary") :][:600]
            answered.append(title)


async def test_a_web_process_that_is_killed_loses_nothing_that_it_answered(make, database_url, tmp_path):
    chance = random.Random(8)
    account = await make.account()
    await make.organisation(account, is_trusted=True)
    await make.edition()
    organiser = await Organiser.of(account)
    program = Program.on(database_url, tmp_path, clock=CLOCK)
    answered: list[str] = []
    for attempt in range(3):
        async with serving(program, "--no-mailer") as server:
            before, wanted = len(answered), chance.randrange(5, 15)
            people = [
                asyncio.create_task(register(organiser, server, answered, f"{attempt}-{number}"))
                for number in range(3)
            ]
            while len(answered) < before + wanted and not any(task.done() for task in people):
                await asyncio.sleep(0.01)
            await server.kill()
            await asyncio.gather(*people)

    activities = await Activity.all().order_by("id")
    kept = [activity.title for activity in activities]
    assert set(answered) <= set(kept)
    assert len(kept) <= len(answered) + 3 * 3  # at most the one that each was waiting for
    assert {activity.state for activity in activities} == {State.PUBLISHED}

    occurrences = await Occurrence.all().values_list("id", flat=True)
    entries = await Entry.all()
    assert sorted(entry.source_id for entry in entries) == sorted(occurrences)
    assert await Fragment.all().count() == len(entries)
    told = await OutboxMessage.filter(kind="activity_published").values_list("unique_key", flat=True)
    assert len(told) == len(activities)

    assert (await program.run("mailer", "--once"))[0] == 0
    subjects = Counter(_subject(path) for path in (tmp_path / "mail" / "new").iterdir())
    assert set(subjects.values()) == {1}
    assert len(subjects) == len(activities)


async def test_a_mailer_that_is_killed_repeats_at_most_what_was_on_its_way(make, database_url, tmp_path):
    account = await make.account()
    organisation = await make.organisation(account, is_trusted=True)
    await make.edition()
    for number in range(40):
        await make.activity(organisation=organisation, organiser=account, title=f"Soep {number}")
    connections = 2
    program = Program.on(database_url, tmp_path, clock=CLOCK, mail_connections=str(connections))
    for sent in (5, 15):
        process = await program.start("mailer")
        async with asyncio.timeout(30):
            while await OutboxMessage.filter(status=Status.SENT).count() < sent:
                assert process.returncode is None, program.log("mailer")
                await asyncio.sleep(0.01)
        process.kill()
        await process.wait()
    later = Program.on(database_url, tmp_path, mail_connections=str(connections))
    assert (await later.run("mailer", "--once", "--now", "2027-08-16T12:10:00+02:00"))[0] == 0

    assert await OutboxMessage.exclude(status=Status.SENT).count() == 0
    letters = [_letter(path) for path in (tmp_path / "mail" / "new").iterdir()]
    times = Counter(letter["Message-ID"] for letter in letters)
    queued = set(await OutboxMessage.all().values_list("message_id", flat=True))
    assert {name.strip("<>") for name in times} == {name.strip("<>") for name in queued}
    assert sum(times.values()) - len(times) <= 2 * connections


def _letter(path: Path):
    return message_from_bytes(path.read_bytes(), policy=policy.default)


def _subject(path: Path) -> str:
    return str(_letter(path)["Subject"])
