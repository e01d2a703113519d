"""Somebody invites a colleague, who says yes in a browser of their own; another asks to join."""

import re

from tests.browser.conftest import Mailbox, Person, walked_once
from tests.server import Program, Server

JAN, FATMA, NOOR = (f"{name}@example.org" for name in ("jan", "fatma", "noor"))
COLLEAGUES = "/mijn/organisatie/collegas"


async def signed_in(person: Person, mailbox: Mailbox, email: str) -> None:
    """Use the link that the mail holds, and press its button."""
    await person.go(await mailbox.link_to(email, person.page))
    await person.page.locator("main form button[type=submit]").first.click()
    await person.page.wait_for_load_state()
    await person.look()


@walked_once
async def test_a_colleague_is_invited_and_one_more_asks_to_join(
    person, server: Server, program: Program, mailbox: Mailbox
):
    await program.run("team", "add", JAN, "--role", "logistics")
    _, output, _ = await program.run("sign-in-link", JAN)
    jan = await person()
    await jan.go(re.search(r"/inloggen/\S+", output)[0])
    await jan.click("Log in")
    await jan.go("/mijn/organisatie/nieuw")
    await jan.page.get_by_label("Naam van de organisatie").fill("Buurthuis De Linde")
    await jan.page.get_by_label("Soort organisatie").select_option(index=1)
    await jan.page.get_by_label("Gemeente").fill("Utrecht")
    await jan.click("Maak deze organisatie")

    await jan.go(COLLEAGUES)
    await jan.page.get_by_label("E-mailadres van uw collega").fill("geen adres")
    await jan.click("Stuur de uitnodiging")
    assert await jan.page.title() == "Fout: Collega’s: Buurthuis De Linde | Kom erbij"
    assert await jan.page.get_by_label("E-mailadres van uw collega").input_value() == "geen adres"
    await jan.page.get_by_label("E-mailadres van uw collega").fill(FATMA)
    await jan.click("Stuur de uitnodiging")
    await jan.sees("De uitnodiging is verstuurd.")

    fatma = await person()
    await fatma.go(await mailbox.link_to(FATMA, fatma.page, part="/p/"))
    await fatma.sees("Doet u mee namens Buurthuis De Linde?")
    await fatma.page.get_by_label("Uw naam").fill("Fatma El Amrani")
    await fatma.click("Ja, ik doe mee")
    await fatma.sees("Welkom, u hoort er nu bij")
    await mailbox.newest_to(FATMA, fatma.page, subject="in te loggen")
    await signed_in(fatma, mailbox, FATMA)
    await fatma.go(COLLEAGUES)
    await fatma.sees(JAN)

    noor = await person()
    await noor.go("/inloggen")
    await noor.click("Ik hoor bij een organisatie die al meedoet", role="link")
    await noor.page.get_by_label("Naam van de organisatie").fill("linde")
    await noor.click("Zoek")
    await noor.page.locator("main a.more").first.click()
    await noor.page.wait_for_load_state()
    await noor.look()
    await noor.page.get_by_label("Uw naam").fill("Noor")
    await noor.page.get_by_label("Uw e-mailadres").fill(NOOR)
    await noor.click("Vraag het")
    await signed_in(noor, mailbox, NOOR)
    await noor.sees("Uw vraag is verstuurd")

    await jan.go(COLLEAGUES)
    await jan.sees("Wil er graag bij horen")
    await jan.page.get_by_role("button", name="Ja, hoort erbij").click()
    await jan.page.wait_for_load_state()
    await jan.look()
    await jan.sees("Uw nieuwe collega hoort er nu bij, en krijgt een mail.")
    await jan.page.get_by_role("link", name="Haal weg Fatma El Amrani").click()
    await jan.page.wait_for_load_state()
    await jan.look()
    await jan.click("Haal weg Fatma El Amrani")
    await jan.sees("Deze persoon hoort er niet meer bij, en krijgt een mail.")

    await jan.go("/mijn/organisatie/nieuw")
    await jan.page.get_by_label("Naam van de organisatie").fill("Zangkoor De Merel")
    await jan.page.get_by_label("Soort organisatie").select_option(index=1)
    await jan.page.get_by_label("Gemeente").fill("Utrecht")
    await jan.click("Maak deze organisatie")
    await jan.page.get_by_role("link", name="Wissel van organisatie").click()
    await jan.page.wait_for_load_state()
    await jan.look()
    await jan.page.get_by_label("Buurthuis De Linde, Utrecht").check()
    await jan.click("Ga verder")
    await jan.go("/mijn/organisatie/verlaten")
    await jan.click("Ja, ik ga weg")
    await jan.sees("U hoort er niet meer bij")
