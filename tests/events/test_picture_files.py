"""The files of pictures: shared by copies, purged when nobody shows them, and never held in memory."""

import asyncio
from datetime import timedelta

import psutil

from tests.events.filling_in import form_of
from tests.events.uploading import OTHER, files, names, page_of, picture_of, send
from tests.formats.pictures import noise, saved
from weekplanner.core import db, settings
from weekplanner.events import check
from weekplanner.events.operations.pictures import copy_picture
from weekplanner.formats import images
from weekplanner.privacy.operations import purge

MEGABYTE = 1024**2


async def test_a_copy_shows_the_same_files_and_keeps_them_when_the_original_lets_go(make, site, now):
    soup, copy = await make.activity("draft"), await make.activity("draft")
    organiser = site.as_(soup.organiser)
    await send(organiser, soup)
    picture = await picture_of(soup)
    async with db.transaction():
        await copy_picture(soup.id, copy.id)
    assert (await picture_of(copy)).stem == picture.stem
    await send(organiser, soup, None, remove="1")
    now.move(timedelta(days=3))
    assert (await purge())["unused_pictures"] == 0
    assert files() == names(picture)


async def test_a_copy_of_an_activity_without_a_picture_has_none(make):
    soup, copy = await make.activity("draft"), await make.activity("draft")
    async with db.transaction():
        await copy_picture(soup.id, copy.id)
    assert await picture_of(copy) is None


async def test_files_that_nobody_shows_go_after_a_day_and_the_others_stay(make, site, now):
    soup, tea = await make.activity("draft"), await make.activity("draft")
    jan = site.as_(soup.organiser)
    await send(jan, soup)
    await send(site.as_(tea.organiser), tea)
    replaced = await picture_of(soup)
    await send(jan, soup, OTHER)
    in_use = (await picture_of(soup), await picture_of(tea))
    now.move(timedelta(hours=23))
    assert (await purge())["unused_pictures"] == 0
    now.move(timedelta(hours=2))
    assert (await purge(is_dry_run=True))["unused_pictures"] == 1
    assert files() == names(replaced, *in_use)
    assert (await purge())["unused_pictures"] == 1
    assert files() == names(*in_use)
    assert (await purge())["unused_pictures"] == 0


async def test_what_a_reviewer_must_compare_with_stays_until_it_was_seen(make, site, now, moderator):
    soup = await make.activity()
    organiser, review = site.as_(soup.organiser), f"/team/activiteiten/{soup.id}"
    await send(organiser, soup)
    await moderator.post(f"{review}/gezien", form_of((await moderator.get(review)).text))
    seen = await picture_of(soup)
    await send(organiser, soup, OTHER)
    now.move(timedelta(days=3))
    assert (await purge())["unused_pictures"] == 0
    await moderator.post(f"{review}/gezien", form_of((await moderator.get(review)).text))
    assert (await purge())["unused_pictures"] == 1
    assert files() == names(await picture_of(soup))
    assert not names(seen) & files()


async def test_a_picture_that_is_replaced_during_a_purge_stays_to_compare_with(
    make, site, now, moderator, monkeypatch
):
    soup = await make.activity()
    organiser, review = site.as_(soup.organiser), f"/team/activiteiten/{soup.id}"
    await send(organiser, soup)
    await moderator.post(f"{review}/gezien", form_of((await moderator.get(review)).text))
    seen = await picture_of(soup)
    now.move(timedelta(days=3))
    listed, loop = images.stems_before, asyncio.get_running_loop()

    def meanwhile(directory, moment):
        for stems in listed(directory, moment):
            if stems:
                asyncio.run_coroutine_threadsafe(send(organiser, soup, OTHER), loop).result()
            yield stems

    monkeypatch.setattr(images, "stems_before", meanwhile)
    assert (await purge())["unused_pictures"] == 0
    assert files() == names(seen, await picture_of(soup))


async def test_half_written_files_go_and_what_is_not_ours_stays(database, now):
    folder = settings.current().media_dir / "ab"
    folder.mkdir(parents=True)
    half = folder / f"ab{'0' * 30}-480.jpg.part"
    others = [folder / "readme.txt", settings.current().media_dir / "notes.txt"]
    for file in (half, *others):
        file.write_bytes(b"x")
    now.move(timedelta(days=2))
    assert (await purge())["unused_pictures"] == 1
    assert [half.exists(), *(file.exists() for file in others)] == [False, True, True]


async def test_the_picture_of_what_was_taken_down_goes_after_a_month(make, site, now, moderator):
    soup = await make.activity()
    await send(site.as_(soup.organiser), soup)
    withdraw = f"/team/activiteiten/{soup.id}/afwijzen"
    form = form_of((await moderator.get(withdraw)).text)
    await moderator.post(withdraw, form | {"reason": ["Reclame."]})
    now.move(timedelta(days=29))
    assert (await purge())["withdrawn_pictures"] == 0
    now.move(timedelta(days=2))
    counts = await purge()
    assert (counts["withdrawn_pictures"], counts["unused_pictures"]) == (1, 1)
    assert (await picture_of(soup), files()) == (None, set())


async def test_five_large_uploads_at_once_leave_memory_as_it_was(make, site):
    """The parser spools to a file, and another process reads that."""
    content = saved(noise(1600, 1200), "PNG").ljust(int(7.9 * MEGABYTE), b"\0")
    soups = [await make.activity("draft") for _each in range(5)]
    forms = [form_of((await site.as_(soup.organiser).get(page_of(soup))).text) for soup in soups]
    whos = [site.as_(soup.organiser) for soup in soups]
    await send(whos[0], soups[0], form=forms[0])
    forms[0] = form_of((await whos[0].get(page_of(soups[0]))).text)
    process = psutil.Process()
    before = process.memory_info().rss
    answers = await asyncio.gather(
        *(send(who, soup, content, form=form) for who, soup, form in zip(whos, soups, forms, strict=True))
    )
    assert [answer.status_code for answer in answers] == [303] * 5
    assert process.memory_info().rss - before < 24 * MEGABYTE


async def test_the_check_tells_of_files_that_are_missing_and_of_a_directory_that_cannot_be(make, site):
    soup = await make.activity("draft")
    await send(site.as_(soup.organiser), soup)
    assert await check.problems() == []
    images.remove(settings.current().media_dir, (await picture_of(soup)).stem)
    (missing,) = await check.problems()
    assert missing.startswith("The files of 1 pictures are missing in ")
    for folder in settings.current().media_dir.iterdir():
        folder.rmdir()
    settings.current().media_dir.rmdir()
    settings.current().media_dir.write_text("in the way")
    (no_place,) = await check.problems()
    assert no_place.startswith("Pictures cannot be written to ")
