"""Uploading a picture, and what lies in the media directory after it."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from tests.formats.pictures import files_in
from weekplanner.formats import images
from weekplanner.formats.images import LIMITS, Limits, Reencoded


@pytest.fixture
def upload(tmp_path: Path):
    """Upload bytes, as the server spools them."""

    async def uploaded(content: bytes, limits: Limits = LIMITS) -> Reencoded:
        with tempfile.SpooledTemporaryFile(max_size=1024) as spooled:
            spooled.write(content)
            return await images.reencode(spooled, tmp_path / "media", limits=limits)

    return uploaded


@pytest.fixture
def files(tmp_path: Path) -> Callable[[], list[Path]]:
    """Everything that lies in the media directory."""
    return lambda: files_in(tmp_path / "media")


@pytest.fixture
def widest(tmp_path: Path):
    """The largest file of a picture."""

    def read(picture: Reencoded) -> Image.Image:
        with Image.open(images.path(tmp_path / "media", picture.stem, picture.width)) as image:
            image.load()
        return image

    return read
