"""Counting and logging requests: the name of the route, never its address, so nothing personal is kept."""

import time

from prometheus_client import Counter, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from weekplanner.core import logs

REQUESTS = Counter("weekplanner_requests", "Requests answered", ["route", "method", "status"])
SECONDS = Histogram(
    "weekplanner_request_seconds",
    "Time to answer",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
QUIET = frozenset({"healthz", "readyz", "metrics", "static"})


class AccessLog:
    """One line and one count for each request, when its answer has begun."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on, and note route, status and time."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter()
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    @staticmethod
    def _note(scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "name", None) or "unknown"
        method = scope["method"] if scope["method"] in KNOWN_METHODS else "other"
        REQUESTS.labels(route, method, str(status)).inc()
        SECONDS.labels(route).observe(seconds)
        if route not in QUIET:
            logs.event("request", route=route, method=method, status=status, ms=round(seconds * 1000, 1))
