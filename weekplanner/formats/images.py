"""Uploaded pictures made clean: decoded and written anew by a child process, in the widths that pages show.

Of what was uploaded only the pixels survive. The files are `{stem}-{width}.jpg`, at most three, never wider
than the original, so the widths follow from the width of the widest. The stem is random: nobody can guess
the picture of a draft or ask whether the site holds a certain one, files never change and may be kept in a
cache for good, and the same picture uploaded twice is two pictures of which either can be removed.
"""

import asyncio
import json
import os
import re
import secrets
import signal
from asyncio import AbstractEventLoop, Semaphore
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO
from weakref import WeakKeyDictionary

from weekplanner.core import children, logs
from weekplanner.core.errors import Refused
from weekplanner.core.texts import gettext as _

WIDTHS = (480, 960, 1600)
STEM_PATTERN = "[0-9a-f]{32}"
AT_ONCE = 2
"""Per process; each takes at most `Limits.memory_bytes`, a photo of a telephone a tenth of that."""

_WORKER = "weekplanner.formats.images_worker"


@dataclass(frozen=True)
class Limits:
    """What a picture may be, and what cleaning it may take."""

    max_bytes: int = 8 * 1024 * 1024
    max_pixels: int = 50_000_000
    min_width: int = WIDTHS[0]
    """So that the smallest file always exists."""
    min_height: int = 270
    max_ratio: int = 4
    """How many times as long as it is wide, or as wide as it is high."""
    memory_bytes: int = 1024 * 1024 * 1024
    """Enough for 50 million pixels with transparency in any of the three formats."""
    cpu_s: int = 20
    wait_s: float = 30
    """By the clock, with the wait for others."""


@dataclass(frozen=True)
class Reencoded:
    """A clean picture: what its files are called, and the size of the widest in pixels."""

    stem: str
    width: int
    height: int


class UnusablePicture(Refused):
    """This file does not become a picture on the site."""

    message = "Wij kunnen deze foto niet gebruiken. Kies een andere foto."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, field="picture")


class NotAPicture(UnusablePicture):
    """Its content is none of the three formats, whatever its name says."""

    message = "Dit bestand is geen foto die wij kennen. Kies een foto: JPEG, PNG of WebP."


class EmptyFile(UnusablePicture):
    """Nothing arrived."""

    message = "Dit bestand is leeg. Kies een andere foto."


