"""The boards of this process: loaded when somebody looks, and brought up to date before each look."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from weekplanner.core import db
from weekplanner.listing.board import COLUMNS, Board
from weekplanner.listing.follower import MAX_BATCH, Follower, Seen, Told

MOST_EDITIONS = 2
"""The current edition, and an older one that somebody looks back at."""

LOADED_AT_ONCE = 1_000
"""Entries, about 15 ms; other requests are served in between."""


class Boards:
    """What is on by edition, as the database has it at the moment of asking."""

    def __init__(self) -> None:
        self._boards: OrderedDict[int, Board] = OrderedDict()
        self._follower = Follower((self._follow,))
        self._is_following = False
        self._one_at_a_time = asyncio.Lock()

    async def of(self, year: int) -> Board:
        """The board of an edition; whatever was committed before is on it."""
        async with self._one_at_a_time:
            try:
                await self._caught_up()
                while year not in self._boards:
                    self._boards[year] = await _loaded(year)
                    await self._caught_up()
            except BaseException:
                self._boards.clear()  # what was told is not told again
                raise
            self._boards.move_to_end(year)
            while len(self._boards) > MOST_EDITIONS:
                self._boards.popitem(last=False)
            return self._boards[year]

    async def _caught_up(self) -> None:
        if not self._is_following:
            await self._follower.start()
            self._is_following = True
        while await self._follower.poll() >= MAX_BATCH:
            pass

    async def _follow(self, seen: Sequence[Seen | Told] | None) -> None:
        if seen is None:
            self._boards.clear()
            return
        ids = sorted({each.entry_id for each in seen if isinstance(each, Seen)})
        for start in range(0, len(ids), LOADED_AT_ONCE):
            await self._read_again(ids[start : start + LOADED_AT_ONCE])

    async def _read_again(self, ids: Sequence[int]) -> None:
        marks = ", ".join("?" * len(ids))
        rows = await db.rows(
            f"SELECT {COLUMNS} FROM listing_entry WHERE id IN ({marks})",  # noqa: S608 - fixed
            ids,
        )
        for board in self._boards.values():
            for entry_id in ids:
                board.take_away(entry_id)
        for row in rows:
            if row["edition_year"] in self._boards:
                self._boards[row["edition_year"]].put(row)


async def _loaded(year: int) -> Board:
    board, last = Board(), 0
    while True:
        rows = await db.rows(
            f"SELECT {COLUMNS} FROM listing_entry "  # noqa: S608 - fixed
            "WHERE +edition_year = ? AND id > ? ORDER BY id LIMIT ?",
            (year, last, LOADED_AT_ONCE),
        )
        for row in rows:
            board.put(row)
        if len(rows) < LOADED_AT_ONCE:
            return board
        last = rows[-1]["id"]
        await asyncio.sleep(0)


_current: list[Boards] = []


def wire() -> None:
    """Begin with nothing in memory."""
    _current[:] = [Boards()]


def current() -> Boards:
    """The boards of this process."""
    return _current[-1]
