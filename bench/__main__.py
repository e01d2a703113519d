"""Measure everything, print it, and write `docs/benchmarks.md`.

    python -m bench [MODULE…]

With names of modules (such as `feeds_http`) only those are measured, and nothing is written.
"""

import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import psutil

from bench import (
    agenda,
    arrivals,
    congress_sign_ups,
    content,
    desk,
    feeds_building,
    feeds_http,
    feeds_meanwhile,
    lists,
    paper,
    polling,
    scheduling,
    sending,
    sign_ups,
    starting,
)
from bench.measuring import Result

MEASUREMENTS: Mapping[str, Callable[[Path], Iterator[Result]]] = {
    "feeds_http": feeds_http.measure,
    "feeds_building": feeds_building.measure,
    "feeds_meanwhile": feeds_meanwhile.measure,
    "starting": starting.measure,
    "lists": lists.measure,
    "desk": desk.measure,
    "agenda": agenda.measure,
    "polling": polling.measure,
    "sending": sending.measure,
    "sign_ups": sign_ups.measure,
    "congress_sign_ups": congress_sign_ups.measure,
    "arrivals": arrivals.measure,
    "scheduling": scheduling.measure,
    "paper": paper.measure,
}
"""In the order of the table; each on the same site, with the machine to itself."""

WITHOUT_SITE = {"sending", "paper", "arrivals"}

REPORT = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"


def main(names: Sequence[str]) -> int:
    """Answers 0 when every floor is reached."""
    results = []
    with tempfile.TemporaryDirectory() as directory:
        content.use_settings(Path(directory))
        chosen = names or list(MEASUREMENTS)
        if not WITHOUT_SITE.issuperset(chosen):
            print("making the site that is measured …", file=sys.stderr)
            content.make()
        for name in chosen:
            for result in MEASUREMENTS[name](Path(directory)):
                print(_line(result))
                results.append(result)
    if not names:
        REPORT.write_text(_report(results))
    return 0 if all(result.reaches(result.floor) for result in results) else 1


def _line(result: Result) -> str:
    verdict = "ok  " if result.reaches(result.floor) else "POOR"
    return f"{verdict} {result.what}: {result.written} ({result.promised(result.floor)}) {result.measured}"


def _report(results: Sequence[Result]) -> str:
    rows = [
        (
            result.what,
            result.limit,
            result.promised(result.floor),
            result.promised(result.aim),
            f"{'' if result.reaches(result.floor) else '**too little** '}{result.written}",
            result.measured,
        )
        for result in results
    ]
    head = ("What", "Limit", "Floor", "Aim", "Result", "Measured")
    table = "\n".join(f"| {' | '.join(row)} |" for row in (head, ("---",) * len(head), *rows))
    return TEXT.format(machine=_machine(), table=table, short="\n".join(_short_of_it(results)))


def _machine() -> str:
    memory = psutil.virtual_memory().total / 2**30
    return f"{psutil.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}"


def _short_of_it(results: Sequence[Result]) -> Iterator[str]:
    """What does not reach its floor or its aim, and why."""
    wanting = [
        result
        for result in results
        if not result.reaches(result.floor) or (result.aim is not None and not result.reaches(result.aim))
    ]
    for result in wanting:
        wanted = result.promised(result.floor if not result.reaches(result.floor) else result.aim)
        yield f"- {result.what}: {result.written} where {wanted} is wanted. {result.why}".rstrip()
    if not wanting:
        yield "Nothing: every floor and every aim is reached."


TEXT = """\
# Benchmarks

Written by `make bench`; do not edit. Measured on {machine}, with the embedded database.

Numbers of seconds say more about the machine than about the program. So most lines are ratios: ours
against a limit that is measured in the same run, in turns, and the median of the rounds. The limit is
what can hardly be done better: a bare Starlette application on the same server (uvicorn, uvloop,
httptools) over real sockets, with the load made by a process of its own; plain `sqlite3` and a join; or a
bare aiosmtplib loop to the same mail server.
The site holds the demonstration and is filled up to 10,000 occurrences in the current edition; for the
agenda and what comes after it, to 25,000.

{table}

## What falls short

{short}
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
