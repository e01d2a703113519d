"""Answers kept in memory: a page that is the same for everyone is made once, until what it tells of changes.

A page says what it is about by anchors (`keep`); who knows of a change drops the pages at its anchors.
"""

import asyncio
import gzip
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Hashable, Iterable
from datetime import datetime
from functools import cache
from hashlib import blake2b

from prometheus_client import Counter, Gauge
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weekplanner.core import clock
from weekplanner.web import conditional
from weekplanner.web.access import REQUESTS
from weekplanner.web.security import SAFE_METHODS

MAX_BYTES = 8 * 1024 * 1024
"""For pages, compressed: nearly a thousand. Those asked for longest ago go first."""

MAX_PLAIN_BYTES = 2 * 1024 * 1024
"""For those of them that were asked for without gzip, as hardly anybody does."""

MAX_PAGE_BYTES = 1024 * 1024
MAX_ADDRESS_BYTES = 600
"""A longer address is made anew each time: nobody types such a one twice."""

SMALLEST_GZIP_BYTES = 1_000
GZIP_LEVEL = 6
PAGE_BYTES = 2_000
"""About what a page takes in memory besides its body."""

_SET_HERE = frozenset({b"content-length", b"content-encoding", b"etag", b"vary"})
_BEGUN, _STATE, _MADE = "begun_at", "kept_until", "kept_page"

SIZE = Gauge("weekplanner_kept_pages_bytes", "Memory taken by pages that are kept.")

Header = tuple[bytes, bytes]
Address = tuple[str, bytes]
"""Path and query of a request."""


def begun_at(request: Request) -> datetime:
    """Since when the answer is being made: what it says was true at some moment after."""
    begun: datetime = request.scope["state"][_BEGUN]
    return begun


def keep(request: Request, anchors: Iterable[Hashable], *, until: datetime) -> None:
    """Let the answer to this request be kept until then, or until something at one of its anchors changes."""
    request.scope["state"][_STATE] = (frozenset(anchors), until)


class Kept:
    """One page as bytes, with its validators; equal bytes have equal validators in every process."""

    __slots__ = ("anchors", "compressed", "gzip_tag", "headers", "route", "tag", "until")

    def __init__(
        self,
        body: bytes,
        headers: Iterable[Header],
        *,
        anchors: frozenset[Hashable],
        until: datetime,
        route: str,
    ) -> None:
        self.compressed = gzip.compress(body, GZIP_LEVEL, mtime=0)
        self.headers = [
            *(each for each in headers if each[0] not in _SET_HERE),
            (b"vary", b"Accept-Encoding"),
        ]
        digest = blake2b(body, digest_size=16).hexdigest().encode()
        self.tag, self.gzip_tag = b'"%b"' % digest, b'"%b-gz"' % digest
        self.anchors = anchors
        self.until = until
        self.route = route

    @property
    def size_bytes(self) -> int:
        """About what it takes in memory."""
        return PAGE_BYTES + len(self.compressed)

    async def answer(self, scope: Scope, send: Send, *, plain: Callable[["Kept"], bytes]) -> None:
        """Send it, or that the reader has it already; `plain` gives the body for who takes no gzip."""
        asked = dict(scope["headers"])
        is_for_gzip = conditional.accepts_gzip(asked.get(b"accept-encoding", b""))
        tags = (self.gzip_tag, self.tag) if is_for_gzip else (self.tag, self.gzip_tag)
        known = asked.get(b"if-none-match")
        tag = conditional.matching_tag(known, tags) if known is not None else None
        headers = [*self.headers, (b"etag", tag or tags[0])]
        status, body = 304, b""
        if tag is None:
            status, body = 200, self.compressed if is_for_gzip else plain(self)
            headers.append((b"content-length", b"%d" % len(body)))
            if is_for_gzip:
                headers.append((b"content-encoding", b"gzip"))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
        _counter(self.route, scope["method"], status).inc()


class _Making:
    """A page that is being made, and what changed meanwhile."""

    __slots__ = ("changed", "is_outdated")

    def __init__(self) -> None:
        self.changed: set[Hashable] = set()
        self.is_outdated = False


