"""The feeds of this process: built when asked for, kept in memory, patched as the listing changes."""

import asyncio
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from datetime import datetime

from weekplanner.core import clock
from weekplanner.feeds import addresses, queries, subjects
from weekplanner.feeds.addresses import Address
from weekplanner.feeds.assembly import Feed
from weekplanner.feeds.models import OF_ITEMS
from weekplanner.feeds.queries import Piece, Standing
from weekplanner.feeds.subjects import HeldEditions
from weekplanner.listing import anchors
from weekplanner.listing.follower import Seen, Told
from weekplanner.listing.selection import Scope

MAX_BYTES = 40 * 1024 * 1024
"""For bodies; of the feeds asked for longest ago only the validators stay."""

MAX_FEEDS = 10_000
"""How many feeds' validators are kept, about 3 kB each: what most requests come for."""

MAX_SPELLINGS = 20_000
MAX_SPELLING_BYTES = 300
"""Ways in which requests write an address; a longer one is read anew each time."""

BUILDS_AT_ONCE = 4
CHANGES_AT_ONCE = 100
JOINED_IN_THREAD = 500
"""Pieces; joining fewer takes less than a millisecond."""

NAMED_AFTER_ENTRIES = frozenset({Scope.ACTIVITY, Scope.ORGANISATION})
"""Small feeds whose name may change with what is in them: built anew instead of patched, as are those of
items, since one that leaves makes room for another."""

Spelling = tuple[str, bytes]
"""Path and query of a request."""


class _Build:
    """A feed in the making, and what the listing said meanwhile."""

    def __init__(self) -> None:
        self.task: asyncio.Task[Feed] | None = None
        self.changed: set[int] = set()
        self.is_outdated = False


