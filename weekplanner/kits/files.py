"""Where the files of kits lie: their pictures, which everyone may see, and what is in a digital kit.

The latter is private: no address of the site leads to it, only a page that asks for the right (`path_of`).
Files are called at random and never change; another one takes their place.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from weekplanner.core import settings
from weekplanner.core.errors import Refused
from weekplanner.core.texts import gettext as _
from weekplanner.kits.models.catalogue import Kit

MOST_BYTES = 50 * 1024 * 1024
READABLE_BY_US_ALONE = 0o600


class FileKind(Enum):
    """What a digital kit can be; the value is how its name ends."""

    PDF = "pdf"
    ZIP = "zip"


@dataclass(frozen=True)
class KitFile:
    """A file that was taken in."""

    stem: str
    kind: FileKind
    size_bytes: int


class UnusableFile(Refused):
    """This file does not become a digital kit."""

    message = "Dit bestand is geen PDF of ZIP die wij kunnen openen. Kies een ander bestand."

    def __init__(self, message: str | None = None) -> None:
        super().__init__(message, field="file")


class EmptyFile(UnusableFile):
    """Nothing arrived."""

    message = "Dit bestand is leeg. Kies een ander bestand."


class TooManyBytes(UnusableFile):
    """Nobody wants to download that."""

    def __init__(self) -> None:
        sentence = _("Dit bestand is te groot. Kies een bestand van ten hoogste %(most)d MB.")
        super().__init__(sentence % {"most": MOST_BYTES // 1024**2})


def pictures() -> Path:
    """The directory with the pictures of kits."""
    return settings.current().media_dir / "kit-pictures"


def path_of(kit: Kit) -> Path:
    """Where the file of a digital kit lies; ask it only of one that has a file."""
    return _folder() / kit.file_stem


def keep(source: BinaryIO, *, at: datetime) -> KitFile:
    """Keep a file that was uploaded, whatever its name says it is; it appears whole or not at all.

    Takes a while: call it in a thread. Raises an `UnusableFile` with the sentence for who uploaded it.
    """
    size_bytes = source.seek(0, os.SEEK_END)
    if size_bytes == 0:
        raise EmptyFile
    if size_bytes > MOST_BYTES:
        raise TooManyBytes
    kind = _kind_of(source)
    made = KitFile(secrets.token_hex(16), kind, size_bytes)
    _folder().mkdir(parents=True, exist_ok=True)
    path, beside = _folder() / made.stem, _folder() / f"{made.stem}.part"
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT, READABLE_BY_US_ALONE), "wb") as target:
            source.seek(0)
            shutil.copyfileobj(source, target)
        os.utime(beside, (at.timestamp(), at.timestamp()))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    return made


def stems_before(moment: datetime) -> Iterator[str]:
    """What was kept before `moment`, half-written files too."""
    for file in sorted(_folder().glob("*")):
        with suppress(FileNotFoundError):  # somebody else removes them too
            if file.stat().st_mtime < moment.timestamp():
                yield file.name


def remove(stem: str) -> None:
    """Remove a file; nothing happens when there is none."""
    (_folder() / stem).unlink(missing_ok=True)


def _folder() -> Path:
    return settings.current().media_dir / "kits"


def _kind_of(source: BinaryIO) -> FileKind:
    """By what is in it; raises UnusableFile."""
    source.seek(0)
    if source.read(5) == b"%PDF-":
        return FileKind.PDF
    source.seek(0)
    try:
        with ZipFile(source) as archive:
            archive.infolist()
    except (BadZipFile, NotImplementedError, ValueError, OSError, EOFError) as error:
        raise UnusableFile from error
    return FileKind.ZIP
