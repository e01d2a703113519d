"""A web server makes what is printed beside its requests, and answers them meanwhile."""

import asyncio

import pytest

from tests.kits.batches import many_boxes
from tests.make import Make
from tests.server import Program, serving
from tests.web.nonsense import cookie_of
from weekplanner.accounts.models import TeamRole
from weekplanner.kits.models.printing import JobState, PrintJob

ENDED = (JobState.DONE, JobState.FAILED)


@pytest.mark.once
async def test_pages_are_answered_while_500_labels_are_made(make: Make, program: Program):
    batch = await many_boxes(make, 500)
    cookie = await cookie_of(await make.team_member(TeamRole.LOGISTICS))
    meanwhile = 0
    async with serving(program, "--no-mailer") as server, server.client as client:
        client.headers["Cookie"] = cookie.decode()
        asked = await client.post(f"/team/pakketten/partijen/{batch.id}/printen", data={"paper": "labels"})
        assert asked.status_code == 303, asked.text
        async with asyncio.timeout(120):
            while (await PrintJob.get()).state not in ENDED:
                assert (await client.get("/healthz")).status_code == 200
                meanwhile += 1
        made = await client.get(f"{asked.headers['location']}/bestand")
    assert made.status_code == 200
    assert made.content.startswith(b"%PDF")
    assert meanwhile > 10


async def test_what_a_killed_server_was_making_another_makes(make: Make, program: Program):
    batch = await many_boxes(make, 250)
    cookie = await cookie_of(await make.team_member(TeamRole.LOGISTICS))
    async with serving(program, "--no-mailer") as server, server.client as client:
        client.headers["Cookie"] = cookie.decode()
        await client.post(f"/team/pakketten/partijen/{batch.id}/printen", data={"paper": "labels"})
        async with asyncio.timeout(60):
            while not (await PrintJob.get()).done:
                await asyncio.sleep(0.05)
        await server.kill()
    left = await PrintJob.get()
    assert (left.state, left.attempts) == (JobState.WORKING, 1)
    await PrintJob.filter(id=left.id).update(lease_until=left.created_at)  # a minute later
    async with serving(program, "--no-mailer"), asyncio.timeout(120):
        while (await PrintJob.get()).state not in ENDED:
            await asyncio.sleep(0.05)
    made = await PrintJob.get()
    assert (made.state, made.attempts) == (JobState.DONE, 2)
