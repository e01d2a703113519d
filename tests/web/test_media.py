"""The files of pictures: kept for ever by browsers, and the only thing of their directory that is reached."""

from pathlib import Path

import pytest

from tests.formats.pictures import photo, saved
from weekplanner.core import settings
from weekplanner.formats import images

STEM = "ab" + "0" * 30
CONTENT = saved(photo(480, 320), "JPEG")


@pytest.fixture
def media(configured: settings.Settings) -> Path:
    """The directory, with one file of a picture, and others that are nobody's business."""
    directory = configured.media_dir
    path = images.path(directory, STEM, 480)
    path.parent.mkdir(parents=True)
    path.write_bytes(CONTENT)
    for other in (
        directory / "secret.jpg",
        directory.parent / "secret.key",
        path.parent / "notes-480.jpg",
        path.with_name(f"{STEM}-960.jpg.part"),
        path.with_name(f"{STEM}-1600.png"),
    ):
        other.write_bytes(b"secret")
    (path.parent / f"{STEM}-1200.jpg").mkdir()
    return directory


async def test_a_picture_is_kept_for_a_year_and_nothing_else_than_a_picture(media, site):
    answer = await site.get(f"/media/{STEM}-480.jpg")
    assert (answer.status_code, answer.content) == (200, CONTENT)
    wanted = {
        "content-type": "image/jpeg",
        "content-length": str(len(CONTENT)),
        "cache-control": "public, max-age=31536000, immutable",
        "etag": f'"{STEM}-480"',
        "x-content-type-options": "nosniff",
    }
    assert {name: answer.headers[name] for name in wanted} == wanted
    assert "set-cookie" not in answer.headers
    assert "content-encoding" not in answer.headers


async def test_head_says_the_same_without_the_bytes(media, site):
    answer, whole = await site.head(f"/media/{STEM}-480.jpg"), await site.get(f"/media/{STEM}-480.jpg")
    assert (answer.status_code, answer.content) == (200, b"")
    assert dict(answer.headers) == dict(whole.headers)


@pytest.mark.parametrize("known", ['"{stem}-480"', 'W/"{stem}-480"', '"x", "{stem}-480"', "*"])
async def test_who_has_it_gets_no_bytes(media, site, known):
    answer = await site.get(f"/media/{STEM}-480.jpg", if_none_match=known.format(stem=STEM))
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


async def test_another_tag_gets_the_bytes(media, site):
    answer = await site.get(f"/media/{STEM}-480.jpg", if_none_match=f'"{STEM}-4800"')
    assert (answer.status_code, answer.content) == (200, CONTENT)


@pytest.mark.parametrize(
    "path",
    [
        "/media",
        "/media/secret.jpg",
        "/media/ab/notes-480.jpg",
        "/media/notes-480.jpg",
        f"/media/{STEM}-481.jpg",
        f"/media/{STEM}-0480.jpg",
        f"/media/{STEM}--480.jpg",
        f"/media/{STEM}-1200.jpg",
        f"/media/{STEM}-1600.png",
        f"/media/{STEM}-960.jpg.part",
        f"/media/{STEM.upper()}-480.jpg",
        f"/media/ab/{STEM}-480.jpg",
        f"/media/..%2fab%2f{STEM}-480.jpg",
        "/media/..%2f..%2fsecret.key",
        "/media/%2e%2e/secret.key",
        "/media/..%2fsecret-480.jpg",
        f"/media/{STEM}%00-480.jpg",
        f"/media/{STEM}%0a-480.jpg",
        f"/en/media/{STEM}-480.jpg",
    ],
)
async def test_nothing_else_is_reached(media, site, path):
    answer = await site.get(path)
    assert answer.status_code == 404
    assert b"secret" not in answer.content
    assert answer.headers["cache-control"] == "private, no-store"


async def test_nothing_is_written_there(media, site):
    assert (await site.post(f"/media/{STEM}-480.jpg")).status_code == 405
