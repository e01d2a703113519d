"""A guest's own calendar, khal, takes in the file of each message: one entry that moves and goes."""

import asyncio
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.feeds.test_calendar_app import KHAL
from tests.make import Make, acting
from tests.signups.test_notices import edit, on
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.core import settings
from weekplanner.core.clock import MovableClock
from weekplanner.events.operations import cancelling
from weekplanner.mailer import schedule, sender
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.operations import changing
from weekplanner.signups.personal import link_of
from weekplanner.signups.values import Guest, Helper

TO = "riet@example.org"


class OwnCalendar:
    """Somebody who opens the file of every message in khal."""

    def __init__(self, directory: Path, server: SmtpServer, address: str = TO) -> None:
        self.directory, self.server, self.address = directory, server, address
        (directory / "calendar").mkdir()
        (directory / "khal").write_text(KHAL.format(directory=directory))

    async def takes_in(self) -> str:
        """Send what is due, open the file of the newest message, and say what the calendar shows then."""
        await schedule.run_due()
        await sender.send_due()
        newest = [each for each in self.server.deliveries if each.recipient == self.address][-1]
        files = newest.message.iter_attachments()
        (file,) = [each for each in files if each.get_content_type() == "text/calendar"]
        path = self.directory / "kom-erbij.ics"
        path.write_bytes(file.get_content().encode())
        await self._khal("import", "--batch", str(path))
        shape = "{start-date} {start-time} {title} {status}"
        listed = await self._khal("list", "2027-10-01", "9d", "--day-format", "", "--format", shape)
        (only,) = [line.strip() for line in listed.splitlines() if line.strip()]
        return only

    async def _khal(self, *arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            str(Path(sys.executable).parent / "khal"),
            "-c",
            str(self.directory / "khal"),
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 0, errors.decode()
        return output.decode()


async def test_one_entry_follows_a_move_the_guest_and_the_cancellation(
    make: Make,
    now: MovableClock,
    configured: settings.Settings,
    tmp_path: Path,
):
    soup = await make.activity(capacity=4)
    (occurrence,) = await soup.occurrences()
    async with smtp_server() as server:
        with settings.using(configured.model_copy(update={"mail_url": server.url})):
            calendar = OwnCalendar(tmp_path, server)
            riet = await make.sign_up(occurrence.id, email=TO)
            assert await calendar.takes_in() == "2027-10-06 12:00 Soep aan de lange tafel CONFIRMED"

            await edit(soup, on(7))
            now.move(timedelta(minutes=31))
            assert await calendar.takes_in() == "2027-10-07 12:00 Soep aan de lange tafel CONFIRMED"

            await changing.cancel_by_link(link_of(riet.id))
            assert await calendar.takes_in() == "2027-10-07 12:00 Afgemeld: Soep aan de lange tafel CANCELLED"

            await make.sign_up(occurrence.id, email=TO)
            assert await calendar.takes_in() == "2027-10-07 12:00 Soep aan de lange tafel CONFIRMED"

            activity = await soup.fresh()
            actor = acting(soup.organiser, soup.organisation)
            await cancelling.cancel_activity(
                soup.id, "De kok is ziek.", version=activity.version, actor=actor
            )
            assert (
                await calendar.takes_in()
                == "2027-10-07 12:00 Gaat niet door: Soep aan de lange tafel CANCELLED"
            )


async def test_who_signs_up_others_gets_no_entry_of_theirs(make: Make, configured: settings.Settings):
    soup = await make.activity(capacity=4)
    (occurrence,) = await soup.occurrences()
    async with smtp_server() as server:
        with settings.using(configured.model_copy(update={"mail_url": server.url})):
            await make.sign_up(occurrence.id, "Bep", phone="030 000 12 34", helper=Helper("Ans", TO))
            await make.sign_up(occurrence.id, "Ans", email=TO)
            await sender.send_due()
    files = [len(list(each.message.iter_attachments())) for each in server.deliveries if each.recipient == TO]
    assert sorted(files) == [0, 1]


@pytest.mark.parametrize("way", ["they have it removed", "the organiser mends the address"])
async def test_who_is_known_no_longer_and_comes_again_has_a_later_entry(make: Make, way: str):
    soup = await make.activity(capacity=4)
    (occurrence,) = await soup.occurrences()
    riet = await make.sign_up(occurrence.id, email=TO)
    riet = await changing.cancel_by_link(link_of(riet.id))
    riet = await make.sign_up(occurrence.id, email=TO)
    if way == "they have it removed":
        await changing.cancel_by_link(link_of(riet.id))
        await changing.forget_by_link(link_of(riet.id))
    else:
        mended = replace(Guest.of(riet), email="riet.de.boer@example.org")
        actor = acting(soup.organiser, soup.organisation)
        await changing.change_guest(riet.id, mended, version=riet.version, actor=actor)
    await make.sign_up(occurrence.id, email=TO)
    told = await OutboxMessage.filter(to_address=TO).order_by("id")
    sequences = [each.values["calendar"]["sequence"] for each in told if each.values.get("calendar")]
    assert sequences == sorted(set(sequences))
