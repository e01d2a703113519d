"""A real calendar app, vdirsyncer with khal, subscribed to the running server."""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.make import acting, at
from tests.server import Program, serving
from weekplanner.events.operations import cancelling, editing, steps

PROGRAMS = Path(sys.executable).parent
SYNCER = """
[general]
status_path = "{directory}/status/"
[pair week]
a = "site"
b = "mine"
collections = null
[storage site]
type = "http"
url = "{url}"
[storage mine]
type = "filesystem"
path = "{directory}/calendar/"
fileext = ".ics"
"""
KHAL = """
[calendars]
[[mine]]
path = {directory}/calendar/
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
[sqlite]
path = {directory}/khal.db
"""


class CalendarApp:
    """Somebody's calendar, subscribed to a feed."""

    def __init__(self, directory: Path, url: str) -> None:
        self.directory = directory
        (directory / "calendar").mkdir()
        (directory / "syncer").write_text(SYNCER.format(directory=directory, url=url))
        (directory / "khal").write_text(KHAL.format(directory=directory))

    async def subscribe(self) -> None:
        """Accept the subscription, once."""
        await self._run("vdirsyncer", "-c", str(self.directory / "syncer"), "discover")

    async def shows(self) -> list[str]:
        """What stands in the calendar in the week, after it asked the server again."""
        await self._run("vdirsyncer", "-c", str(self.directory / "syncer"), "sync")
        command = ("-c", str(self.directory / "khal"), "list", "2027-10-01", "9d")
        shape = "{start-date} {start-time}-{end-time} {title} {status}"
        output = await self._run("khal", *command, "--day-format", "", "--format", shape)
        return [line.strip() for line in output.splitlines() if line.strip()]

    async def becomes(self, *wanted: str) -> None:
        """Ask until the calendar shows this: within two seconds of a change, the feed does."""
        for _ in range(8):
            shown = await self.shows()
            if shown == list(wanted):
                return
        assert shown == list(wanted)

    async def _run(self, program: str, *arguments: str) -> str:
        process = await asyncio.create_subprocess_exec(
            str(PROGRAMS / program),
            *arguments,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            cwd=self.directory,
        )
        output, errors = await asyncio.wait_for(process.communicate(), 60)
        assert process.returncode == 0, errors.decode()
        return output.decode()


@pytest.mark.once  # an app sees bytes, which other tests compare on either
async def test_a_calendar_app_shows_an_activity_then_its_move_then_its_cancellation(
    make, database_url, tmp_path
):
    soup = await make.activity()
    actor = acting(soup.organiser, soup.organisation)
    program = Program.on(database_url, tmp_path, clock="2027-08-16T10:00:00")
    async with serving(program, "--no-mailer") as server:
        calendar = CalendarApp(tmp_path, f"{server.url}/feeds/provincie/utrecht.ics")
        await calendar.subscribe()
        await calendar.becomes("2027-10-06 12:00-13:30 Soep aan de lange tafel CONFIRMED")

        values = await steps.stored_values(await soup.fresh())
        moved = replace(values.occurrences[0], starts_at=at(7, 17), ends_at=at(7, 19))
        activity = await editing.edit_activity(
            soup.id,
            replace(values, occurrences=(moved,)),
            version=(await soup.fresh()).version,
            actor=actor,
        )
        await calendar.becomes("2027-10-07 17:00-19:00 Soep aan de lange tafel CONFIRMED")

        await cancelling.cancel_activity(soup.id, "De kok is ziek.", version=activity.version, actor=actor)
        await calendar.becomes("2027-10-07 17:00-19:00 Gaat niet door: Soep aan de lange tafel CANCELLED")
