"""Paper as PDF/UA-1 (ISO 14289-1): searchable, tagged, with language and title; made in a child process.

What stands on it is a file of JSON, a value on each line: the first is the head, the others are the items.
The template reads both and user text is never part of a template, so nothing that people type is evaluated.
In an item `qr` is the text of a QR code, and `qr_is_random` whether that is mostly chance. Added are
`qr_drawing`, the code as SVG, and `qr_margin`, which part of its width is white at each side.
"""

import asyncio
import json
import signal
from asyncio import AbstractEventLoop, Semaphore
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from weakref import WeakKeyDictionary

from weekplanner.core import children, logs
from weekplanner.core.errors import Refused

Progress = Callable[[int], Awaitable[None]]
"""Called now and then with how many items are ready."""

_WORKER = "weekplanner.formats.pdf_worker"
_OUT_OF_MEMORY = (b"\nMemoryError", b"memory allocation of ")
"""What Python says then, and what a Rust program says."""


class NotSet(Refused):
    """There is no PDF; the reason is in the log and may lie with us."""

    message = "Het maken van de pdf lukte niet. Probeer het nog eens."


class Busy(NotSet):
    """Others are waiting for theirs."""

    message = "Er worden nu veel pdf’s gemaakt. Probeer het over een minuut nog eens."


class TooMuch(NotSet):
    """More than it may take of time or memory."""

    message = "Dit is te veel voor één pdf. Probeer het met minder tegelijk."


@dataclass(frozen=True)
class Limits:
    """What setting a PDF may take; 4,000 labels take a quarter of it."""

    memory_bytes: int = 2 * 1024**3
    cpu_s: int = 240


LIMITS = Limits()
AT_ONCE = 1
"""Of those that somebody waits for, in each process."""
WAIT_S = 25
"""For the turn and the making of it; browsers and servers in front give up after 30."""


def line(value: Mapping[str, Any]) -> str:
    """The head or an item, as a line of the file."""
    return json.dumps(value, ensure_ascii=False) + "\n"


async def made(
    template: Path, head: Mapping[str, Any], items: Iterable[Mapping[str, Any]], *, now: datetime
) -> bytes:
    """A PDF for somebody who waits for it, of what fits in memory. Raises NotSet.

    Its files are in a directory of their own, for nobody but this program, and gone afterwards.
    """
    turn = _turns.setdefault(asyncio.get_running_loop(), Semaphore(AT_ONCE))
    try:
        async with asyncio.timeout(WAIT_S), turn:
            with TemporaryDirectory(prefix="weekplanner-") as directory:
                values, to = Path(directory) / "values", Path(directory) / "made.pdf"
                values.write_text("".join(map(line, (head, *items))), encoding="utf-8")
                await typeset(template, values, to, now=now, on_progress=_nobody)
                return to.read_bytes()
    except TimeoutError:
        logs.warning("pdf_took_too_long", wait_s=WAIT_S)
        raise Busy from None


async def _nobody(_done: int) -> None:
    """Who waits for the whole of it does not look how far it is."""


_turns: WeakKeyDictionary[AbstractEventLoop, Semaphore] = WeakKeyDictionary()


async def typeset(
    template: Path, values: Path, to: Path, *, now: datetime, on_progress: Progress, limits: Limits = LIMITS
) -> None:
    """Set what is in the file `values` by `template` in the file `to`, which appears whole or not at all.

    `template` may import `paper.typ`, which all paper has in common, and nothing else. `now` is when the PDF
    says it was made. This process sees neither the values nor the PDF. Raises NotSet.
    """

    async def read(line: str) -> None:
        await on_progress(int(line))

    job = _job(template, values, to, now, limits)
    ended = await children.follow_module(_WORKER, job, on_line=read)
    if ended.exit_code:
        logs.warning("pdf_process_failed", exit_code=ended.exit_code, error=ended.error)
        raise TooMuch if _took_too_much(ended) else NotSet


def _took_too_much(ended: children.Ended) -> bool:
    return ended.exit_code == -signal.SIGXCPU or any(words in ended.errors for words in _OUT_OF_MEMORY)


def _job(template: Path, values: Path, to: Path, now: datetime, limits: Limits) -> str:
    return json.dumps(
        {
            "template": str(template.absolute()),
            "values": str(values.absolute()),
            "to": str(to.absolute()),
            "made_at": int(now.timestamp()),
            **asdict(limits),
        }
    )
