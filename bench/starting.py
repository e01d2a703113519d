"""What a web process costs: until its first answer, and in memory after a thousand pages."""

import statistics
from collections.abc import Iterator
from pathlib import Path
from random import Random

from bench import content, servers
from bench.measuring import Result, median_ratio, medians
from bench.servers import Server

ROUNDS = 5
PAGES = 1_000
COUNTRY = "/feeds/land.ics"
POSTCODES = ("1012", "2511", "3011", "3512", "5611", "6211", "6811", "7511", "8011", "9711")
DEMONSTRATED = 900
"""Activities of the demonstration, by their numbers; nearly all of them have a page."""


def measure(directory: Path) -> Iterator[Result]:
    """Starts in turn with bare ones, then the memory of one more process."""
    yield from _starts(directory)
    with servers.site(directory / "site.log") as site:
        yield from _memory(site)


def _starts(directory: Path) -> Iterator[Result]:
    pairs, seconds = [], []
    for _ in range(ROUNDS):
        with servers.bare(directory / "bare.log") as bare, servers.site(directory / "site.log") as site:
            pairs.append((site.start_cpu_s, bare.start_cpu_s))
            seconds.append(site.start_s)
    ours, limit = medians(pairs)
    measured = f"{ours:.2f} s against {limit:.2f} s"
    yield Result(
        "Cold start, CPU", "cold start, bare", floor=8, result=median_ratio(pairs), measured=measured
    )
    yield Result(
        "Cold start until the first answer", "", floor=2, result=statistics.median(seconds), unit="s"
    )


def _memory(site: Server) -> Iterator[Result]:
    answered = sum(site.get(path).status < 400 for path in _paths())
    measured = f"{answered} of them answered below 400"
    yield Result(
        f"Memory of a web process after {PAGES:,} mixed pages",
        "",
        floor=120,
        result=site.memory_mib,
        unit="MiB",
        measured=measured,
    )
    assert site.get(COUNTRY).status == 200
    size = len(site.get(COUNTRY, {"Accept-Encoding": "gzip"}).body)
    yield Result(
        f"The same with the feed of {content.OCCURRENCES:,} occurrences, plain and in gzip",
        "",
        floor=160,
        result=site.memory_mib,
        unit="MiB",
        measured=f"{size / 1e6:.1f} MB in gzip",
    )


def _paths() -> Iterator[str]:
    """What visitors look at: mostly the agenda, activities and feeds."""
    random = Random(PAGES)
    for _ in range(PAGES):
        pc4, number = random.choice(POSTCODES), random.randint(1, DEMONSTRATED)
        yield random.choice(
            (
                "/",
                "/agenda",
                f"/agenda?postcode={pc4}",
                f"/agenda?postcode={pc4}&straal=25&categorie=samen-eten",
                "/agenda?waar=utrecht",
                f"/activiteiten/x-{number}",
                f"/feeds/postcode/{pc4}.ics?straal={random.choice((1, 2, 5, 10))}",
                f"/feeds/activiteit/{number}.ics",
                f"/abonneren?postcode={pc4}",
                "/inloggen",
            )
        )