class TooManyBytes(UnusablePicture):
    """The file is too large to take in."""

    def __init__(self, max_bytes: int) -> None:
        sentence = _("Dit bestand is te groot. Kies een foto van ten hoogste %(most)d MB.")
        super().__init__(sentence % {"most": max_bytes // 1024**2})


class TooManyPixels(UnusablePicture):
    """The picture is too large to decode."""

    def __init__(self, width: int, height: int, *, max_pixels: int) -> None:
        sentence = _(
            "Deze foto is te groot: %(width)d bij %(height)d beeldpunten. "
            "Kies een foto van ten hoogste %(most)d miljoen beeldpunten."
        )
        super().__init__(sentence % {"width": width, "height": height, "most": max_pixels // 1_000_000})


class TooSmall(UnusablePicture):
    """The picture would be a smudge on the page."""

    def __init__(self, width: int, height: int, *, limits: Limits) -> None:
        sentence = _(
            "Deze foto is te klein: %(width)d bij %(height)d beeldpunten. "
            "Kies een foto van ten minste %(min_width)d bij %(min_height)d beeldpunten."
        )
        sizes = {"min_width": limits.min_width, "min_height": limits.min_height}
        super().__init__(sentence % {"width": width, "height": height, **sizes})


class TooLong(UnusablePicture):
    """The picture would be a stripe on the page."""

    def __init__(self, width: int, height: int, *, max_ratio: int) -> None:
        sentence = _(
            "Deze foto is te lang en te smal: %(width)d bij %(height)d beeldpunten. "
            "Kies een foto die niet meer dan %(ratio)d keer zo lang als breed is."
        )
        super().__init__(sentence % {"width": width, "height": height, "ratio": max_ratio})


class DamagedPicture(UnusablePicture):
    """It says it is a picture, and cannot be decoded; or decoding it takes too much memory."""

    message = (
        "Wij kunnen deze foto niet openen. Misschien is hij beschadigd of te groot. Kies een andere foto."
    )


class TooSlow(UnusablePicture):
    """Cleaning took too long, by itself or because others were first."""

    message = (
        "Het verwerken van deze foto duurt te lang. Probeer het later nog eens, of kies een kleinere foto."
    )


class NotProcessed(UnusablePicture):
    """The child process failed; the reason is in the log and may lie with us."""

    message = "Het verwerken van deze foto lukte niet. Probeer het later nog eens, of kies een andere foto."


LIMITS = Limits()


async def reencode(source: BinaryIO, directory: Path, *, limits: Limits = LIMITS) -> Reencoded:
    """Make clean pictures under `directory` of the file that was uploaded, whatever its name.

    `source` is an open file with a descriptor, an upload that was spooled for instance; the child reads it,
    this process never does. JPEG, PNG and WebP are taken, by content; of a moving picture the first frame.
    It is turned upright, brought to sRGB on white and loses all its metadata, the place where it was taken
    first of all. Files appear whole or not at all. Raises an `UnusablePicture` with the sentence for who
    uploaded it.
    """
    _require_size(source, limits)
    stem = secrets.token_hex(16)
    with ExitStack() as undo:
        undo.callback(remove, directory, stem)
        picture = _picture(await _worked_on(source, _job(directory, stem, limits), limits), stem, limits)
        undo.pop_all()
    return picture


def widths(width: int) -> tuple[int, ...]:
    """The widths of the files of a picture whose widest file is `width` pixels."""
    return tuple(sorted({min(width, wanted) for wanted in WIDTHS}))


def path(directory: Path, stem: str, width: int) -> Path:
    """Where a file of a picture lies, whether it exists or not; spread over 256 directories."""
    return _folder(directory, stem) / f"{stem}-{width}.jpg"


def remove(directory: Path, stem: str) -> None:
    """Remove the files of a picture, half-written ones too; nothing happens when there are none."""
    for file in _folder(directory, stem).glob(f"{stem}-*"):
        file.unlink(missing_ok=True)


def date(directory: Path, stem: str, moment: datetime) -> None:
    """Say of the files of a picture when they were made, on the clock of the site."""
    for file in _folder(directory, stem).glob(f"{stem}-*"):
        os.utime(file, (moment.timestamp(), moment.timestamp()))


def stems_before(directory: Path, moment: datetime) -> Iterator[list[str]]:
    """The stems of which every file, half-written ones too, is from before `moment`; a part at a time."""
    for folder in sorted(directory.glob("[0-9a-f][0-9a-f]")):
        latest: dict[str, float] = {}
        for file in folder.iterdir():
            stem = file.name.partition("-")[0]
            with suppress(FileNotFoundError):  # somebody else removes them too
                latest[stem] = max(latest.get(stem, 0), file.stat().st_mtime)
        mine = (stem for stem in latest if re.fullmatch(STEM_PATTERN, stem))
        yield [stem for stem in mine if latest[stem] < moment.timestamp()]


def _folder(directory: Path, stem: str) -> Path:
    return directory.absolute() / stem[:2]


_turns: WeakKeyDictionary[AbstractEventLoop, Semaphore] = WeakKeyDictionary()


async def _worked_on(source: BinaryIO, job: str, limits: Limits) -> children.Ended:
    turn = _turns.setdefault(asyncio.get_running_loop(), Semaphore(AT_ONCE))
    try:
        async with asyncio.timeout(limits.wait_s), turn:
            return await children.run_module(_WORKER, job, stdin=_rewound(source))
    except TimeoutError:
        logs.warning("picture_took_too_long", wait_s=limits.wait_s)
        raise TooSlow from None


def _picture(ended: children.Ended, stem: str, limits: Limits) -> Reencoded:
    if ended.exit_code:
        logs.warning("picture_process_failed", exit_code=ended.exit_code, error=ended.error)
        raise TooSlow if ended.exit_code == -signal.SIGXCPU else NotProcessed
    match json.loads(ended.output):
        case {"unfit": "wrong_type"}:
            raise NotAPicture
        case {"unfit": "damaged"}:
            raise DamagedPicture
        case {"unfit": "too_many_pixels", "width": width, "height": height}:
            raise TooManyPixels(width, height, max_pixels=limits.max_pixels)
        case {"unfit": "too_small", "width": width, "height": height}:
            raise TooSmall(width, height, limits=limits)
        case {"unfit": "too_long", "width": width, "height": height}:
            raise TooLong(width, height, max_ratio=limits.max_ratio)
        case {"width": width, "height": height}:
            return Reencoded(stem, width, height)
        case answer:
            raise ValueError(answer)


def _require_size(source: BinaryIO, limits: Limits) -> None:
    size_bytes = source.seek(0, os.SEEK_END)
    if size_bytes == 0:
        raise EmptyFile
    if size_bytes > limits.max_bytes:
        raise TooManyBytes(limits.max_bytes)


def _rewound(source: BinaryIO) -> int:
    """The descriptor of `source`, at its beginning and with everything written."""
    descriptor = source.fileno()
    source.flush()
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


def _job(directory: Path, stem: str, limits: Limits) -> str:
    return json.dumps(
        {
            "directory": str(_folder(directory, stem)),
            "stem": stem,
            "widths": WIDTHS,
            "max_pixels": limits.max_pixels,
            "min_width": limits.min_width,
            "min_height": limits.min_height,
            "max_ratio": limits.max_ratio,
            "memory_bytes": limits.memory_bytes,
            "cpu_s": limits.cpu_s,
        }
    )
