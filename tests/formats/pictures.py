"""Files that people upload, made here."""

import io
import os
from pathlib import Path

from PIL import Image

RED, WHITE = (217, 74, 47), (255, 255, 255)


def files_in(directory: str | Path) -> list[Path]:
    """The files under `directory`."""
    return sorted(path for path in Path(directory).rglob("*") if path.is_file())


def saved(image: Image.Image, kind: str, **options) -> bytes:
    """The file a program would write."""
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def photo(width: int = 640, height: int = 480, *, mode: str = "RGB", colour=RED) -> Image.Image:
    """A plain sheet, unless a test paints on it."""
    return Image.new(mode, (width, height), colour)


def noise(width: int = 640, height: int = 480) -> Image.Image:
    """A picture that does not compress."""
    return Image.frombytes("RGB", (width, height), os.urandom(width * height * 3))


def near(colour: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    """Equal as far as JPEG keeps it."""
    return all(abs(one - other) <= 6 for one, other in zip(colour, wanted, strict=True))
