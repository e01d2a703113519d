"""The one place where a problem becomes a status and a page."""

import re
from collections.abc import Awaitable, Callable

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from weekplanner.core import db, logs, tokens
from weekplanner.core.errors import NotAllowed, NotFound, Problem, TooMany, UnknownValue
from weekplanner.web import pages
from weekplanner.web.security import SAFE_METHODS

PLAIN_PREFIXES = ("/feeds/", "/oembed", "/healthz", "/readyz", "/metrics")
"""Where programs ask: they get a line of text."""

_SLASH_TOO_MANY = re.compile(r"/[\w-][^\\]*/", re.ASCII)
"""An address of this site with a slash at the end; never one that a browser takes for another host."""

RETRY_AFTER_S = 60

PAGES = frozenset({400, 403, 404, 405, 409, 410, 413, 429, 500, 503})


async def problem_page(request: Request, error: Exception) -> Response:
    """The page for something a person can be told."""
    assert isinstance(error, Problem)
    status = status_of(error)
    headers = {"Retry-After": str(error.retry_after_s)} if isinstance(error, TooMany) else {}
    return _answer(request, status, error.message, headers)


async def http_error_page(request: Request, error: Exception) -> Response:
    """The page for what Starlette refuses: unknown path, wrong method, too large a body."""
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == 404 and request.method in SAFE_METHODS and _SLASH_TOO_MANY.fullmatch(path):
        query = f"?{request.url.query}" if request.url.query else ""
        return pages.redirect_to(path.rstrip("/") + query, status=301)
    return _answer(request, error.status_code, None, dict(error.headers or {}))


async def nobody_there(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler
    """For the log: who sent a form went away half-way, which is no failure of ours."""
    return Response(status_code=400)


async def crash_page(request: Request, error: Exception) -> Response:
    """The page for a mistake of ours: a reference to tell us, never a trace; 503 without a database."""
    status, reference = reported(error, method=request.method)
    headers = {"Retry-After": str(RETRY_AFTER_S)} if status == 503 else {}
    return _answer(request, status, None, headers, reference=reference)


def reported(error: Exception, *, method: str) -> tuple[int, str]:
    """Log what went wrong here: the status to answer, and the reference that tells us which line it was."""
    if db.is_away(error):
        logs.failure("database_away", error, method=method)
        return 503, ""
    reference = tokens.random_token()[:8]
    logs.failure("request_failed", error, reference=reference, method=method)
    return 500, reference


async def cross_origin_page(scope: Scope, receive: Receive, send: Send) -> None:
    """The answer to a form that was posted from another site."""
    request = Request(scope, receive)
    response = _answer(
        request, 403, "Dit formulier kwam niet van deze website. Open de bladzijde opnieuw.", {}
    )
    await response(scope, receive, send)


HANDLERS: dict[int | type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    Problem: problem_page,
    HTTPException: http_error_page,
    ClientDisconnect: nobody_there,
    Exception: crash_page,
}


def status_of(error: Problem) -> int:
    """Which status belongs to a problem."""
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, NotAllowed):
        return 403
    if isinstance(error, TooMany):
        return 429
    return 400 if isinstance(error, UnknownValue) else 409


def _answer(
    request: Request, status: int, message: str | None, headers: dict[str, str], *, reference: str = ""
) -> Response:
    if request.url.path.startswith(PLAIN_PREFIXES):
        safe = {"X-Content-Type-Options": "nosniff", **headers}
        words = message or (NotFound.message if status == 404 else status)
        return PlainTextResponse(f"{words}\n", status, headers=safe)
    template = f"errors/{status if status in PAGES else 400 if status < 500 else 500}.html"
    response = pages.render_with(request, template, {}, status=status, message=message, reference=reference)
    response.headers.update(headers)
    return response
