"""Stored bytes never outlive what they were made with: the renderer and the base URL."""

import asyncio

import pytest

from tests.listing.entries import entry_values, list_entries
from weekplanner.core import db, settings
from weekplanner.feeds import refreshing
from weekplanner.feeds.addresses import Address
from weekplanner.feeds.cache import Feeds, current
from weekplanner.feeds.models import Fragment
from weekplanner.feeds.operations import refresh_fragments
from weekplanner.listing.operations import publish_entries
from weekplanner.listing.selection import Scope

GRONINGEN = {"municipality_code": "GM0014", "latitude": 53.2194, "longitude": 6.5665}
UTRECHT = Address(Scope.MUNICIPALITY, "utrecht")


@pytest.fixture(autouse=True)
async def _two_activities_one_of_which_has_left(make):
    await make.edition(2027)
    await list_entries(entry_values(1), entry_values(2))
    await list_entries(entry_values(2, **GRONINGEN))


@pytest.fixture
def elsewhere(configured):
    """The same site under another address."""
    moved = configured.model_copy(update={"base_url": "https://elders.test"})
    with settings.using(moved):
        yield moved


async def bodies() -> set[bytes]:
    """Everything that is stored."""
    rows = await Fragment.all()
    return {row.body for row in rows} | {row.left_body for row in rows if row.left_body}


async def test_bytes_with_another_address_in_them_are_made_anew_when_they_are_read(elsewhere):
    feeds = Feeds()
    feed = await feeds.complete(UTRECHT)
    assert feed.body.count(b"https://elders.test/") > 4
    assert b"komerbij.test" not in feed.body
    assert feeds.needs_refresh.is_set()


async def test_rewriting_them_changes_nothing_in_a_feed(elsewhere):
    before = await Feeds().complete(UTRECHT)
    assert await refresh_fragments() == 2 + 4  # entries, and items in two formats
    assert await refresh_fragments() == 0
    feeds = Feeds()
    after = await feeds.complete(UTRECHT)
    assert (after.tag, after.body) == (before.tag, before.body)
    assert not feeds.needs_refresh.is_set()
    assert all(b"komerbij.test" not in body for body in await bodies())


async def test_an_etag_of_another_address_is_not_that_of_this_one(configured):
    here = await Feeds().complete(UTRECHT)
    with settings.using(configured.model_copy(update={"base_url": "https://elders.test"})):
        assert (await Feeds().complete(UTRECHT)).tag != here.tag


async def test_they_are_rewritten_beside_the_requests_at_the_start_and_whenever_some_are_found(elsewhere):
    async def is_stale() -> bool:
        return await Fragment.filter(stamp="another").exists()

    async def rewritten() -> None:
        async with asyncio.timeout(5):
            while await is_stale():
                await asyncio.sleep(0.01)

    stop = asyncio.Event()
    await db.execute("UPDATE feed_fragment SET stamp = 'another'")
    running = asyncio.create_task(refreshing.run(stop))
    await rewritten()
    await db.execute("UPDATE feed_fragment SET stamp = 'another'")
    await current().complete(UTRECHT)
    await rewritten()
    stop.set()
    await asyncio.wait_for(running, 1)


async def test_an_edit_is_not_overwritten_by_what_was_before_it(elsewhere):
    is_edited, may_commit = asyncio.Event(), asyncio.Event()

    async def edit() -> None:
        async with db.transaction():
            await publish_entries([entry_values(1, title="Thee")])
            is_edited.set()
            await may_commit.wait()

    editing = asyncio.create_task(edit())
    await is_edited.wait()
    refresh = asyncio.create_task(refresh_fragments())
    await asyncio.wait({refresh}, timeout=0.2)  # PostgreSQL skips the entry, SQLite waits
    may_commit.set()
    await editing
    await refresh
    assert await refresh_fragments() in (0, 1)
    assert sum(b"SUMMARY:Thee" in body for body in await bodies()) == 1
    assert sum(b"SUMMARY:Soep" in body for body in await bodies()) == 1