class Turn:
    """Making a page whose time was over, for all who ask for it meanwhile."""

    __slots__ = ("is_over", "next", "page")

    def __init__(self) -> None:
        self.is_over = asyncio.Event()
        self.page: Kept | None = None
        self.next: Turn | None = None
        """Of who waited for this one, and has to make it once more for all who waited."""


class KeptPages:
    """Every page that this process keeps, the one asked for longest ago first."""

    def __init__(self, *, max_bytes: int = MAX_BYTES) -> None:
        self.max_bytes = max_bytes
        self.size_bytes = 0
        self._pages: OrderedDict[Address, Kept] = OrderedDict()
        self._plain: OrderedDict[Kept, bytes] = OrderedDict()
        self._plain_bytes = 0
        self._anchored: dict[Hashable, set[Address]] = {}
        self._making: set[_Making] = set()
        self._outlived: set[Address] = set()
        self._turns: dict[Address, Turn] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def at_hand(self, address: Address, now: datetime) -> Kept | None:
        """The page at an address, if it is kept and still true."""
        page = self._pages.get(address)
        if page is None:
            return None
        if now >= page.until:
            self._take_away(address)
            self._outlived.add(address)
            return None
        self._pages.move_to_end(address)
        return page

    async def ask(self, address: Address) -> "Kept | Turn":
        """The page, kept or as somebody else is making it; or the turn of who asks to make it.

        What was begun before this was asked must still be true. What was begun after is what one would make
        oneself: so a process with more readers than it can serve does not begin a page for each of them.
        """
        if page := self.at_hand(address, clock.now()):
            return page
        former = self._turns.get(address)
        if former is None:
            return self._turn(address)
        await former.is_over.wait()
        if page := self.at_hand(address, clock.now()):
            return page
        if former.next is None:
            former.next = self._turn(address)
            return former.next
        await former.next.is_over.wait()
        return former.next.page or Turn()

    def end_turn(self, address: Address, turn: "Turn") -> None:
        """The page was made, or not."""
        if self._turns.get(address) is turn:
            del self._turns[address]
        turn.is_over.set()

    def _turn(self, address: Address) -> "Turn":
        """To make a page; others wait for it if it is one that was kept until just now."""
        turn = Turn()
        if address in self._outlived:
            self._outlived.discard(address)
            self._turns[address] = turn
        return turn

    def plain(self, page: Kept) -> bytes:
        """The body of a page, not compressed."""
        body = self._plain.get(page)
        if body is not None:
            self._plain.move_to_end(page)
            return body
        body = self._plain[page] = gzip.decompress(page.compressed)
        self._plain_bytes += len(body)
        while self._plain_bytes > MAX_PLAIN_BYTES:
            self._plain_bytes -= len(self._plain.popitem(last=False)[1])
        return body

    def begin(self) -> _Making:
        """A page is being made: what changes from now on may not be in it."""
        making = _Making()
        self._making.add(making)
        return making

    def end(self, making: _Making) -> None:
        """It was made, or not."""
        self._making.discard(making)

    def put(self, address: Address, page: Kept, making: _Making) -> None:
        """Keep a page, unless what it tells of changed while it was made."""
        if making.is_outdated or not making.changed.isdisjoint(page.anchors):
            return
        self._take_away(address)
        self._pages[address] = page
        self.size_bytes += page.size_bytes
        for anchor in page.anchors:
            self._anchored.setdefault(anchor, set()).add(address)
        while self.size_bytes > self.max_bytes:
            self._take_away(next(iter(self._pages)))
        SIZE.set(self.size_bytes)

    def drop(self, anchors: Collection[Hashable]) -> None:
        """Something at these anchors changed."""
        for making in self._making:
            making.changed.update(anchors)
        for anchor in anchors:
            for address in list(self._anchored.get(anchor, ())):
                self._take_away(address)

    def clear(self) -> None:
        """Everything may be different."""
        for making in self._making:
            making.is_outdated = True
        self._pages.clear()
        self._anchored.clear()
        self._plain.clear()
        self.size_bytes = self._plain_bytes = 0

    def _take_away(self, address: Address) -> None:
        page = self._pages.pop(address, None)
        if page is None:
            return
        self.size_bytes -= page.size_bytes
        self._plain_bytes -= len(self._plain.pop(page, b""))
        for anchor in page.anchors:
            at_anchor = self._anchored[anchor]
            at_anchor.discard(address)
            if not at_anchor:
                del self._anchored[anchor]


