"""How long single requests take, asked one after the other by a process of its own.

    python -m bench.latency PORT SECONDS PATH…

It prints the milliseconds of each answer, one a line.
"""

import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import cycle

PAUSE_S = 0.005
"""So that it is a visitor and not a load."""


def milliseconds(port: int, seconds: float, paths: list[str]) -> Iterator[float]:
    """The times of answers on one kept-alive connection."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    until = time.monotonic() + seconds
    for path in cycle(paths):
        if time.monotonic() > until:
            break
        began = time.perf_counter()
        connection.request("GET", path)
        response = connection.getresponse()
        response.read()
        yield 1000 * (time.perf_counter() - began)
        if response.status >= 400:
            raise ValueError(f"{response.status} for {path}")
        time.sleep(PAUSE_S)


if __name__ == "__main__":
    port, seconds, *paths = sys.argv[1:]
    print("\n".join(map(str, milliseconds(int(port), float(seconds), paths))))
