"""Where what was printed lies: under a name that nobody can guess, and that no address of the site shows."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TextIO

from weekplanner.core import settings

STEM_BYTES = 16


def new_stem() -> str:
    """The name of a PDF to come."""
    return secrets.token_hex(STEM_BYTES)


def directory() -> Path:
    """Beside pictures, where `/media` does not look."""
    return settings.current().media_dir.absolute() / "print"


def pdf(stem: str) -> Path:
    """The PDF, whether it exists or not."""
    return directory() / f"{stem}.pdf"


def values(stem: str) -> Path:
    """What will stand on it, while it is made."""
    return directory() / f"{stem}.values"


def new_values(stem: str) -> TextIO:
    """That file, new and empty, for nobody but this program."""
    directory().mkdir(parents=True, exist_ok=True)
    descriptor = os.open(values(stem), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(descriptor, "w", encoding="utf-8")


def date_values(stem: str, moment: datetime) -> None:
    """Say when that file was written, on the clock of the site."""
    os.utime(values(stem), (moment.timestamp(), moment.timestamp()))


def remove_values(stem: str) -> None:
    """Remove it, if it is there."""
    values(stem).unlink(missing_ok=True)


def size_bytes(stem: str) -> int:
    """Of the PDF."""
    return pdf(stem).stat().st_size


def remove(stem: str) -> None:
    """Remove the files of a PDF, half-written ones too; nothing happens when there are none."""
    for file in directory().glob(f"{stem}.*"):
        file.unlink(missing_ok=True)


def stems_before(moment: datetime) -> Iterator[str]:
    """Of which every file was written before `moment`."""
    latest: dict[str, float] = {}
    for file in directory().glob("*.*"):
        stem = file.name.partition(".")[0]
        with suppress(FileNotFoundError):  # somebody else removes them too
            latest[stem] = max(latest.get(stem, 0), file.stat().st_mtime)
    return (stem for stem, at in latest.items() if at < moment.timestamp())
