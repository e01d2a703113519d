"""Pictures with a title above the long table, for where somebody shares an address; drawn in a child process.

Each is a PNG of 1200 by 630 pixels. It lies in a file named for what is on it, so that it never changes; it
may be thrown away at any time and drawn again.
"""

import asyncio
import hashlib
import json
from asyncio import AbstractEventLoop, Semaphore
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from weekplanner.core import children, logs

WIDTH, HEIGHT = 1200, 630
"""What sites that show a shared address ask for (ogp.me; 1.91 to 1)."""
DIGEST_PATTERN = "[0-9a-f]{16}"
RENDERER_VERSION = 1
"""Part of every digest: raise it when the drawing changes."""
AT_ONCE = 1
"""Per process; drawing takes half a second of one core, and nobody is in a hurry for it."""
WAIT_S = 8.0
"""By the clock, with the wait for others; who asks then shows another picture."""

_WORKER = "weekplanner.formats.title_cards_worker"


class NotDrawn(Exception):
    """It could not be drawn, or not in time; the reason is in the log."""


@dataclass(frozen=True)
class TitleCard:
    """What is on a picture."""

    title: str
    lines: tuple[str, ...] = ()
    """Under the title, at most two, each on one line."""
    notice: str = ""
    """A few words that stand out; the title is struck through then."""

    @property
    def digest(self) -> str:
        """Equal exactly when the pictures are."""
        drawn = json.dumps([RENDERER_VERSION, self.title, self.lines, self.notice])
        return hashlib.sha256(drawn.encode()).hexdigest()[:16]

    @property
    def words(self) -> str:
        """Everything that is to be read on it, for who does not see it."""
        return " ".join(
            part if part.endswith((".", "?", "!")) else f"{part}."
            for part in (self.notice, self.title, *self.lines)
            if part
        )


def path(directory: Path, digest: str) -> Path:
    """Where a picture lies, whether it exists or not; spread over 256 directories."""
    return directory.absolute() / digest[:2] / f"{digest}.png"


async def drawn(card: TitleCard, directory: Path, *, now: datetime) -> Path:
    """The file of a picture, drawn if there is none and then dated `now`; raises NotDrawn."""
    to = path(directory, card.digest)
    if await asyncio.to_thread(to.is_file):
        return to
    turn = _turns.setdefault(asyncio.get_running_loop(), Semaphore(AT_ONCE))
    try:
        async with asyncio.timeout(WAIT_S), turn:
            if not await asyncio.to_thread(to.is_file):
                await _draw(card, to, now)
    except TimeoutError:
        logs.warning("title_card_took_too_long", wait_s=WAIT_S)
        raise NotDrawn from None
    return to


def digests_before(directory: Path, moment: datetime) -> Iterator[list[str]]:
    """The pictures that were drawn before `moment`, and half-written ones; a part at a time."""
    for folder in sorted(directory.glob("[0-9a-f][0-9a-f]")):
        found = set()
        for file in folder.iterdir():
            with suppress(FileNotFoundError):  # somebody else removes them too
                if file.stat().st_mtime < moment.timestamp():
                    found.add(file.name.partition(".")[0])
        yield sorted(found)


def remove(directory: Path, digest: str) -> None:
    """Remove a picture; nothing happens when there is none."""
    for file in path(directory, digest).parent.glob(f"{digest}.*"):
        file.unlink(missing_ok=True)


_turns: WeakKeyDictionary[AbstractEventLoop, Semaphore] = WeakKeyDictionary()


async def _draw(card: TitleCard, to: Path, now: datetime) -> None:
    job = {"card": asdict(card), "to": str(to), "drawn_at": now.timestamp()}
    ended = await children.run_module(_WORKER, json.dumps(job))
    if ended.exit_code:
        logs.warning("title_card_process_failed", exit_code=ended.exit_code, error=ended.error)
        raise NotDrawn
