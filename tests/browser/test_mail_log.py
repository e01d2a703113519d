"""The mail log in a browser: from a number to the messages behind it, and on to what is done by hand."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.conftest import CLOCK, Person, walked_once
from tests.server import Program, Server, serving
from tests.smtp_server import SmtpServer, smtp_server

WRITER = "tekst@example.org"
APPOINTED = (
    WRITER,
    "weg@example.org",
    "een-heel-lang-adres@buurthuis-aan-het-einde-van-de-wereld.example.org",
)


@pytest.fixture
async def post() -> AsyncIterator[SmtpServer]:
    """A mail server that knows nobody called weg, and has no room for the one with the long address."""
    async with smtp_server() as running:
        running.answer("RCPT", "550 5.1.1 no such user", to=APPOINTED[1])
        running.answer("RCPT", "452 4.2.2 mailbox full", to=APPOINTED[2])
        yield running


@pytest.fixture
def program(database_url: str, tmp_path: Path, post: SmtpServer) -> Program:
    """The program, which hands its mail to that server."""
    return Program.on(database_url, tmp_path, clock=CLOCK, mail_url=post.url)


@pytest.fixture
async def server(program: Program, post: SmtpServer) -> AsyncIterator[Server]:
    """The site, once it has tried to tell three people that they belong to the team."""
    for address in APPOINTED:
        status, _, errors = await program.run("team", "add", address, "--role", "communication")
        assert status == 0, errors
    status, output, errors = await program.run("mailer", "--once")
    assert output == "1 sent, 1 postponed, 1 failed, 0 dropped\n", errors
    async with serving(program) as started:
        yield started


@pytest.fixture
async def writer(person, server: Server, program: Program) -> Person:
    """Somebody who looks after communication, signed in."""
    status, output, errors = await program.run("sign-in-link", WRITER)
    assert status == 0, errors
    found = await person()
    await found.go(server.url + re.search(r"/inloggen/\S+", output)[0])
    await found.page.locator("main form button[type=submit]").first.click()
    await found.page.wait_for_url("**/team")
    return found


@walked_once
async def test_what_failed_is_found_tried_again_and_looked_up(writer: Person, post: SmtpServer):
    page = writer.page
    await writer.click("Maillogboek", role="link")
    await writer.click("1 mails zijn mislukt", role="link")
    await writer.sees("Dit adres bestaat niet.")
    assert "weg@" not in await page.content()

    post.forget_answers()
    await page.get_by_role("checkbox", name="Rol in het team").check()
    await writer.click("Probeer opnieuw")
    await writer.sees("1 mail gaat nu")
    await writer.click("Terug naar de lijst", role="link")

    await writer.go("/team/mails/logboek/lijst?status=wacht")
    await page.get_by_role("checkbox").first.check()
    await writer.click("Verstuur nu")
    await writer.sees("1 mail gaat nu")

    await writer.go("/team/mails/logboek/adres")
    await page.get_by_label("E-mailadres").fill("niemand@")
    await writer.click("Zoek dit adres")
    await writer.sees("controleer wat er achter de @ staat")
    await page.get_by_label("E-mailadres").fill("WEG@example.org")
    await writer.click("Zoek dit adres")
    await writer.sees("1 mail naar dit adres")
    assert "example.org" not in page.url


@pytest.mark.parametrize("viewport", ["phone"], indirect=True)
async def test_it_fits_the_smallest_screen(writer: Person):
    await writer.page.set_viewport_size({"width": 320, "height": 600})
    for path in ("", "/lijst", "/adres"):
        await writer.go(f"/team/mails/logboek{path}")
