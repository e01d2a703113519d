"""Requests that nobody waits for any more: whenever they end, the site goes on and nothing is half-done."""

import asyncio
import json
import random
from collections.abc import Sequence
from contextlib import suppress

from tests.concurrency.desks import Ledger, desk_of, organisers
from tests.concurrency.test_load import complaints
from tests.concurrency.wholeness import what_is_half_done
from tests.events.filling_in import SOUP, SUBMIT
from tests.make import Make
from tests.server import START_S, Program, Server, serving
from tests.site import Site
from tests.web.nonsense import FORM, ask, cookie_of, encoded
from weekplanner.events.models import Activity, State
from weekplanner.feeds import cache

CANCELLED = 300
AT_ONCE = 5
MOST_TURNS = 1_500
"""Of the event loop; a request that registers an activity takes fewer."""

HUNG_UP = 200
LONGEST_WAIT_S = 0.1
NEW = b"/mijn/activiteiten/nieuw"


def registration(title: str) -> bytes:
    """A form that publishes an activity."""
    return encoded({**SOUP, **SUBMIT, "title": [title], "request_key": [title]})


async def test_requests_that_are_cancelled_at_any_moment_wedge_nothing(make: Make, site: Site):
    made = await make.activity()
    cookie = await cookie_of(made.organiser)
    chance = random.Random(2)
    edit = f"/mijn/activiteiten/{made.id}/wijzigen".encode()

    async def anything(number: int) -> None:
        kind = chance.randrange(5)
        if kind < 2:
            await ask(
                site.app, "POST", NEW, headers=[FORM], body=registration(f"Soep {number}"), cookie=cookie
            )
        elif kind == 2:
            version = (await made.fresh()).version
            fields = {**SOUP, "title": [f"Thee {number}"], "version": [str(version)], "save": ["1"]}
            await ask(site.app, "POST", edit, headers=[FORM], body=encoded(fields), cookie=cookie)
        elif kind == 3:
            cache.current().clear()
            await ask(site.app, "GET", b"/feeds/land.ics", headers=[(b"accept-encoding", b"gzip")])
        else:
            await ask(site.app, "GET", b"/mijn", cookie=cookie)

    for start in range(0, CANCELLED, AT_ONCE):
        tasks = [asyncio.create_task(anything(start + number)) for number in range(AT_ONCE)]
        for _ in range(chance.randrange(MOST_TURNS)):
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async with asyncio.timeout(20):
        last = [registration(f"Na afloop {number}") for number in range(10)]
        answers = await asyncio.gather(
            *(ask(site.app, "POST", NEW, headers=[FORM], body=body, cookie=cookie) for body in last)
        )
        feed = await site.feed_response("land")
    assert [answer.status for answer in answers] == [303] * 10
    assert feed.text.count("SUMMARY:Na afloop") == 10
    stored = await Activity.filter(title__startswith="Soep ").count()
    assert 0 < stored < CANCELLED  # some were cancelled in time, and some were not
    assert await what_is_half_done() == []


async def send(server: Server, parts: Sequence[bytes], *, patience_s: float, is_rude: bool) -> None:
    """Send a part of a request and hang up, mostly before there is an answer; with a reset when rude."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    for part in parts:
        writer.write(part)
        await writer.drain()
    with suppress(TimeoutError):
        await asyncio.wait_for(reader.read(1), patience_s)
    if is_rude:
        writer.transport.abort()
    else:
        writer.close()


async def answer_to(server: Server, request: bytes) -> bytes:
    """The first line of what the server says to these bytes."""
    host, _, port = server.url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    async with asyncio.timeout(10):
        line = await reader.readline()
    writer.transport.abort()
    return line


def request(method: str, target: bytes, cookie: bytes = b"", body: bytes = b"") -> bytes:
    """The bytes of a request of a browser."""
    lines = [
        method.encode() + b" " + target + b" HTTP/1.1",
        b"Host: komerbij.test",
        b"Sec-Fetch-Site: same-origin",
        b"Content-Type: application/x-www-form-urlencoded",
        b"Content-Length: %d" % len(body),
        b"Cookie: " + cookie,
    ]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


async def test_clients_that_hang_up_at_any_moment_leave_the_server_well(make: Make, program: Program):
    await make.edition()
    (account,) = await organisers(make, 1)
    cookie, chance = await cookie_of(account), random.Random(3)
    async with serving(program, "--no-mailer") as server:

        async def hang_up(number: int) -> None:
            whole = request("POST", NEW, cookie, registration(f"Soep {number}"))
            if number % 4 == 0:
                whole = request("GET", b"/feeds/land.ics")
            end = len(whole) if number % 2 else chance.randrange(1, len(whole))
            middle = chance.randrange(end)
            parts = (whole[:middle], whole[middle:end])
            patience_s = START_S if number % 50 == 1 else chance.random() * LONGEST_WAIT_S
            await send(server, parts, patience_s=patience_s, is_rude=number % 3 == 0)

        for start in range(0, HUNG_UP, 10):
            await asyncio.gather(*(hang_up(start + number) for number in range(10)))
        ledger = Ledger()
        desk = await desk_of(server.url, account, ledger, "na afloop")
        for _ in range(2):
            await desk.one_life()
        assert await server.stop() == 0
    assert ledger.answers.keys() <= {200, 303}
    assert complaints(program, "serve") == []
    assert await what_is_half_done() == []
    assert 0 < await Activity.filter(title__startswith="Soep ", state=State.PUBLISHED).count() < HUNG_UP


async def test_bytes_that_are_no_request_are_refused_and_the_server_goes_on(make: Make, program: Program):
    await make.edition()
    async with serving(program, "--no-mailer") as server:
        for target in (
            b"/agenda?\xff\xfe",
            b"/\xff",
            "/één".encode(),
            b"/a\x00b",
            b"/agenda?waar=\x01",
            b"/a b",
        ):
            assert b" 400 " in await answer_to(server, request("GET", target)), target
        for target, status in (
            (b"/%00%ff%ed%a0%80", b"404"),
            (b"//evil.example/", b"404"),
            (b"http://evil.example/agenda", b"200"),
            (b"/agenda?waar=" + b"a" * 60_000, b"400"),
            (b"/" + b"a" * 70_000, b"400"),
        ):
            assert status in await answer_to(server, request("GET", target)), target[:40]
        for odd in (
            b"SOEP\r\n\r\n",
            b"\x16\x03\x01\x02\x00\x01",
            b"GET / HTTP/9.9\r\n\r\n",
            b"Content-Length: -1\r\n\r\n",
        ):
            assert b" 400 " in await answer_to(server, odd), odd
        async with server.client as client:
            assert (await client.get("/agenda")).status_code == 200
    lines = [json.loads(line) for line in program.log("serve").splitlines()]
    assert {line["level"] for line in lines} <= {"info", "warning"}
