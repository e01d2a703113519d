"""Feeds from memory, against a bare application that answers with the same bytes."""

import statistics
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from bench import servers
from bench.measuring import Better, Result, median_ratio
from bench.servers import Load, Server

ROUNDS = 7
WANTED_BYTES = 350_000
POSTCODES = ("1012", "2511", "3011", "3512", "5611", "6211", "6811", "7511", "8011", "9711")
RADII_KM = (5, 10, 25)

Pair = tuple[Load, Load]


def measure(directory: Path) -> Iterator[Result]:
    """A whole feed, and the answer to who has it already."""
    with servers.site(directory / "site.log") as site:
        yield from _measure(site, directory)


def _measure(site: Server, directory: Path) -> Iterator[Result]:
    path = _feed_of_about(WANTED_BYTES, site)
    feed = site.get(path)
    body = directory / "feed.ics"
    body.write_bytes(feed.body)
    asked = {"Accept-Encoding": "gzip, deflate", "If-None-Match": feed.headers["etag"]}
    with servers.bare(directory / "bare.log", body) as bare:
        yield compared(
            f"A feed of {len(feed.body) // 1000} kB from memory, answers per second",
            "the same bytes, bare",
            lambda: site.loaded(path, status=200),
            lambda: bare.loaded("/feed", status=200),
            floor=0.85,
            aim=0.92,
        )
        yield compared(
            "A feed that the app has already (304), answers per second",
            "304, bare",
            lambda: site.loaded(path, status=304, headers=asked),
            lambda: bare.loaded("/unchanged", status=304, headers=asked),
            floor=0.5,
            aim=0.75,
        )


def _feed_of_about(wanted_bytes: int, site: Server) -> str:
    paths = [f"/feeds/postcode/{pc4}.ics?straal={radius}" for pc4 in POSTCODES for radius in RADII_KM]
    return min(paths, key=lambda path: abs(len(site.get(path).body) - wanted_bytes))


def _pairs(ours: Callable[[], Load], limit: Callable[[], Load]) -> list[Pair]:
    """One right after the other, each first in turn."""
    pairs = []
    for number in range(ROUNDS):
        if number % 2:
            pairs.append((ours(), limit()))
        else:
            second = limit()
            pairs.append((ours(), second))
    return pairs


def compared(
    what: str, limit: str, ours: Callable[[], Load], bare: Callable[[], Load], *, floor: float, aim: float
) -> Result:
    """How many answers a second, against those of a bare application."""
    pairs = _pairs(ours, bare)
    loads, limits = ([pair[which] for pair in pairs] for which in (0, 1))
    return Result(
        what,
        limit,
        floor,
        median_ratio([(our.per_second, their.per_second) for our, their in pairs]),
        aim=aim,
        better=Better.HIGHER,
        measured=(
            f"{_rate(loads)} against {_rate(limits)} a second; {_cpu(loads)} and {_cpu(limits)} µs of CPU"
        ),
    )


def _rate(loads: Sequence[Load]) -> str:
    return f"{statistics.median(load.per_second for load in loads):,.0f}"


def _cpu(loads: Sequence[Load]) -> str:
    return f"{statistics.median(load.cpu_us for load in loads):.0f}"
