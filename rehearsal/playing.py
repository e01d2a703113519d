"""One season from beginning to end: a new site, the demonstration on it, and the verdict."""

import logging
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from rehearsal import databases, mail_server, table, verdict
from rehearsal.mail_server import Offered
from rehearsal.season import Played, Player
from rehearsal.table import Line
from rehearsal.times import AFTER, BEFORE, Season
from rehearsal.witness import Witness, last_message
from rehearsal.world import World
from weekplanner import wiring
from weekplanner.core import clock, db, migrations, settings
from weekplanner.demo import weeks
from weekplanner.demo.operations import loading
from weekplanner.geo import operations as geo
from weekplanner.mailer import schedule
from weekplanner.signups.models import Places, PlacesState, SignUp

YEAR = 2027
"""Of the week that is played; so that a season is the same on every day it is rehearsed."""


@dataclass(frozen=True)
class Wish:
    """Which season to play."""

    activities: int = 1_200
    seed: int = 1
    database: str = "sqlite"
    before: timedelta = BEFORE
    after: timedelta = AFTER
    pace: float = 1.0
    """How busy people are; 1 is what fits a season of full length."""


@dataclass(frozen=True)
class Outcome:
    """What a season came to."""

    season: Season
    guests_at_first: int
    played: Played
    world: World
    offered: Sequence[Offered]
    lines: Sequence[Line]
    wrongs: Sequence[str]


async def play(wish: Wish, show: Callable[[date], None]) -> Outcome:
    """Play a season on a database of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        databases.made(wish.database, Path(folder)) as url,
        mail_server.running(Path(folder)) as server,
        _failures() as failures,
        clock.frozen(_first_moment(wish)) as standing,
    ):
        async with _site(url, server.url, Path(folder)):
            edition = await loading.load(wish.activities, seed=wish.seed, show=lambda _done, _all: None)
            season = Season.around(edition, before=wish.before, after=wish.after)
            guests_at_first, last_before = await SignUp.all().count(), await last_message()
            witness = Witness()
            schedule.wire(map(witness.watched, wiring.REMINDERS))
            open_places = await Places.filter(state=PlacesState.OPEN, starts_at__gt=clock.now()).count()
            world = World(Random(wish.seed))
            player = Player(season, server, standing, open_places, wish.pace, world, witness)
            played = await player.play(show)
            lines = await table.lines(witness, after=last_before)
            offered = server.offered()
            end = verdict.End(played, witness, offered, lines, last_before)
            schedule.wire(wiring.REMINDERS)
            wrongs = [*await verdict.sentences(end), *failures.sentences()]
    return Outcome(season, guests_at_first, played, world, offered, lines, wrongs)


def _first_moment(wish: Wish) -> datetime:
    """The morning on which the season begins: so long before the first day of the week."""
    starts_on = date.fromisoformat(f"{YEAR}-{weeks.FIRST_DAY}")
    return clock.day_range(starts_on - wish.before)[0]


class _Failures(logging.Handler):
    """Counts what the program logs as a failure; the rest of its log is not kept."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.counts: Counter[str] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """One failure more."""
        self.counts[record.getMessage()] += 1

    def sentences(self) -> list[str]:
        """What went wrong, if anything did."""
        return [f"The log tells {times} times of {event}." for event, times in self.counts.items()]


@contextmanager
def _failures() -> Iterator[_Failures]:
    logger, handler = logging.getLogger("weekplanner"), _Failures()
    logger.addHandler(handler)
    logger.propagate = False
    try:
        yield handler
    finally:
        logger.propagate = True
        logger.removeHandler(handler)


@asynccontextmanager
async def _site(url: str, mail_url: str, folder: Path) -> AsyncIterator[None]:
    """A migrated site with no setting from outside."""
    wanted = settings.read(
        database_url=url,
        mail_url=mail_url,
        media_dir=folder / "media",
        base_url="https://komerbij.example",
        secret_key="the secret of the rehearsal",
        _env_file=None,
    )
    with settings.using(wanted):
        wiring.wire()
        await migrations.upgrade(wanted, wiring.MODEL_MODULES, fill=geo.load_package_data)
        async with db.opened(wanted, wiring.MODEL_MODULES):
            if wanted.is_embedded:
                await db.execute("PRAGMA synchronous=OFF")  # this site need not survive a power cut
            yield