class PageDoor:
    """Stands in front of the application and answers what is kept; such a request is counted, not logged.

    What is not kept is compressed on its way out. `caught_up` is awaited after a request that may have
    changed something, so that who made the change sees it on the next page.
    """

    def __init__(self, app: ASGIApp, pages: KeptPages, *, caught_up: Callable[[], Awaitable[object]]) -> None:
        self.app = app
        self.pages = pages
        self.caught_up = caught_up
        self.compressing = GZipMiddleware(
            self._made, minimum_size=SMALLEST_GZIP_BYTES, compresslevel=GZIP_LEVEL
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass on and keep what may be kept."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD"):
            await self.compressing(scope, receive, send)
        else:
            await self._show(scope, receive, send)

    async def _show(self, scope: Scope, receive: Receive, send: Send) -> None:
        address = (scope["path"], scope["query_string"])
        asked = await self.pages.ask(address)
        page = await self._make(asked, scope, receive, send) if isinstance(asked, Turn) else asked
        if page is not None:
            await page.answer(scope, send, plain=self.pages.plain)

    async def _make(self, turn: Turn, scope: Scope, receive: Receive, send: Send) -> Kept | None:
        """The page, held back; None for what may not be kept, and was answered."""
        scope.setdefault("state", {})[_BEGUN] = clock.now()
        try:
            await self.compressing(scope, receive, send)
            turn.page = scope["state"].pop(_MADE, None)
        finally:
            self.pages.end_turn((scope["path"], scope["query_string"]), turn)
        return turn.page

    async def _made(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in SAFE_METHODS:
            await self.app(scope, receive, _after(send, self.caught_up))
            return
        address = (scope["path"], scope["query_string"])
        making = self.pages.begin()
        held = _Held(send)
        try:
            await self.app(scope, receive, held.take(scope))
            if held.start is not None:
                page = held.page(scope)
                if len(address[0]) + len(address[1]) <= MAX_ADDRESS_BYTES:
                    self.pages.put(address, page, making)
                scope["state"][_MADE] = page
        finally:
            self.pages.end(making)


class _Held:
    """An answer that may be kept, held back until it is whole; any other goes on as it comes."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.start: Message | None = None
        self.parts: list[bytes] = []

    def take(self, scope: Scope) -> Send:
        """What the application sends to."""

        async def send(message: Message) -> None:
            if message["type"] == "http.response.start":
                if _may_be_kept(scope, message):
                    self.start = message
                    return
            elif self.start is not None:
                self.parts.append(message.get("body", b""))
                if sum(map(len, self.parts)) > MAX_PAGE_BYTES:
                    await self._let_go(more=message.get("more_body", False))
                return
            await self.send(message)

        return send

    async def _let_go(self, *, more: bool) -> None:
        assert self.start is not None
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": b"".join(self.parts), "more_body": more})
        self.start, self.parts = None, []

    def page(self, scope: Scope) -> Kept:
        """The whole of it."""
        assert self.start is not None
        headers = self.start["headers"]
        body = b"".join(self.parts)
        anchors, until = scope["state"][_STATE]
        route = getattr(scope.get("route"), "name", None) or "unknown"
        return Kept(body, headers, anchors=anchors, until=until, route=route)


def _may_be_kept(scope: Scope, start: Message) -> bool:
    is_page = scope["method"] == "GET" and start["status"] == 200 and _STATE in scope["state"]
    return is_page and all(name != b"set-cookie" for name, _value in start["headers"])


def _after(send: Send, caught_up: Callable[[], Awaitable[object]]) -> Send:
    """Before the answer goes out."""

    async def send_after(message: Message) -> None:
        if message["type"] == "http.response.start":
            await caught_up()
        await send(message)

    return send_after


@cache
def _counter(route: str, method: str, status: int) -> Counter:
    return REQUESTS.labels(route, method, str(status))


_current: list[KeptPages] = []


def wire() -> None:
    """Begin with nothing in memory."""
    _current[:] = [KeptPages()]


def current() -> KeptPages:
    """The pages of this process."""
    return _current[-1]
