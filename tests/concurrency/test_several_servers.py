"""Several web processes: on PostgreSQL any number, on one SQLite file one."""

import asyncio
import time
from contextlib import suppress

import httpx2
import psutil
import pytest

from tests import databases
from tests.concurrency.desks import NEW, Desk, Known, Ledger, desk_of, organisers
from tests.concurrency.test_load import complaints
from tests.concurrency.wholeness import what_is_half_done
from tests.events.filling_in import SAVE, SOUP, SUBMIT, typed
from tests.make import Make
from tests.server import Program, Server, free_port, serving, started
from weekplanner.events.models import Activity

ON_POSTGRES = pytest.mark.skipif(databases.KIND != "postgres", reason="SQLite has one web process")
ON_SQLITE = pytest.mark.skipif(databases.KIND != "sqlite", reason="PostgreSQL takes any number")

SOON_S = 2.0
"""An edit shows in every feed within two seconds of being saved."""

PATH = "/feeds/gemeente/utrecht.ics"


async def seconds_until(text: str, *clients: httpx2.AsyncClient) -> float:
    """How long it takes until the feed has this in it, whoever is asked."""
    began = time.monotonic()
    for client in clients:
        while text not in (await client.get(PATH)).text:
            assert time.monotonic() - began < 5 * SOON_S, f"{text} never came"
            await asyncio.sleep(0.02)
    return time.monotonic() - began


async def rename(desk: Desk, number: int, title: str) -> None:
    """Give an activity another title."""
    assert await desk.step(number, "wijzigen", {"title": [title], **SAVE}, Known(title, "published"))


@ON_POSTGRES
async def test_an_edit_through_one_server_is_soon_in_the_feeds_of_the_other(make: Make, program: Program):
    await make.edition()
    (account,) = await organisers(make, 1)
    ledger = Ledger()
    async with serving(program, "--no-mailer") as one, serving(program, "--no-mailer") as other:
        here, there = [await desk_of(server.url, account, ledger, server.url[-5:]) for server in (one, other)]
        number = await here.register(SUBMIT, becomes="published")
        waits = [await seconds_until("SUMMARY:Soep", here.client, there.client)]
        for writer, reader, title in (
            (here, there, "Thee"),
            (there, here, "Koffie"),
            (here, there, "Limonade"),
        ):
            await rename(writer, number, title)
            waits.append(await seconds_until(f"SUMMARY:{title}", reader.client))
        await seconds_until("SUMMARY:Limonade", here.client)
        tags = [(await desk.get(PATH)).headers["etag"] for desk in (here, there)]
        assert tags[0] == tags[1]

        page = (await here.get(f"/mijn/activiteiten/{number}/wijzigen")).text
        answers = await asyncio.gather(
            *(
                desk.post(f"/mijn/activiteiten/{number}/wijzigen", typed(page, {"title": [title]}, SAVE))
                for desk, title in ((here, "Van hier"), (there, "Van daar"))
            )
        )
        assert sorted(answer.status_code for answer in answers) == [303, 409]
        form = {**SOUP, **SUBMIT, "title": ["Dubbel"], "request_key": ["one form"]}
        made = await asyncio.gather(*(desk.post(NEW, form) for desk in (here, there, here, there)))
        assert len({answer.headers["location"] for answer in made}) == 1
    assert max(waits) < SOON_S
    assert complaints(program, "serve") == []
    assert await what_is_half_done() == []


def workers_of(server: Server) -> list[psutil.Process]:
    """The processes that answer for it."""
    found = []
    for child in psutil.Process(server.process.pid).children():
        with suppress(psutil.NoSuchProcess):  # a zombie is one too
            if "spawn_main" in " ".join(child.cmdline()):
                found.append(child)
    return found


async def one_client_each(server: Server, workers: list[psutil.Process]) -> list[httpx2.AsyncClient]:
    """A lasting connection to each of the workers."""
    found: dict[int, httpx2.AsyncClient] = {}
    until = time.monotonic() + 20
    while len(found) < len(workers):
        assert time.monotonic() < until, f"{found.keys()} took every connection"
        clients = [server.client for _ in range(8)]
        answers = await asyncio.gather(*(client.get("/healthz") for client in clients))
        ports = [answer.extensions["network_stream"].get_extra_info("client_addr")[1] for answer in answers]
        for worker in workers:
            served = {each.raddr.port for each in worker.net_connections() if each.raddr}
            mine = [client for client, port in zip(clients, ports, strict=True) if port in served]
            if mine:
                found.setdefault(worker.pid, mine[0])
    return list(found.values())


@ON_POSTGRES
async def test_an_edit_through_a_worker_is_soon_in_the_feeds_of_every_worker(make: Make, program: Program):
    await make.edition()
    (account,) = await organisers(make, 1)
    ledger, waits = Ledger(), []
    async with serving(program, "--no-mailer", "--workers", "2") as server:
        desk = await desk_of(server.url, account, ledger, "desk")
        number = await desk.register(SUBMIT, becomes="published")
        clients = await one_client_each(server, workers_of(server))
        for title in ("Thee", "Koffie"):
            await rename(desk, number, title)
            waits.append(await seconds_until(f"SUMMARY:{title}", *clients))
        assert await server.stop() == 0
    assert max(waits) < SOON_S
    assert complaints(program, "serve") == []
    assert await what_is_half_done() == []


@ON_POSTGRES
async def test_a_worker_that_is_killed_is_replaced_and_a_killed_supervisor_leaves_nothing_behind(
    make: Make, program: Program
):
    await make.edition()
    (account,) = await organisers(make, 1)
    async with serving(program, "--no-mailer", "--workers", "2") as server:
        before = workers_of(server)
        before[0].kill()
        async with asyncio.timeout(20):
            while len(now := [each for each in workers_of(server) if each != before[0]]) < 2:
                await asyncio.sleep(0.02)
        desk = await desk_of(server.url, account, Ledger(), "desk")
        await desk.register(SUBMIT, becomes="published")
        await server.kill()
        await asyncio.to_thread(psutil.wait_procs, now, 20)
        assert not any(worker.is_running() for worker in now)
        again = await started(program, "--no-mailer", port=int(server.url.rpartition(":")[2]))
        assert await again.stop() == 0
    assert await what_is_half_done() == []


@ON_SQLITE
async def test_a_second_server_on_the_same_file_is_refused_and_the_first_goes_on(
    make: Make, program: Program
):
    await make.edition()
    async with serving(program, "--no-mailer") as server:
        for arguments in (("--port", str(free_port())), ("--port", str(free_port()), "--workers", "2")):
            status, _, errors = await program.run("serve", *arguments)
            assert (status, errors.count("\n")) == (1, 1), errors
        async with server.client as client:
            assert (await client.get("/readyz")).status_code == 200
    async with serving(program, "--no-mailer"):  # the first was killed, and holds nothing
        assert await Activity.all().count() == 0
