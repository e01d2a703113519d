"""Several processes give the same bytes and validators, and have every edit within two seconds."""

import asyncio
import time

import httpx2
import pytest

from tests.conftest import BASE_URL
from tests.listing.entries import entry_values, list_entries
from tests.server import Program, Server, serving
from weekplanner.feeds.addresses import Address
from weekplanner.feeds.cache import current
from weekplanner.feeds.models import Fragment
from weekplanner.listing.selection import Scope

PATH = "/feeds/gemeente/utrecht.ics"


@pytest.fixture
def program(configured, database_url, tmp_path) -> Program:
    """The program on the database of this test."""
    return Program.on(database_url, tmp_path, base_url=BASE_URL)


@pytest.fixture(autouse=True)
async def _two_activities(make):
    await make.edition(2027)
    await list_entries(entry_values(1), entry_values(2))


async def seconds_until(server: Server, text: str, path: str = PATH) -> float:
    """How long it takes until a feed of the server has this in it."""
    began = time.monotonic()
    async with server.client as client:
        while text not in (await client.get(path)).text:
            assert time.monotonic() - began < 10, "it never came"
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def raw(server: Server, path: str, **headers: str) -> tuple[httpx2.Headers, bytes]:
    """Headers and bytes as they were sent, not unpacked."""
    async with server.client as client, client.stream("GET", path, headers=headers) as response:
        return response.headers, b"".join([part async for part in response.aiter_raw()])


async def test_another_process_gives_the_same_bytes_and_validators(program):
    here = await current().complete(Address(Scope.MUNICIPALITY, "utrecht"))
    async with serving(program, "--no-mailer") as server:
        headers, body = await raw(server, PATH, **{"Accept-Encoding": "identity"})
        assert (headers["etag"].encode(), body) == (here.tag, here.body)
        headers, body = await raw(server, PATH, **{"Accept-Encoding": "gzip"})
        assert (headers["etag"].encode(), body) == (here.gzip_tag, here.compress())


async def test_an_edit_of_another_process_is_in_every_feed_within_two_seconds(program):
    async with serving(program, "--no-mailer") as server:
        for path in (PATH, "/feeds/land.ics", "/feeds/gemeente/groningen.ics", "/feeds/postcode/3512.ics"):
            async with server.client as client:
                assert (await client.get(path)).status_code == 200
        await list_entries(entry_values(1, title="Thee"))
        waits = [await seconds_until(server, "SUMMARY:Thee", path) for path in (PATH, "/feeds/land.ics")]
        await list_entries(entry_values(2, municipality_code="GM0014", latitude=53.2194, longitude=6.5665))
        waits.append(await seconds_until(server, "SUMMARY:Verplaatst"))
        waits.append(await seconds_until(server, "SUMMARY:Soep", "/feeds/gemeente/groningen.ics"))
        waits.append(await seconds_until(server, "SUMMARY:Verplaatst", "/feeds/postcode/3512.ics"))
    assert max(waits) < 2


async def test_another_base_url_never_gives_links_to_the_old_one(program):
    program.environment["WEEKPLANNER_BASE_URL"] = "https://elders.test"
    async with serving(program, "--no-mailer") as server:
        async with server.client as client:
            text = (await client.get(PATH)).text
        assert "https://elders.test/activiteiten/" in text
        assert "komerbij.test" not in text
        async with asyncio.timeout(10):
            while any(b"komerbij.test" in row.body for row in await Fragment.all()):
                await asyncio.sleep(0.02)
