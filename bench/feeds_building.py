"""Building the feed of the whole country, and bringing it up to date after one edit."""

import asyncio
import sqlite3
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from bench import content
from bench.measuring import Result, cpu_seconds, median_ratio, medians
from weekplanner.core import settings
from weekplanner.feeds import fragments, queries
from weekplanner.feeds.addresses import Address
from weekplanner.feeds.assembly import Feed
from weekplanner.feeds.cache import Feeds
from weekplanner.feeds.models import Format
from weekplanner.feeds.subjects import Subject
from weekplanner.listing.follower import Follower
from weekplanner.listing.selection import Scope

ROUNDS = 9
COUNTRY = Address(Scope.COUNTRY)

Pair = tuple[float, float]


def measure(directory: Path) -> Iterator[Result]:  # noqa: ARG001 - every module has this door
    """In this process, on the database of the site."""
    building, joining, occurrences, size = asyncio.run(_measure())
    ours, limit = (1000 * seconds for seconds in medians(building))
    yield Result(
        f"First build of a feed of {occurrences:,} occurrences ({size / 1e6:.1f} MB), CPU",
        "reading the same columns with sqlite3, joining f-strings",
        floor=3,
        result=median_ratio(building),
        measured=f"{ours:.0f} ms against {limit:.0f} ms",
    )
    ours, limit = (1000 * seconds for seconds in medians(joining))
    yield Result(
        "That feed after one edit, from the change log to the new bytes and ETag",
        "joining the same bytes",
        floor=10,
        result=median_ratio(joining),
        measured=f"{ours:.1f} ms against {limit:.1f} ms",
    )


async def _measure() -> tuple[list[Pair], list[Pair], int, int]:
    async with content.opened():
        feed = await Feeds().complete(COUNTRY)
        assert feed.body is not None
        building = [(await _cpu_of_build(), await _cpu_of_plain_reading(feed.subject)) for _ in range(ROUNDS)]
        joining = await _rebuilds(feed)
        return building, joining, feed.body.count(b"BEGIN:VEVENT"), len(feed.body)


async def _cpu_of_build() -> float:
    feeds, began = Feeds(), time.process_time()
    await feeds.complete(COUNTRY)
    return time.process_time() - began


async def _cpu_of_plain_reading(subject: Subject) -> float:
    where = subject.selection.where("e")
    sql = (
        "SELECT e.id, f.mark, f.body, 0, e.form, e.latitude, e.longitude FROM listing_entry e"
        " JOIN feed_fragment f ON f.entry_id = e.id AND f.format = ? AND f.language = ? AND f.stamp = ?"
        f" WHERE {where.sql}"
    )
    parameters = (Format.ICS.value, "nl", fragments.stamp(), *where.parameters)
    connection = sqlite3.connect(settings.current().database_path)

    def read() -> bytes:
        rows = connection.execute(sql, parameters).fetchall()
        return "".join([f"{str(body, 'utf-8')}" for _, _, body, *_ in rows]).encode()

    try:
        connection.execute(
            "SELECT id FROM listing_entry LIMIT 1"
        ).fetchall()  # it knows the tables, as ours does
        return cpu_seconds(read)
    finally:
        connection.close()


async def _rebuilds(feed: Feed) -> list[Pair]:
    """Each round edits one occurrence and lets the feeds in memory hear of it."""
    found = await queries.pieces(feed.subject)
    bodies = [piece.body for piece in found.pieces.values()]
    feeds = Feeds()
    follower = Follower([feeds.follow])
    await follower.start()
    await feeds.complete(COUNTRY)
    pairs = []
    for number in range(ROUNDS):
        await content.edit(number)
        before = (await feeds.complete(COUNTRY)).tag
        began = time.perf_counter()
        await follower.poll()
        changed = await feeds.complete(COUNTRY)
        ours = time.perf_counter() - began
        assert changed.tag != before
        pairs.append((ours, statistics.median(_seconds_of_joining(bodies) for _ in range(5))))
    return pairs


def _seconds_of_joining(bodies: list[bytes]) -> float:
    began = time.perf_counter()
    b"".join(bodies)
    return time.perf_counter() - began
