"""When a message is tried again, and which domains are asked to wait."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240, 360))
"""RFC 5321 §4.5.4.1 asks for half an hour; greylisting is over sooner. The last one is repeated."""

JITTER = 0.2
GIVE_UP_AFTER = timedelta(days=4)

FIRST_GAP = timedelta(seconds=2)
LONGEST_GAP = timedelta(minutes=2)
FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(minutes=30)
_FORGOTTEN_GAP = timedelta(seconds=1)


def next_attempt(
    attempts: int, *, queued_at: datetime, now: datetime, chance: Callable[[], float] = random.random
) -> datetime | None:
    """When to try again after `attempts` tries; None when it is time to give up."""
    delay = DELAYS[min(attempts, len(DELAYS)) - 1] * (1 + JITTER * chance())
    return now + delay if now + delay < queued_at + GIVE_UP_AFTER else None


@dataclass
class _Pace:
    gap: timedelta
    closed_until: datetime
    last_at: datetime
    waiting: int = 0


class Paces:
    """Domains that asked this process to slow down; all others are free.

    What has to wait gets a moment of its own, `gap` after the one before it.
    """

    def __init__(self) -> None:
        self._paces: dict[str, _Pace] = {}

    def slow(self, domain: str, now: datetime) -> None:
        """Leave a domain alone for a while and then send with more time in between."""
        pace = self._paces.get(domain)
        if pace is None:
            self._paces[domain] = _Pace(FIRST_GAP, now + FIRST_PAUSE, now)
        elif now >= pace.closed_until:  # else it is the answer to one that was on its way already
            pace.gap = min(pace.gap * 2, LONGEST_GAP)
            pace.closed_until = now + min(FIRST_PAUSE * (pace.gap / FIRST_GAP), LONGEST_PAUSE)

    def ease(self, domain: str) -> None:
        """A message was taken: send a little faster again."""
        pace = self._paces.get(domain)
        if pace:
            pace.gap *= 0.8
            if pace.gap < _FORGOTTEN_GAP:
                del self._paces[domain]

    def wait_until(self, domain: str, now: datetime) -> datetime | None:
        """None when a message may go now; otherwise the moment that was set apart for it."""
        pace = self._paces.get(domain)
        if pace is None:
            return None
        # Half a gap of tolerance: a message that comes back at its own moment is some time late or early.
        open_at = max(pace.closed_until, pace.last_at + pace.gap / 2)
        if now >= open_at:
            pace.last_at, pace.waiting = now, max(0, pace.waiting - 1)
            return None
        pace.waiting += 1
        return max(pace.closed_until, pace.last_at) + pace.gap * pace.waiting
