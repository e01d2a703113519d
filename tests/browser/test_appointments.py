"""An admin appoints, a coordinator writes the page of a municipality, an address changes; the log has it."""

import os
import re
from pathlib import Path

import pytest

from tests.browser.conftest import Person, walked_once

ADMIN, FATMA, NEW = "noor@example.org", "fatma@example.org", "fatma.nieuw@example.org"


async def shoot(person: Person, name: str) -> None:
    """Keep a picture of the page when asked for (SHOTS is a directory)."""
    if directory := os.environ.get("SHOTS"):
        width = person.page.viewport_size["width"]
        await person.page.screenshot(path=Path(directory) / f"{name}-{width}.png", full_page=True)


async def fill_in(person: Person, **values: str) -> None:
    """Type into fields by their names."""
    for name, value in values.items():
        await person.page.locator(f"main [name='{name}']").fill(value)


@pytest.fixture
async def admin(person, server, program) -> Person:
    """Somebody who may do everything, signed in."""
    for command in (("team", "add", ADMIN, "--role", "admin"), ("sign-in-link", ADMIN)):
        status, output, errors = await program.run(*command)
        assert status == 0, errors
    found = await person()
    await found.go(server.url + re.search(r"/inloggen/\S+", output)[0])
    await found.page.locator("main form button[type=submit]").first.click()
    await found.page.wait_for_url("**/team")
    return found


@walked_once
async def test_from_an_appointment_to_the_log(admin, person, mailbox):
    await admin.click("Gemeenten", role="link")
    await fill_in(admin, q="utrecht")
    await admin.click("Laat zien")
    await shoot(admin, "list")
    await admin.click("Utrecht", role="link")
    await admin.click("Stel een coördinator aan", role="link")
    await fill_in(admin, email="fatma", name="Fatma de Vries")
    await admin.click("Stel aan")
    await admin.sees("Vul een e-mailadres in")
    await fill_in(admin, email=FATMA)
    await admin.click("Stel aan")
    await admin.sees("Fatma de Vries")

    fatma = await person()
    await fatma.go("/inloggen")
    await fill_in(fatma, email=FATMA)
    await fatma.click("Stuur mij een link")
    await mailbox.newest_to(FATMA, fatma.page, subject="link")
    await fatma.go(await mailbox.link_to(FATMA, fatma.page))
    await fatma.click("Log in")
    await fatma.click("Uw gemeente", role="link")
    await shoot(fatma, "own-list")
    await fatma.click("Utrecht", role="link")
    await fatma.click("Schrijf de bladzijde", role="link")
    await fill_in(fatma, introduction="Samen **eten**, tegen eenzaamheid.", **{"partners-0-name": "De Linde"})
    await fatma.click("Nog een partner erbij")
    await fill_in(fatma, **{"partners-1-name": "Het Kruispunt", "partners-1-website": "geen adres"})
    await fatma.click("Zet op de bladzijde")
    await fatma.sees("Vul een website in")
    await fill_in(fatma, **{"partners-1-website": "kruispunt.example"})
    await fatma.click("Zet hoger partner 2")
    await fatma.click("Bekijk eerst")
    await fatma.sees("Tip voor uw tekst.")
    await shoot(fatma, "edit")
    await fatma.click("Zet op de bladzijde")
    await fatma.sees("Zij doen samen mee")
    await shoot(fatma, "municipality")
    assert await fatma.page.locator("main .card li").all_inner_texts() == ["Het Kruispunt", "De Linde"]

    await fatma.page.locator("a.who").click()
    await fatma.page.wait_for_url("**/mijn/gegevens")
    await fatma.look()
    await shoot(fatma, "own-details")
    await fatma.click("Wijzig e-mailadres", role="link")
    await fill_in(fatma, email=NEW)
    await fatma.click("Stuur mij een link")
    await fatma.go(await mailbox.link_to(NEW, fatma.page))
    await shoot(fatma, "email-confirm")
    await fatma.click("Ja, dit wordt mijn adres")
    await fatma.sees("U logt voortaan in met fatma.nieuw@example.org.")
    await mailbox.newest_to(FATMA, fatma.page, subject="gewijzigd")

    await admin.click("Rollen", role="link")
    await admin.click("Geef iemand een rol", role="link")
    await fill_in(admin, email="sam@example.org", name="Sam")
    await admin.page.get_by_label("Communicatie").check()
    await shoot(admin, "add-role")
    await admin.click("Geef deze rol")
    await shoot(admin, "roles")
    await admin.page.locator("main tr", has_text="sam@example.org").get_by_role("link").click()
    await admin.sees("Haal de rol Communicatie weg")
    await admin.look()
    await admin.click("Haal deze rol weg")
    await admin.click("Logboek", role="link")
    await admin.sees("Coördinator Utrecht")
    await shoot(admin, "log")
    await admin.page.locator("main [name='als']").select_option("coordinator")
    await admin.click("Laat zien")
    await admin.sees("1 regel")
