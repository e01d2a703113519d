"""People who come to the page of a congress at their own moments and sign up, as a process of its own.

    python -m bench.visitors PATH FIELDS PORT PER_SECOND SECONDS

Each reads the page and sends its form on a connection of their own, at a moment that does not depend on how
fast others are answered. It prints as JSON how often the site gave which answer, and the median, the slowest
hundredth and the slowest of all requests in milliseconds, from the moment at which each should have begun.
"""

import asyncio
import json
import statistics
import sys
import time
from collections import Counter
from urllib.parse import parse_qs, parse_qsl, urlsplit

import httpx2
import uvloop

from bench.guests import Client, SignUpForm


async def come(
    port: int, path: str, alike: dict[str, str], *, per_second: int, seconds: int
) -> dict[str, object]:
    """Answers what is printed."""
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as browser:
        form = SignUpForm((await browser.get(path)).text)
    answers, took = Counter[str](), list[float]()
    action = urlsplit(form.action).path

    async def one(number: int, due: float) -> None:
        client = Client(port)
        await client.open()
        await client.get(path)
        took.append(time.perf_counter() - due)
        typed = {"name": f"Gast {number}", "email": f"gast{number}@example.org"}
        sent = time.perf_counter()
        status, location = await client.post(action, {**form.fields, **alike, **typed})
        took.append(time.perf_counter() - sent)
        client.close()
        (outcome,) = parse_qs(urlsplit(location).query).get("plek", [str(status)])
        answers[outcome] += 1

    began = time.perf_counter()
    visits = []
    for number in range(per_second * seconds):
        due = began + number / per_second
        if (early := due - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        visits.append(asyncio.create_task(one(number, due)))
    await asyncio.gather(*visits)
    slowest = sorted(1000 * each for each in took)
    return {
        "answers": answers,
        "median_ms": statistics.median(slowest),
        "p99_ms": slowest[int(len(slowest) * 0.99)],
        "slowest_ms": slowest[-1],
    }


if __name__ == "__main__":
    path, fields, *numbers = sys.argv[1:]
    port, per_second, seconds = map(int, numbers)
    print(
        json.dumps(
            uvloop.run(come(port, path, dict(parse_qsl(fields)), per_second=per_second, seconds=seconds))
        )
    )
