"""What `weekplanner check` asks of the directory with pictures."""

import asyncio
import os
from pathlib import Path

from weekplanner.core import db, settings
from weekplanner.events.models import Picture
from weekplanner.formats import images


async def problems() -> list[str]:
    """What keeps pictures from being added or shown, each with what to do about it."""
    directory = settings.current().media_dir
    if not await asyncio.to_thread(_is_writable, directory):
        mend = "Let the program write there, or set WEEKPLANNER_MEDIA_DIR to another directory."
        return [f"Pictures cannot be written to {directory}. {mend}"]
    widest = {(each.stem, each.width) async for each in db.pages(Picture.all())}
    missing = await asyncio.to_thread(_missing, directory, widest)
    if not missing:
        return []
    return [f"The files of {missing} pictures are missing in {directory}. Put back a copy of that directory."]


def _is_writable(directory: Path) -> bool:
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError:
        return False
    return os.access(directory, os.W_OK)


def _missing(directory: Path, widest: set[tuple[str, int]]) -> int:
    return sum(not images.path(directory, stem, width).exists() for stem, width in widest)
