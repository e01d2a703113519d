"""Calendar apps in a process of their own: different feeds in turn, each asked for what it has already.

    python -m bench.poller PORT SECONDS PER_SECOND < paths

It asks at a steady pace whether or not answers come, and prints as JSON how many were unchanged, how
many changed, and the slowest hundredth in milliseconds.
"""

import asyncio
import json
import sys
import time

import httpx2
import uvloop

CONNECTIONS = 32


async def poll(port: int, seconds: float, per_second: float, paths: list[str]) -> dict[str, float]:
    """Answers what is printed; each feed is fetched once before."""
    limits = httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
    tags: dict[str, str] = {}
    statuses: dict[int, int] = {}
    took: list[float] = []

    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", limits=limits, timeout=30) as client:

        async def ask(path: str) -> None:
            headers = {"If-None-Match": tags[path]} if path in tags else {}
            began = time.perf_counter()
            answer = await client.get(path, headers=headers)
            took.append(time.perf_counter() - began)
            tags[path] = answer.headers["etag"]
            statuses[answer.status_code] = statuses.get(answer.status_code, 0) + 1

        for path in paths:
            await ask(path)
        print("warm", flush=True)
        statuses.clear()
        took.clear()
        began, asked = time.perf_counter(), 0
        running: set[asyncio.Task[None]] = set()
        while (passed := time.perf_counter() - began) < seconds:
            while asked < passed * per_second:
                task = asyncio.create_task(ask(paths[asked % len(paths)]))
                running.add(task)
                task.add_done_callback(running.discard)
                asked += 1
            await asyncio.sleep(0.005)
        await asyncio.gather(*running)
    assert set(statuses) <= {200, 304}, statuses
    return {
        "unchanged": statuses.get(304, 0),
        "changed": statuses.get(200, 0),
        "p99_ms": 1000 * sorted(took)[int(len(took) * 0.99)],
    }


if __name__ == "__main__":
    port, seconds, per_second = sys.argv[1:]
    found = uvloop.run(poll(int(port), float(seconds), float(per_second), sys.stdin.read().split()))
    print(json.dumps(found))
