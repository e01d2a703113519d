"""Taking a place in a real browser, with mail through a real server: what is given up is passed on."""

import re

import pytest
from playwright.async_api import Page

from tests.browser.conftest import CLOCK, Person, walked_once
from tests.make import MadeActivity, Make, acting, at
from tests.server import Program
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.events.operations import cancelling


@pytest.fixture
async def post():
    """The mail server that the site sends to."""
    async with smtp_server() as started:
        yield started


@pytest.fixture
def program(database_url, tmp_path, post: SmtpServer) -> Program:
    """The program on the database of this test, in August 2027; its mail goes to `post`."""
    return Program.on(database_url, tmp_path, clock=CLOCK, mail_url=post.url)


@pytest.fixture
async def soup(server, make: Make) -> MadeActivity:
    """Soup with one chair, on two days."""
    times = [(at(6, 12), at(6, 13, 30)), (at(7, 12), at(7, 13, 30))]
    return await make.activity(capacity=1, occurrences=times, transport_phone="030 000 99 99")


async def letter_to(post: SmtpServer, address: str, subject: str, page: Page) -> str:
    """The text of the message with this in its subject, once it was taken."""
    for _ in range(100):
        for delivery in post.deliveries:
            message = delivery.message
            if delivery.recipient == address and subject in message["Subject"]:
                return message.get_body(("plain",)).get_content()
        await page.wait_for_timeout(100)
    raise AssertionError(f"no message to {address}: {[each.message['Subject'] for each in post.deliveries]}")


async def link_to(post: SmtpServer, address: str, subject: str, page: Page) -> str:
    """The personal link in it."""
    text = await letter_to(post, address, subject, page)
    found = re.search(r"http://\S*/p/\S+", text)
    assert found, text
    return found[0]


async def sign_up(person: Person, soup: MadeActivity, *, name: str, email: str) -> None:
    """From the card that says how to join to the button under the form, for the first day."""
    await person.go(soup.path)
    await person.page.get_by_role("link", name="Liever online aanmelden").click()
    form = person.page.locator("form.form")
    await form.get_by_role("radio", name="Woensdag 6 oktober").check()
    await form.get_by_label("Uw naam", exact=True).fill(name)
    await form.get_by_label("Uw e-mailadres").fill(email)
    await person.click("Zet mijn naam op een stoel")


@walked_once
async def test_who_waits_gets_the_place_of_who_ends_it(person, soup, post):
    riet, kees = await person(), await person()
    await sign_up(riet, soup, name="Riet de Boer", email="riet@example.org")
    await riet.sees("Wij sturen een mail.")
    assert await riet.page.locator("h1").inner_text() == "Uw naam staat op een stoel"

    await sign_up(kees, soup, name="Kees Bakker", email="kees@example.org")
    assert await kees.page.locator("h1").inner_text() == "U staat op de wachtlijst"
    waiting = await link_to(post, "kees@example.org", "wachtlijst", kees.page)
    await kees.go(waiting)
    await kees.sees("U bent als eerste aan de beurt.")

    await riet.go(await link_to(post, "riet@example.org", "U heeft een plek", riet.page))
    await riet.sees("Uw naam staat op een stoel")
    await riet.click("Meld mij af")
    await riet.sees("U bent afgemeld")
    await letter_to(post, "riet@example.org", "U bent afgemeld", riet.page)

    promoted = await link_to(post, "kees@example.org", "Er is een plek voor u", kees.page)
    assert promoted == waiting
    await kees.go(promoted)
    await kees.sees("Uw naam staat op een stoel")
    await kees.page.get_by_label("Waar kunnen wij rekening mee houden?").fill("Geen vlees, graag.")
    await kees.click("Bewaar mijn wijziging")
    await kees.sees("Uw wijziging is bewaard")
    await kees.click("Meld mij af")
    await letter_to(post, "kees@example.org", "U bent afgemeld", kees.page)

    await riet.page.get_by_role("button", name="Verwijder mijn gegevens").click()
    await riet.sees("Uw gegevens zijn verwijderd")
    riet.complaints.clear()  # the browser notes that the page is gone
    await riet.look()
    await kees.page.goto(kees.server.url + soup.path)
    chairs = kees.page.get_by_role("img", name="0 stoelen bezet, 1 stoel vrij")
    assert await chairs.count() == 2
    assert await kees.page.context.cookies() == []


@walked_once
async def test_everybody_can_use_the_form_in_each_of_its_states(person, soup, make):
    riet = await person()
    await riet.go(soup.path)
    form = riet.page.locator("form.form")
    await form.get_by_text("Ik meld iemand anders aan").click()
    await riet.look()
    await form.get_by_label("Uw eigen naam").fill("Noor")
    await form.get_by_label("Uw naam", exact=True).fill("www.nep.example")
    await form.get_by_label("Uw telefoonnummer").fill("bel maar")
    await form.locator("[name=website]").evaluate("box => box.value = 'https://riet.example'")
    await riet.click("Zet mijn naam op een stoel")
    assert (await riet.page.title()).startswith("Fout:")
    assert await riet.page.evaluate("document.activeElement.className") == "error-summary"
    assert await form.get_by_label("Uw eigen naam").is_visible()
    assert await form.get_by_label("Laat dit veld leeg").is_visible()

    await form.get_by_role("radio", name="Donderdag 7 oktober").check()
    await form.get_by_label("Laat dit veld leeg").fill("")
    await form.get_by_label("Uw eigen naam").fill("")
    await form.get_by_label("Uw naam", exact=True).fill("Riet de Boer")
    await form.get_by_label("Uw telefoonnummer").fill("030 000 55 55")
    await form.get_by_label("Ja, haal mij graag thuis op").check()
    await riet.click("Zet mijn naam op een stoel")
    await riet.sees("Bewaar deze bladzijde")

    first, _second = await soup.occurrences()
    await make.sign_up(first.id, email="jan@example.org")
    await riet.page.goto(riet.server.url + soup.path)
    await riet.sees("Alle stoelen zijn bezet")
    await riet.look()
    await riet.page.go_back()
    actor = acting(soup.organiser, soup.organisation)
    activity = await soup.fresh()
    await cancelling.cancel_activity(soup.id, "De kok is ziek.", version=activity.version, actor=actor)
    await riet.page.reload()
    await riet.sees("De kok is ziek.")
    await riet.look()


async def test_everything_works_without_a_script(person, soup):
    riet = await person(java_script_enabled=False)
    page = riet.page
    await page.goto(riet.server.url + soup.path)
    await page.get_by_text("Ik meld iemand anders aan").click()
    await page.get_by_label("Uw eigen naam").fill("Noor")
    await page.get_by_label("Uw eigen e-mailadres").fill("noor@example.org")
    await page.get_by_label("Uw naam", exact=True).fill("Riet de Boer")
    await page.get_by_role("radio", name="Woensdag 6 oktober").check()
    await page.get_by_role("button", name="Zet mijn naam op een stoel").click()
    assert page.url.endswith(f"{soup.path}/aanmelden#aanmelden")
    await page.get_by_label("Wie ik aanmeld, vindt dit goed.").check()
    await page.get_by_role("button", name="Zet mijn naam op een stoel").click()
    assert await page.locator("h1").inner_text() == "Uw naam staat op een stoel"
