"""Answering calendar apps and feed readers: from memory at the front door, else from what is behind it."""

from collections.abc import Awaitable, Callable, Iterable
from functools import cache
from urllib.parse import parse_qs

from prometheus_client import Counter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Send
from starlette.types import Scope as Connection

from weekplanner.core import clock, logs, settings
from weekplanner.core.errors import Problem, UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.feeds import addresses
from weekplanner.feeds.answers import Asked, answer
from weekplanner.feeds.cache import current
from weekplanner.feeds.models import Format
from weekplanner.feeds.subjects import HasMoved
from weekplanner.listing.selection import Scope
from weekplanner.web.access import REQUESTS, AccessLog
from weekplanner.web.errors import HANDLERS
from weekplanner.web.pages import redirect_to

RETRY_AFTER_S = 120
MAX_QUERY_BYTES = 2_000
"""Every filter there is fits."""


def _answering(about: Scope, written_in: Format) -> Callable[[Request], Awaitable[Response]]:
    async def feed(request: Request) -> Response:
        name = next(iter(request.path_params.values()), "")
        return await _feed(request, about, written_in, name)

    return feed


routes = [
    Route(
        addresses.pattern_of(about, written_in),
        _answering(about, written_in),
        name=addresses.page_of(about, written_in),
    )
    for about in Scope
    for written_in in Format
]


class FeedDoor:
    """Stands in front of the application and answers for everything under `/feeds/`.

    What is in memory is neither routed nor logged, only counted: a million calendar apps ask every hour,
    nearly all of them for what they have already. `private` are feeds of packages above, made anew each time.
    """

    def __init__(self, app: ASGIApp, *, private: Iterable[Route] = ()) -> None:
        self.app = app
        self.feeds = current()
        behind = Starlette(routes=[*routes, *private], exception_handlers=HANDLERS)
        behind.router.redirect_slashes = False  # it would build the address from the Host header
        self.behind = AccessLog(behind)

    async def __call__(self, scope: Connection, receive: Receive, send: Send) -> None:
        """Answer from memory, or pass on."""
        if scope["type"] != "http" or not scope["path"].startswith(addresses.PREFIX):
            await self.app(scope, receive, send)
            return
        now = clock.now()
        feed = self.feeds.at_hand((scope["path"], scope["query_string"]), now)
        found = answer(feed, Asked.of(scope["headers"]), now) if feed else None
        if feed is None or found is None or scope["method"] not in ("GET", "HEAD"):
            await self.behind(scope, receive, send)
            return
        if found.status == 200:
            self.feeds.used(feed)
        headers = [*found.headers]
        await send({"type": "http.response.start", "status": found.status, "headers": headers})
        await send({"type": "http.response.body", "body": found.body if scope["method"] == "GET" else b""})
        _counter(feed.subject.address.page, scope["method"], found.status).inc()


@cache
def _counter(page: str, method: str, status: int) -> Counter:
    return REQUESTS.labels(page, method, str(status))


async def _feed(request: Request, about: Scope, written_in: Format, name: str) -> Response:
    """The feed, built when it is not in memory; an error is never a feed (standards §1.5)."""
    query = request.scope["query_string"]
    if len(query) > MAX_QUERY_BYTES:
        raise UnknownValue(_("Dit adres is te lang."))
    asked_for = parse_qs(query.decode("latin-1"), keep_blank_values=True)
    address = addresses.read(about, written_in, name, asked_for)
    feeds, asked = current(), Asked.of(request.scope["headers"])
    try:
        feed = await feeds.complete(address)
        if asked.is_for_gzip:
            await feeds.compressed(feed)
    except HasMoved as moved:
        return redirect_to(moved.address.url.removeprefix(settings.current().base_url), status=301)
    except Problem:
        raise
    except Exception as error:
        logs.failure("feed_failed", error, feed=address.page)
        raise HTTPException(503, headers={"Retry-After": str(RETRY_AFTER_S)}) from error
    feeds.remember((request.scope["path"], query), address)
    found = answer(feed, asked, clock.now())
    assert found is not None
    response = Response(found.body if request.method == "GET" else b"", found.status)
    response.raw_headers = [*found.headers]
    return response
