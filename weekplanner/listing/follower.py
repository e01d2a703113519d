"""Each process follows the change log, so that an edit saved anywhere is seen everywhere within seconds."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Hashable, Sequence
from dataclasses import dataclass

from weekplanner.core import clock, db, logs
from weekplanner.listing import anchors
from weekplanner.listing.models import CHANGES_KEPT, Change
from weekplanner.listing.values import Keys

POLL_S = 0.5
"""An edit must be in every feed within two seconds of being saved."""

GAP_S = 60.0
"""PostgreSQL gives numbers out before it commits: a number that is missing may still come for so long."""

MAX_BATCH = 5_000
LOOK_BACK = 200
"""How many numbers before the last one may still be missing when a process starts."""


_NEW = "SELECT * FROM listing_change WHERE id > ? ORDER BY id LIMIT ?"


@dataclass(frozen=True)
class Seen:
    """One entry changed, as its keys were and are.

    Without `is_revised` it reads the same in feeds, and only pages show the difference.
    """

    entry_id: int
    before: Keys | None
    after: Keys
    is_revised: bool = True

    @property
    def anchors(self) -> set[Hashable]:
        """Where it is looked for, and was."""
        return {each for keys in (self.before, self.after) if keys for each in anchors.of_entry(keys)}


@dataclass(frozen=True)
class Told:
    """What a page says about something changed, and no entry did."""

    about: Hashable

    @property
    def anchors(self) -> set[Hashable]:
        """Where pages about it are looked for, and about all of its kind."""
        return {self.about, anchors.kind_of(self.about)}


Subscriber = Callable[[Sequence[Seen | Told] | None], Awaitable[None]]
"""Gets what changed, in order; None means that everything must be looked at again.

It is told once: one that cannot take it in must forget everything, and raise."""


class Follower:
    """Reads the change log from where it stood at the start, and tells the subscribers."""

    def __init__(self, subscribers: Sequence[Subscriber]) -> None:
        self.subscribers = tuple(subscribers)
        self._last = 0
        self._is_started = False
        self._one_at_a_time = asyncio.Lock()
        self._asked = self._answered = 0
        """How often somebody asked to catch up, and up to which of them it was done."""
        self._gaps: dict[int, float] = {}
        self._polled_at = clock.now()

    async def start(self) -> None:
        """Begin at the end of the log: what is built after this moment is up to date."""
        recent = await Change.all().order_by("-id").limit(LOOK_BACK).values_list("id", flat=True)
        known = {int(str(number)) for number in recent}
        self._last = max(known, default=0)
        since = time.monotonic()
        self._gaps = {
            number: since for number in range(min(known, default=1), self._last) if number not in known
        }
        self._polled_at = clock.now()
        self._is_started = True

    async def catch_up(self) -> None:
        """Tell at once what was changed just now, for who changed it; what fails is told a moment later."""
        if not self._is_started:
            return
        self._asked = mine = self._asked + 1
        try:
            async with self._one_at_a_time:
                if self._answered < mine:  # else somebody looked since, for all who had asked by then
                    asked = self._asked
                    await self._poll()
                    self._answered = asked
        except Exception as error:  # noqa: BLE001 - the answer is right without it
            logs.failure("follower_failed", error)

    async def poll(self) -> int:
        """Tell the subscribers what is new; answers how many changes there were."""
        async with self._one_at_a_time:
            return await self._poll()

    async def _poll(self) -> int:
        asleep, self._polled_at = clock.now() - self._polled_at, clock.now()
        if asleep > CHANGES_KEPT / 2:  # the log may have been cleared meanwhile
            await self.start()
            await self._tell(None)
            return 0
        changes = await db.read(Change, _NEW, (self._last, MAX_BATCH))
        if self._gaps:
            changes = [*await Change.filter(id__in=list(self._gaps)).order_by("id"), *changes]
        if not changes:
            self._forget_old_gaps()
            return 0
        self._note(changes)
        is_all = any(change.entry_id is None and change.about is None for change in changes)
        await self._tell(None if is_all else [_seen(change) for change in changes])
        return len(changes)

    async def _tell(self, seen: Sequence[Seen | Told] | None) -> None:
        """Tell each of them, also when another could not take it in: it is not told again."""
        failures = []
        for subscriber in self.subscribers:
            try:
                await subscriber(seen)
            except Exception as error:  # noqa: BLE001 - raised below
                failures.append(error)
        if failures:
            raise failures[0]

    async def run(self, stop: asyncio.Event) -> None:
        """Poll until `stop`; a database that is away for a moment is tried again."""
        while not stop.is_set():
            try:
                await self.poll()
            except Exception as error:  # noqa: BLE001 - the loop must go on, and what is missed is read next time
                logs.failure("follower_failed", error)
            try:
                await asyncio.wait_for(stop.wait(), POLL_S)
            except TimeoutError:
                continue

    def _note(self, changes: Sequence[Change]) -> None:
        since = time.monotonic()
        for change in changes:
            if change.id in self._gaps:
                del self._gaps[change.id]
                continue
            for missing in range(max(self._last + 1, change.id - MAX_BATCH), change.id):
                self._gaps[missing] = since
            self._last = change.id
        self._forget_old_gaps()

    def _forget_old_gaps(self) -> None:
        oldest = time.monotonic() - GAP_S
        for number in [number for number, since in self._gaps.items() if since < oldest]:
            del self._gaps[number]


def _seen(change: Change) -> Seen | Told:
    if change.about is not None:
        return Told(anchors.from_json(change.about))
    assert change.entry_id is not None
    before = Keys.from_json(change.keys_before) if change.keys_before else None
    return Seen(change.entry_id, before, Keys.from_json(change.keys_after), change.is_revised)
