"""A load generator in a process of its own: the same request over and over on a few kept-alive connections.

    python -m bench.load PORT SECONDS CONNECTIONS < request

It prints how many answers came per second, and how many in all. Every answer to one request is as
long as the first, so that only the first has to be understood.
"""

import asyncio
import re
import sys
import time
from typing import cast

import uvloop


class Connection(asyncio.Protocol):
    """Sends the next request when an answer is complete."""

    def __init__(self, request: bytes, status: bytes) -> None:
        self.request = request
        self.status = status
        self.answers = 0
        self._first = b""
        self._length = 0
        self._missing = 0
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin."""
        self._transport = cast("asyncio.Transport", transport)
        self._transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        """Count bytes; the first answer says how many there will be."""
        if not self._length:
            self._first += data
            if b"\r\n\r\n" not in self._first:
                return
            self._length = self._missing = _length(self._first, self.status)
            data = self._first
        self._missing -= len(data)
        if self._missing == 0:
            self.answers += 1
            self._missing = self._length
            assert self._transport is not None
            self._transport.write(self.request)
        elif self._missing < 0:
            raise ValueError("an answer is longer than the first")

    def close(self) -> None:
        """End, wherever it is."""
        assert self._transport is not None
        self._transport.abort()


def _length(first: bytes, status: bytes) -> int:
    head, _, _ = first.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 " + status):
        raise ValueError(head.decode("latin-1"))
    found = re.search(rb"(?im)^content-length: (\d+)", head)
    body = int(found[1]) if found and status != b"304" else 0
    return len(head) + 4 + body


async def load(
    port: int, seconds: float, connections: int, request: bytes, status: bytes
) -> tuple[float, int]:
    """Answers per second once it is warm, and how many there were in all."""
    loop = asyncio.get_running_loop()
    made = [Connection(request, status) for _ in range(connections)]
    waiting = iter(made)
    for _ in made:
        await loop.create_connection(lambda: next(waiting), "127.0.0.1", port)
    await asyncio.sleep(seconds / 5)  # warm
    before, began = sum(each.answers for each in made), time.perf_counter()
    await asyncio.sleep(seconds)
    total, passed = sum(each.answers for each in made), time.perf_counter() - began
    for each in made:
        each.close()
    return (total - before) / passed, total


if __name__ == "__main__":
    port, seconds, connections, status = sys.argv[1:]
    request = sys.stdin.buffer.read()
    print(*uvloop.run(load(int(port), float(seconds), int(connections), request, status.encode())))
