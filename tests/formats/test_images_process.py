"""Pictures are decoded in a child process: bounded, ended with its caller, and silent about its trouble."""

import asyncio
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from functools import cache

import psutil
import pytest

from tests.formats.pictures import RED, noise, photo, saved
from weekplanner.formats import images
from weekplanner.formats.images import LIMITS


@cache
def heavy() -> bytes:
    """A second of work and more: 49 million pixels with transparency."""
    return saved(photo(7000, 7000, mode="RGBA", colour=(*RED, 128)), "PNG", compress_level=1)


def children() -> list[psutil.Process]:
    """The workers that run now."""
    workers = []
    for child in psutil.Process().children():
        with suppress(psutil.ZombieProcess, psutil.NoSuchProcess):  # ended since it was listed
            if "weekplanner.formats.images_worker" in child.cmdline():
                workers.append(child)
    return workers


async def _started() -> psutil.Process:
    while not (found := children()):
        await asyncio.sleep(0)
    return found[0]


async def test_a_caller_that_goes_away_ends_the_child(upload, files):
    caller = asyncio.create_task(upload(heavy()))
    await _started()
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert children() == []
    assert files() == []


async def test_a_killed_child_is_a_sentence_and_a_line_in_the_log(upload, files, caplog):
    caller = asyncio.create_task(upload(heavy()))
    (await _started()).kill()
    with pytest.raises(images.NotProcessed, match="later nog eens"):
        await caller
    assert [(record.getMessage(), record.values["exit_code"]) for record in caplog.records] == [
        ("picture_process_failed", -9)
    ]
    assert files() == []


async def test_too_much_memory_is_a_sentence(upload, files):
    with pytest.raises(images.DamagedPicture, match="te groot"):
        await upload(heavy(), replace(LIMITS, memory_bytes=200 * 1024**2))
    assert files() == []


async def test_too_much_work_is_a_sentence(upload, files, caplog):
    with pytest.raises(images.TooSlow):
        await upload(heavy(), replace(LIMITS, cpu_s=1))
    assert [record.getMessage() for record in caplog.records] == ["picture_process_failed"]
    assert files() == []


async def test_too_long_a_wait_is_a_sentence_and_ends_the_child(upload, files, caplog):
    with pytest.raises(images.TooSlow):
        await upload(heavy(), replace(LIMITS, wait_s=0.05))
    assert [record.getMessage() for record in caplog.records] == ["picture_took_too_long"]
    assert children() == []
    assert files() == []


async def test_a_disk_that_refuses_is_a_sentence_and_leaves_nothing(upload, tmp_path, caplog):
    (tmp_path / "media").write_text("a file where the directory should be")
    with pytest.raises(images.NotProcessed):
        await upload(saved(photo(), "PNG"))
    (record,) = caplog.records
    assert record.values == {"exit_code": 1, "error": "NotADirectoryError"}


async def test_no_more_than_two_work_at_once(upload):
    most = 0
    uploads = asyncio.gather(*(upload(saved(noise(), "PNG")) for _ in range(6)))
    while not uploads.done():
        most = max(most, len(children()))
        await asyncio.sleep(0)
    assert most == images.AT_ONCE
    assert len({picture.stem for picture in await uploads}) == 6


async def test_the_child_knows_none_of_our_secrets(upload, monkeypatch):
    monkeypatch.setenv("WEEKPLANNER_SECRET_KEY", "hush")
    caller = asyncio.create_task(upload(heavy()))
    child = await _started()
    environment = child.environ()
    caller.cancel()
    await asyncio.wait([caller])
    assert environment.keys() <= {"PYTHONPATH", "PYTHONUTF8", "LC_CTYPE"}


async def test_the_memory_of_this_process_stays_flat(upload):
    content = heavy()
    await upload(content)
    before = psutil.Process().memory_info().rss
    for _ in range(3):
        await upload(content)
    assert psutil.Process().memory_info().rss - before < 16 * 1024**2


def test_the_web_process_holds_no_decoder():
    asked = "import sys, weekplanner.app; print('PIL' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", asked], check=True, capture_output=True, text=True)
    assert answer.stdout.strip() == "False"
