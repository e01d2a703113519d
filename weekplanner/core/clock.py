"""The one source of time: aware moments in UTC, dates in Amsterdam, and an offset for rehearsals."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class MovableClock:
    """A clock that stands still until it is moved, for tests and rehearsals."""

    def __init__(self, at: datetime) -> None:
        self.at = at.astimezone(UTC)

    def move(self, by: timedelta) -> None:
        """Let `by` pass."""
        self.at += by

    def set(self, at: datetime) -> None:
        """Make it `at`."""
        self.at = at.astimezone(UTC)


_standing: list[MovableClock] = []
_offset = timedelta(0)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _standing[-1].at if _standing else datetime.now(UTC) + _offset


def today() -> date:
    """The present date in Amsterdam."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """`moment` on an Amsterdam clock."""
    return moment.astimezone(AMSTERDAM)


def moment(day: date, at: time) -> datetime:
    """The UTC moment of a local date and time; a time that summer time skips counts an hour on."""
    return datetime.combine(day, at, AMSTERDAM).astimezone(UTC)


def day_range(day: date) -> tuple[datetime, datetime]:
    """The half-open UTC range of a local day, 23 to 25 hours long."""
    return moment(day, time()), moment(day + timedelta(days=1), time())


def use_offset(offset: timedelta) -> None:
    """Let this process run `offset` ahead of the real time (setting WEEKPLANNER_CLOCK)."""
    global _offset
    _offset = offset


@contextmanager
def frozen(at: datetime) -> Iterator[MovableClock]:
    """Use a clock that stands at `at` inside the block."""
    standing = MovableClock(at)
    _standing.append(standing)
    try:
        yield standing
    finally:
        _standing.remove(standing)
