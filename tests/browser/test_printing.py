"""Printing a batch in a browser: the page follows it by itself, and then has the button."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.conftest import CLOCK, Person, walked_once
from tests.kits.batches import many_boxes
from tests.make import Make
from tests.server import Program, Server, serving
from weekplanner.accounts.models import Account, TeamRole
from weekplanner.kits.models.parcels import Batch


@pytest.fixture
async def batch(make: Make) -> Batch:
    """With thirty boxes."""
    return await many_boxes(make, 30)


@pytest.fixture
async def printer(make: Make) -> Account:
    """Who looks after kits."""
    return await make.team_member(TeamRole.LOGISTICS)


@pytest.fixture
async def server(database_url: str, tmp_path: Path, batch: Batch, printer: Account) -> AsyncIterator[Server]:
    """The site on the same database."""
    async with serving(Program.on(database_url, tmp_path, clock=CLOCK), "--no-mailer") as started:
        yield started


@pytest.fixture
async def desk(person, server: Server, printer: Account) -> Person:
    """Who looks after kits, signed in."""
    _status, output, errors = await server.program.run("sign-in-link", printer.email)
    link = re.search(r"/inloggen/\S+", output)
    assert link, errors
    someone = await person(accept_downloads=True)
    await someone.page.goto(server.url + link[0])
    await someone.page.locator("main form button[type=submit]").first.click()
    await someone.page.wait_for_load_state()
    return someone


@walked_once
async def test_labels_are_chosen_followed_and_downloaded(desk: Person, batch: Batch, tmp_path: Path):
    await desk.go(f"/team/pakketten/partijen/{batch.id}/printen")
    await desk.page.get_by_label("Etiketten", exact=False).first.check()
    await desk.page.get_by_label("A4: 3 naast elkaar").check()
    await desk.page.get_by_label("Bij welk etiket begint het vel?").fill("25")
    await desk.click("Maak de pdf")
    await desk.sees("Kies een getal van 1 tot en met 24.")
    await desk.page.get_by_label("Bij welk etiket begint het vel?").fill("7")
    await desk.click("Maak de pdf")
    await desk.sees("De pdf is klaar")
    assert "De pdf is klaar" in await desk.page.get_by_role("status").first.inner_text()
    await desk.look()
    async with desk.page.expect_download() as waiting:
        await desk.page.get_by_role("link", name=re.compile("Download de pdf")).click()
    download = await waiting.value
    assert download.suggested_filename == f"etiketten-partij-{batch.id}.pdf"
    await download.save_as(tmp_path / "labels.pdf")
    assert (tmp_path / "labels.pdf").read_bytes().startswith(b"%PDF")
