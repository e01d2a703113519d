"""The demonstration draws its own pictures: no photo of anybody, and nothing from elsewhere."""

from pathlib import Path

import pytest
from PIL import Image

from weekplanner.demo import pictures
from weekplanner.demo.pictures import Scene
from weekplanner.formats import images
from weekplanner.vocabulary.queries import vocabulary

pytestmark = pytest.mark.once

TABLE = (255, 192, 46)
FREE_CHAIR = (217, 74, 47)


async def test_every_category_has_a_scene_with_a_table_and_a_free_chair(tmp_path: Path):
    scenes = [Scene(category.id, 1) for category in vocabulary().categories.values()]
    drawn = await pictures.draw(scenes, tmp_path)
    assert len({path.read_bytes() for path in drawn}) == len(scenes)
    for path in drawn:
        with Image.open(path) as image:
            assert (image.format, image.size) == ("JPEG", (1600, 1067))
            assert _share(image, TABLE) > 0.1
            assert _share(image, FREE_CHAIR) > 0.01


def _share(image: Image.Image, colour: tuple[int, int, int]) -> float:
    """How much of a picture has about this colour."""
    small = image.resize((160, 107), Image.Resampling.NEAREST)
    pixels = list(zip(*(band.tobytes() for band in small.split()), strict=True))
    near = [pixel for pixel in pixels if all(abs(a - b) < 12 for a, b in zip(pixel, colour, strict=True))]
    return len(near) / len(pixels)


async def test_equal_seeds_are_equal_pictures_and_others_differ(tmp_path: Path):
    (first,) = await pictures.draw([Scene("samen-eten", 1)], tmp_path)
    before = first.read_bytes()
    again, other = await pictures.draw([Scene("samen-eten", 1), Scene("samen-eten", 2)], tmp_path)
    assert again.read_bytes() == before
    assert other.read_bytes() != before


async def test_a_drawn_picture_goes_the_way_of_an_uploaded_one(tmp_path: Path):
    (drawn,) = await pictures.draw([Scene("spel", 3)], tmp_path)
    with drawn.open("rb") as file:
        picture = await images.reencode(file, tmp_path / "media")
    assert (picture.width, picture.height) == (1600, 1067)
