"""How the API answers: its headers on everything, ETags, and what a browser of another site may do.

NLGov REST API Design Rules 2.1; RFC 9110.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import wraps
from hashlib import blake2b

from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import BaseRoute, Match, Mount, Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weekplanner.core.texts import gettext as _
from weekplanner.opendata.parameters import NoParameters, read
from weekplanner.opendata.problems import HANDLERS, Wrong, WrongParameters
from weekplanner.web import conditional

VERSION = "1.0.0"
"""Semantic: the first number stands in the address, a new field raises the second (CHANGELOG.md)."""

MAX_QUERY_BYTES = 4_000
"""Every filter there is fits."""

METHODS = ("GET", "HEAD", "OPTIONS")
JSON = "application/json"

_EVERY_ANSWER = (
    (b"api-version", VERSION.encode()),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"API-Version, ETag, Link, Retry-After"),
    (b"cache-control", b"no-store"),
)
"""Unless an answer has them itself: a problem is kept nowhere."""

_PREFLIGHT = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
    "Cache-Control": "public, max-age=86400",
}

PREFIX = "/api"

Endpoint = Callable[[Request], Awaitable[Response]]


class Api(Mount):
    """`/api` and all below it: an application of its own, so that every error is problem+json."""

    def __init__(self, routes: Sequence[Route]) -> None:
        # A slash too many is another address, that there is not (/core/no-trailing-slash).
        router = Router(routes, redirect_slashes=False)
        super().__init__(PREFIX, app=_WithHeaders(ExceptionMiddleware(router, handlers=HANDLERS)), name="api")
        self.paths = {each.name: PREFIX + each.path for each in routes}
        """For links."""
        self._routes = list(routes)

    @property
    def routes(self) -> list[BaseRoute]:
        """What stands below it."""
        return [*self._routes]

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Every address below it, also one with a line end in it, that Mount leaves to others; and itself."""
        if scope["type"] != "http" or not f"{scope['path']}/".startswith(f"{PREFIX}/"):
            return Match.NONE, {}
        return Match.FULL, {"root_path": scope.get("root_path", "") + PREFIX, "endpoint": self.app}


class _WithHeaders:
    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers that every answer has."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                present = {name for name, _value in message["headers"]}
                added = [pair for pair in _EVERY_ANSWER if pair[0] not in present]
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def route(path: str, endpoint: Endpoint, name: str) -> Route:
    """An address that is read: GET and HEAD, and OPTIONS for browsers that ask first (CORS)."""

    @wraps(endpoint)
    async def answer(request: Request) -> Response:
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_PREFLIGHT)
        if len(request.scope["query_string"]) > MAX_QUERY_BYTES:
            raise WrongParameters([Wrong("*", "tooLong", _("Dit adres is te lang."))])
        return await endpoint(request)

    return Route(path, answer, name=name, methods=METHODS)


def no_parameters(request: Request) -> None:
    """Raise WrongParameters when an address without parameters has any."""
    _nothing, wrong = read(NoParameters, request.query_params.multi_items())
    if wrong:
        raise WrongParameters(wrong)


def document(
    request: Request, body: bytes, *, media_type: str = JSON, headers: Mapping[str, str] | None = None
) -> Response:
    """An answer that fits in memory; 304 for who has it already."""
    tag = blake2b(body, digest_size=16).hexdigest()
    return _tagged(request, tag, headers or {}) or Response(
        body, headers={**_kept(tag), **(headers or {})}, media_type=media_type
    )


def stream(
    request: Request,
    pieces: AsyncIterator[bytes],
    *,
    tag: str,
    media_type: str,
    headers: Mapping[str, str],
) -> Response:
    """An answer that is made while it is sent; 304 for who has it already, nothing for HEAD."""
    if unchanged := _tagged(request, tag, headers):
        return unchanged
    every = {**_kept(tag), **headers}
    if request.method == "HEAD":
        answer = Response(headers=every, media_type=media_type)
        del answer.headers["Content-Length"]  # nobody knows how long it is before it was made
        return answer
    return StreamingResponse(pieces, headers=every, media_type=media_type)


def _tagged(request: Request, tag: str, headers: Mapping[str, str]) -> Response | None:
    asked = ",".join(request.headers.getlist("if-none-match"))
    strong = f'"{tag}"'.encode()
    if asked and conditional.matching_tag(asked.encode("latin-1"), (strong, strong)):
        return Response(status_code=304, headers={**_kept(tag), **headers})
    return None


def _kept(tag: str) -> dict[str, str]:
    # Weak, since the same tag goes with the bytes as they are and with gzip (RFC 9110 §8.8.1).
    return {"ETag": f'W/"{tag}"', "Cache-Control": "public, no-cache"}