class Feeds:
    """Every feed that this process knows, the one asked for longest ago first."""

    def __init__(self, *, max_bytes: int = MAX_BYTES, max_feeds: int = MAX_FEEDS) -> None:
        self.max_bytes = max_bytes
        self.max_feeds = max_feeds
        self.size_bytes = 0
        self.needs_refresh = asyncio.Event()
        """Set when fragments were found that another renderer made."""
        self._feeds: OrderedDict[Address, Feed] = OrderedDict()
        self._with_body: OrderedDict[Address, None] = OrderedDict()
        self._spellings: dict[Spelling, Address] = {}
        self._anchored: dict[Hashable, set[Address]] = {}
        self._builds: dict[Address, _Build] = {}
        self._compressing: dict[Feed, asyncio.Task[bytes]] = {}
        self._sizes: dict[Address, int] = {}
        self._generation = 0
        self._held: HeldEditions | None = None
        self._until: datetime | None = None
        self._one_change_at_a_time = asyncio.Lock()
        self._few_builds_at_once = asyncio.Semaphore(BUILDS_AT_ONCE)

    def at_hand(self, spelling: Spelling, now: datetime) -> Feed | None:
        """The feed at an address that was asked for before, if it is still known and true."""
        if self._until is not None and now >= self._until:
            self.clear()
        address = self._spellings.get(spelling)
        feed = self._feeds.get(address) if address is not None else None
        if feed is not None:
            self._feeds.move_to_end(feed.subject.address)
        return feed

    def used(self, feed: Feed) -> None:
        """Its body is sent: of all bodies it goes last."""
        if feed.subject.address in self._with_body:
            self._with_body.move_to_end(feed.subject.address)

    def remember(self, spelling: Spelling, address: Address) -> None:
        """Know this address when it is written the same way again."""
        if len(spelling[0]) + len(spelling[1]) > MAX_SPELLING_BYTES:
            return
        if len(self._spellings) >= MAX_SPELLINGS:
            self._spellings.clear()
        self._spellings[spelling] = address

    async def complete(self, address: Address) -> Feed:
        """The feed at an address, with its body; raises NotFound and HasMoved.

        Many who ask at the same time wait for one build, which goes on when any of them goes away.
        """
        if self._until is not None and clock.now() >= self._until:
            self.clear()
        feed = self._feeds.get(address)
        if feed is not None and feed.body is not None:
            self.used(feed)
            return feed
        build = self._builds.get(address)
        if build is None:
            build = self._builds[address] = _Build()
            build.task = asyncio.create_task(self._build(address, build))
            build.task.add_done_callback(lambda task: task.cancelled() or task.exception())
        assert build.task is not None
        return await asyncio.shield(build.task)

    async def compressed(self, feed: Feed) -> bytes:
        """The body in gzip, made once, in a thread."""
        if feed.gzip_body is not None:
            return feed.gzip_body
        task = self._compressing.get(feed)
        if task is None:
            task = self._compressing[feed] = asyncio.create_task(self._compress(feed))
        return await asyncio.shield(task)

    def clear(self) -> None:
        """Forget everything; what is being built is built again."""
        for build in self._builds.values():
            build.is_outdated = True
        self._generation += 1
        self._feeds.clear()
        self._with_body.clear()
        self._sizes.clear()
        self._anchored.clear()
        self.size_bytes = 0
        self._held = self._until = None

    async def follow(self, seen: Sequence[Seen | Told] | None) -> None:
        """Bring every feed in memory up to date with what the listing says changed."""
        if seen is None:
            self.clear()
            return
        ids = sorted({each.entry_id for each in seen if isinstance(each, Seen) and each.is_revised})
        for build in self._builds.values():
            build.changed.update(ids)
        try:
            for start in range(0, len(ids), CHANGES_AT_ONCE):
                await self._follow(ids[start : start + CHANGES_AT_ONCE])
        except BaseException:
            self.clear()  # they will not be told again
            raise

    async def _follow(self, ids: Sequence[int]) -> None:
        for language in addresses.languages():
            async with self._one_change_at_a_time:
                changes: dict[Address, dict[int, Piece | None]] = {}
                for standing in await queries.standings(ids, language):
                    for address, piece in self._concerned(standing, language):
                        changes.setdefault(address, {})[standing.entry_id] = piece
                    await asyncio.sleep(0)  # other requests in between
                for address, pieces in changes.items():
                    self._change(address, pieces)
                    await asyncio.sleep(0)

    def _concerned(self, standing: Standing, language: str) -> Iterator[tuple[Address, Piece | None]]:
        """Which feeds in memory show an entry, or may have shown it, and how they do now."""
        places = {anchor for keys in standing.all_keys for anchor in anchors.of_entry(keys)}
        for address in set().union(*(self._anchored.get(place, ()) for place in places)):
            subject = self._feeds[address].subject
            if address.language == language and standing.concerns(subject):
                yield address, None if _is_built_anew(address) else standing.piece_in(subject)

    def _change(self, address: Address, pieces: Mapping[int, Piece | None]) -> None:
        feed = self._feeds.get(address)
        if feed is None:
            return
        if feed.body is None or _is_built_anew(address):
            self._drop(address)
        else:
            self._keep(feed.patched(pieces, at=clock.now()))

    async def _build(self, address: Address, build: _Build) -> Feed:
        try:
            async with self._few_builds_at_once:
                while True:
                    build.changed.clear()
                    build.is_outdated = False
                    feed = await self._caught_up(await self._built(address), build)
                    if not build.is_outdated:
                        self._keep(feed)
                        return feed
        finally:
            del self._builds[address]

    async def _built(self, address: Address) -> Feed:
        at = clock.now()
        subject = await subjects.find(address, await self._editions())
        found = await queries.pieces(subject)
        if found.out_of_date:
            self.needs_refresh.set()
        if len(found.pieces) < JOINED_IN_THREAD:
            return Feed.joined(subject, found, at=at)
        return await asyncio.to_thread(Feed.joined, subject, found, at=at)

    async def _caught_up(self, feed: Feed, build: _Build) -> Feed:
        """The feed with what was told while it was built: what it read may be older than that."""
        while build.changed and not build.is_outdated:
            ids = sorted(build.changed)
            build.changed.clear()
            async with self._one_change_at_a_time:
                standings = await queries.standings(ids, feed.subject.address.language)
            concerned = [each for each in standings if each.concerns(feed.subject)]
            if concerned and _is_built_anew(feed.subject.address):
                build.is_outdated = True
            elif concerned:
                pieces = {each.entry_id: each.piece_in(feed.subject) for each in concerned}
                feed = feed.patched(pieces, at=clock.now())
        return feed

    async def _editions(self) -> HeldEditions:
        if self._held is None:
            generation = self._generation
            held = await subjects.held_editions()
            if generation != self._generation:
                return held  # what is built with it is built again
            self._held, self._until = held, held.until
        return self._held

    async def _compress(self, feed: Feed) -> bytes:
        try:
            written = await asyncio.to_thread(feed.compress)
        finally:
            del self._compressing[feed]
        if self._feeds.get(feed.subject.address) is feed:
            self._keep(feed)
        return written

    def _keep(self, feed: Feed) -> None:
        """Have this feed from now on, and let others go when there is no room for all."""
        address = feed.subject.address
        if address not in self._feeds:
            for anchor in anchors.of_selection(feed.subject.selection):
                self._anchored.setdefault(anchor, set()).add(address)
        self._put(feed)
        if feed.body is not None:
            self._with_body[address] = None
        while self.size_bytes > self.max_bytes and len(self._with_body) > 1:
            oldest, _ = self._with_body.popitem(last=False)
            self._put(self._feeds[oldest].without_body())
        while len(self._feeds) > self.max_feeds:
            self._drop(next(iter(self._feeds)))

    def _put(self, feed: Feed) -> None:
        address = feed.subject.address
        self.size_bytes += feed.size_bytes - self._sizes.get(address, 0)
        self._sizes[address] = feed.size_bytes
        self._feeds[address] = feed

    def _drop(self, address: Address) -> None:
        feed = self._feeds.pop(address)
        self._with_body.pop(address, None)
        self.size_bytes -= self._sizes.pop(address)
        for anchor in anchors.of_selection(feed.subject.selection):
            self._anchored[anchor].discard(address)


def _is_built_anew(address: Address) -> bool:
    """Whether a change lets the whole feed be made again, instead of the part that is another."""
    return address.scope in NAMED_AFTER_ENTRIES or address.format in OF_ITEMS


_current: list[Feeds] = []


def wire() -> None:
    """Begin with nothing in memory."""
    _current[:] = [Feeds()]


def current() -> Feeds:
    """The feeds of this process."""
    return _current[-1]


async def follow(seen: Sequence[Seen | Told] | None) -> None:
    """Tell the feeds of this process what changed; a subscriber of `listing.follower`."""
    await current().follow(seen)
