"""Other programs than ours read what people type, and the times, as they were meant."""

import subprocess
import sys
from pathlib import Path

import pytest
import vobject

from tests.listing.entries import STARTS_AT, entry_values, list_entries
from weekplanner.listing.values import Details

CONFIGURATION = """
[calendars]
[[komerbij]]
path = {folder}/calendar
[locale]
local_timezone = Europe/Amsterdam
default_timezone = Europe/Amsterdam
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.sqlite3
"""


class Khal:
    """khal with a calendar of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "calendar").mkdir()
        (folder / "config").write_text(CONFIGURATION.format(folder=folder))

    def run(self, *arguments: str) -> str:
        """One command."""
        command = [str(Path(sys.executable).with_name("khal")), "-c", str(self.folder / "config"), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert "rror" not in done.stderr
        return done.stdout

    def read(self, feed: bytes) -> list[str]:
        """Take in a feed; answers what stands in the week."""
        file = self.folder / "feed.ics"
        file.write_bytes(feed)
        self.run("import", "--batch", "-a", "komerbij", str(file))
        form = "{start-time} {end-time} {title} | {status}| {location}"
        return self.run(
            "list", "--day-format", "{date}", "--format", form, "2027-10-01", "2027-10-09"
        ).splitlines()


@pytest.fixture
def khal(tmp_path) -> Khal:
    """A calendar program."""
    return Khal(tmp_path)


@pytest.fixture(autouse=True)
async def _edition(make):
    await make.edition(2027)


async def test_khal_and_vobject_read_what_people_type(site, khal):
    title = 'Soep; met brood, en \\ "kaas" 🍲 é'
    details = Details(
        location="Café ’t Hoekje; achter, Neude 11", description="een\n\ntwee\\n drie, vier; vijf"
    )
    await list_entries(entry_values(title=title, details=details))
    feed = (await site.feed_response("land")).content
    assert khal.read(feed)[1] == f"12:00 13:30 {title} | CONFIRMED | Café ’t Hoekje; achter, Neude 11"
    event = vobject.readOne(feed.decode()).vevent
    assert (event.summary.value, event.location.value) == (title, "Café ’t Hoekje; achter, Neude 11")
    assert "een\n\ntwee\\n drie, vier; vijf" in event.description.value


async def test_vobject_agrees_with_the_time_zone_before_and_after_summer_time(site):
    winter = STARTS_AT.replace(month=11)
    await list_entries(entry_values(1), entry_values(2, starts_at=winter))
    calendar = vobject.readOne((await site.feed_response("land")).content.decode())
    assert sorted(event.dtstart.value for event in calendar.vevent_list) == [STARTS_AT, winter]
