"""Addresses for operators: is the process up, can it work, and what does it count."""

import ipaddress
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, Gauge, generate_latest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from weekplanner.core import db, logs, settings
from weekplanner.core.errors import NotFound

FORWARDING_HEADERS = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


@dataclass(frozen=True)
class GaugeSource:
    """A number that is read when Prometheus asks; `read` must be cheap."""

    name: str
    description: str
    read: Callable[[], Awaitable[float]]


Readiness = Callable[[], Awaitable[str | None]]
"""Says what keeps the process from working, or None."""

_readiness: list[Readiness] = []
_gauges: list[tuple[GaugeSource, Gauge]] = []


def wire(readiness: Sequence[Readiness], gauges: Sequence[GaugeSource]) -> None:
    """Set what is asked; once in a process."""
    _readiness[:] = readiness
    known = {source.name: gauge for source, gauge in _gauges}
    _gauges[:] = [
        (source, known.get(source.name) or Gauge(source.name, source.description)) for source in gauges
    ]


async def database_is_there() -> str | None:
    """Whether the database answers."""
    await db.rows("SELECT 1")
    return None


async def healthz(request: Request) -> Response:  # noqa: ARG001 - a view
    """The process runs."""
    return PlainTextResponse("ok\n", headers={"Cache-Control": "no-store"})


async def readyz(request: Request) -> Response:  # noqa: ARG001 - a view
    """The process can do its work; 503 with a line for each thing that keeps it from it."""
    problems = []
    for ask in (database_is_there, *_readiness):
        try:
            if problem := await ask():
                problems.append(problem)
        except Exception as error:  # noqa: BLE001 - whatever it is, the process is not ready
            logs.failure("not_ready", error, check=ask.__name__)
            problems.append(ask.__name__)
    text = "".join(f"{line}\n" for line in problems or ["ok"])
    return PlainTextResponse(text, 503 if problems else 200, headers={"Cache-Control": "no-store"})


async def metrics(request: Request) -> Response:
    """Counts for Prometheus; only for who may see them, and never through a proxy."""
    if not _may_see_metrics(request):
        raise NotFound
    for source, gauge in _gauges:
        gauge.set(await source.read())
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_see_metrics(request: Request) -> bool:
    if any(name in request.headers for name in FORWARDING_HEADERS) or request.client is None:
        return False
    allowed = settings.current().metrics_from
    try:
        peer = ipaddress.ip_address(request.client.host)
        if not allowed:
            return peer.is_loopback
        return any(peer in ipaddress.ip_network(part.strip()) for part in allowed.split(","))
    except ValueError:
        return False


routes = [
    Route("/healthz", healthz, name="healthz"),
    Route("/readyz", readyz, name="readyz"),
    Route("/metrics", metrics, name="metrics"),
]
