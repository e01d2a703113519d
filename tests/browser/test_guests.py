"""An organiser keeps the list of guests in a browser: adds who telephones, prints, exports, writes to all."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.conftest import CLOCK, Person, walked_once
from tests.browser.test_organiser import keep
from tests.make import MadeActivity, Make, at
from tests.server import Program, Server, serving
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.signups.values import Helper

RIET, WIM = "riet@example.org", "wim@example.org"
TIMES = ((at(6, 12), at(6, 13, 30)), (at(7, 12), at(7, 13, 30)))
A4 = {"width": 718, "height": 1015}
"""What is left of a sheet between its margins, in pixels."""


@pytest.fixture
async def mail_server() -> AsyncIterator[SmtpServer]:
    """Takes what the site sends."""
    async with smtp_server() as started:
        yield started


@pytest.fixture
async def soup(make: Make) -> MadeActivity:
    """Two times soup for four, with guests."""
    made = await make.activity(capacity=4, occurrences=TIMES)
    first = (await made.occurrences())[0].id
    await make.sign_up(first, "Riet de Boer", 2, email=RIET, remark="Ik kom met een rolstoel.")
    await make.sign_up(
        first, "Tom Slot", phone="030 000 44 55", helper=Helper("Noor Wijk", "noor@example.org")
    )
    await make.sign_up(first, "Wim Vos", phone="030 000 22 33", wants_transport=True)
    await make.sign_up(first, "Bea Mol", 2, email="bea@example.org")
    return made


@pytest.fixture
async def server(
    database_url: str, tmp_path: Path, soup: MadeActivity, mail_server: SmtpServer
) -> AsyncIterator[Server]:
    """The site on the same database, with a real mail server."""
    program = Program.on(database_url, tmp_path, clock=CLOCK, mail_url=mail_server.url)
    async with serving(program) as started:
        yield started


@pytest.fixture
async def organiser(person, server: Server, database_url: str, tmp_path: Path, soup: MadeActivity) -> Person:
    """Who organises the soup, signed in."""
    program = Program.on(database_url, tmp_path, clock=CLOCK)
    _status, output, errors = await program.run("sign-in-link", soup.organiser.email)
    link = re.search(r"/inloggen/\S+", output)
    assert link, errors
    someone = await person()
    await someone.page.goto(server.url + link[0])
    await someone.page.locator("main form button[type=submit]").first.click()
    await someone.page.wait_for_load_state()
    return someone


@walked_once
async def test_who_telephones_is_put_on_the_list_changed_and_taken_off(organiser: Person, soup: MadeActivity):
    await organiser.go("/mijn")
    await keep(organiser, "guests-desk")
    await organiser.page.get_by_role("link", name="4 van 8, 1 wacht").click()
    await organiser.page.wait_for_load_state()
    await organiser.look()
    await keep(organiser, "guests-all")
    await organiser.click("Voeg een gast toe", role="link")
    await organiser.page.get_by_label("Naam van de gast").fill("Ab Kok")
    await organiser.click("Zet op de lijst")
    await organiser.sees("Fout: vul een telefoonnummer of een e-mailadres in")
    await keep(organiser, "guests-add-fault")
    assert await organiser.page.get_by_label("Naam van de gast").input_value() == "Ab Kok"
    await organiser.page.get_by_label("Telefoonnummer").fill("030 000 66 77")
    await organiser.page.get_by_label("Opmerking").fill("Eet geen vlees.")
    await organiser.click("Zet op de lijst")
    await organiser.sees("Ab Kok staat op de wachtlijst")
    await keep(organiser, "guests-waiting")
    await organiser.page.get_by_role("link", name="Wijzig Riet de Boer").click()
    await organiser.page.wait_for_load_state()
    await organiser.look()
    await keep(organiser, "guests-change")
    await organiser.page.get_by_label("Met hoeveel mensen").select_option("1")
    await organiser.click("Bewaar de wijziging")
    await organiser.sees("Riet de Boer is gewijzigd")
    await organiser.sees("Ab Kok")
    await organiser.page.get_by_role("link", name="Meld af Wim Vos").click()
    await organiser.page.wait_for_load_state()
    await organiser.look()
    await keep(organiser, "guests-remove")
    await organiser.page.get_by_label("De gast weet dit nog niet").check()
    await organiser.click("Meld deze gast af")
    await organiser.sees("Wim Vos is afgemeld")
    await organiser.go(f"/mijn/activiteiten/{soup.id}")
    await keep(organiser, "guests-activity")
    await organiser.go(f"/mijn/activiteiten/{soup.id}/gasten/bellijst")
    await keep(organiser, "guests-calls")
    await organiser.sees("is van de lijst gehaald")
    await organiser.click("Gebeld Wim Vos")
    await organiser.sees("U heeft Wim Vos gesproken")


@walked_once
async def test_every_list_is_printed_and_downloaded(organiser: Person, soup: MadeActivity, tmp_path: Path):
    start = f"/mijn/activiteiten/{soup.id}/gasten"
    lists = {
        "Gastenlijst": ("", "Gastenlijst op papier", "Gastenlijst voor een rekenblad (CSV)", "gastenlijst"),
        "Bellijst": ("/bellijst", "Bellijst op papier", "Bellijst voor een rekenblad (CSV)", "bellijst"),
        "Vervoerslijst": (
            "/vervoer",
            "Deze lijst op papier",
            "Deze lijst voor een rekenblad (CSV)",
            "vervoerslijst",
        ),
    }
    for title, (part, on_paper, as_file, name) in lists.items():
        await organiser.go(start + part)
        await keep(organiser, f"guests-{name}")
        async with organiser.page.expect_download() as download:
            await organiser.page.get_by_role("link", name=as_file).click()
        file = await download.value
        assert file.suggested_filename == f"{name}-{soup.id}.csv"
        await file.save_as(tmp_path / name)
        assert "Wim Vos" in (tmp_path / name).read_text(encoding="utf-8-sig")
        await organiser.click(on_paper, role="link")
        await keep(organiser, f"guests-{name}-sheet")
        await prints(organiser, title, name)


async def prints(organiser: Person, title: str, name: str) -> None:
    """On paper there is the list and nothing around it, in large letters, as wide as the sheet."""
    page, size = organiser.page, organiser.page.viewport_size
    await page.emulate_media(media="print")
    await page.set_viewport_size(A4)
    assert await page.get_by_role("heading", name=title, exact=True).is_visible()
    around = ("nav", ".site-footer", ".no-print", "button", "main form")
    assert [each for each in around if await page.locator(each).locator("visible=true").count()] == []
    letters = await page.locator(".sheet td, .sheet tbody th").evaluate_all(
        "cells => cells.map(cell => parseFloat(getComputedStyle(cell).fontSize))"
    )
    assert min(letters) >= 17  # 13 point
    assert await page.locator(".sheet tbody tr").count() == await page.locator(".tick span").count()
    assert await page.get_by_text("Afgedrukt op maandag 16 augustus 2027").is_visible()
    assert await page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    await keep(organiser, f"guests-{name}-paper")
    assert (await page.pdf(format="A4")).startswith(b"%PDF")
    await page.emulate_media(media="screen")
    await page.set_viewport_size(size)


@walked_once
async def test_a_message_to_all_guests_is_looked_at_and_reaches_them(
    organiser: Person, soup: MadeActivity, mail_server: SmtpServer
):
    await organiser.go(f"/mijn/activiteiten/{soup.id}/gasten/bericht")
    await organiser.page.get_by_label("Uw bericht").fill("Neemt u een lepel mee?\n\nTot dan!")
    await keep(organiser, "guests-write")
    await organiser.click("Bekijk het voor u het verstuurt")
    await organiser.sees("Verstuurt u dit?")
    await keep(organiser, "guests-preview")
    await organiser.click("Pas het aan")
    assert (
        await organiser.page.get_by_label("Uw bericht").input_value() == "Neemt u een lepel mee?\n\nTot dan!"
    )
    await organiser.click("Bekijk het voor u het verstuurt")
    await organiser.click("Verstuur het bericht")
    await organiser.sees("Gasten zonder e-mail staan op de bellijst.")
    expected = {RIET, "noor@example.org", "bea@example.org"}
    for _ in range(100):
        got = [each for each in mail_server.deliveries if "bericht" in each.message["Subject"].lower()]
        if {each.recipient for each in got} == expected:
            break
        await organiser.page.wait_for_timeout(100)
    assert sorted(each.recipient for each in got) == sorted(expected)
    body = got[0].message.get_body(("plain",))
    assert body is not None
    assert "Neemt u een lepel mee?" in body.get_content()
    await organiser.go(f"/mijn/activiteiten/{soup.id}/gasten/bericht")
    await organiser.sees("Aan 3 adressen gemaild")
    await keep(organiser, "guests-sent")
