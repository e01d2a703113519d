"""Two congresses in a real browser, with mail through a real server: who comes, waits, or comes after all."""

from datetime import timedelta
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.async_api import Page

from tests.browser.conftest import CLOCK, Person, walked_once
from tests.browser.test_signing_up import letter_to, link_to
from tests.congress.test_public_page import CLOSING
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make
from tests.server import Program, Server, started
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.congress.models.congresses import Workshop
from weekplanner.core.models import SiteValue
from weekplanner.core.site_clock import NAME
from weekplanner.vocabulary.queries import vocabulary

OPENING, SLOT = "/congres/opening-2027", "/congres/slot-2027"


@pytest.fixture
async def post():
    """The mail server that the site sends to."""
    async with smtp_server() as server:
        yield server


@pytest.fixture
def program(database_url, tmp_path, post: SmtpServer) -> Program:
    """The program on the database of this test, in August 2027; its mail goes to `post`."""
    return Program.on(database_url, tmp_path, clock=CLOCK, mail_url=post.url)


@pytest.fixture
async def workshops(server, make: Make) -> list[Workshop]:
    """An opening with three seats and a round with a small workshop and a large one; a closing with two."""
    opening = await make.congress(seats=3)
    await make.congress(**CLOSING, seats=2)
    return await make.workshops(opening, 1, 20)


async def fill_in(page: Page, audience: str, name: str) -> None:
    """Who one is; the address follows from the name."""
    await page.locator(f"[name=audience][value={audience}]").check()
    await page.get_by_label("Uw naam", exact=True).fill(name)
    await page.get_by_label("Uw e-mailadres").fill(f"{name.lower()}@example.org")


async def sign_up(person: Person, name: str, workshops: list[Workshop], *, button: str) -> None:
    """For the opening, with a first and a second choice, as a wethouder."""
    await person.page.goto(person.server.url + OPENING)
    await fill_in(person.page, "wethouder", name)
    first, second = workshops
    await person.page.locator(f"[name=rounds-first_{first.part_id}][value='{first.id}']").check()
    await person.page.get_by_label("Uw tweede keus voor ronde 1").select_option(str(second.id))
    await person.page.get_by_role("button", name=button).click()


async def reads(person: Person, heading: str) -> None:
    """The page of what happened has this heading."""
    await person.page.get_by_role("heading", name=heading, exact=True).wait_for(timeout=5000)


@walked_once
async def test_each_audience_comes_to_the_congress_for_it_until_the_last_seat(person, workshops):
    riet = await person()
    await riet.go("/")
    await riet.click("Congres", role="link")
    await riet.go(OPENING)
    for audience in vocabulary().congress_audiences:
        await COMES.get(audience, asks_to_come)(riet, audience)
    await riet.look()
    for path in (OPENING, SLOT):
        await riet.page.goto(riet.server.url + path)
        await riet.sees("Vol: u komt op de wachtlijst")
    await riet.look()
    assert await riet.page.context.cookies() == []
    assert await what_is_wrong_with_congresses() == []


async def comes_to_the_opening(riet: Person, audience: str) -> None:
    """Whom it is meant for has a seat."""
    await begin(riet, audience)
    await riet.page.get_by_role("button", name="Reserveer mijn stoel").click()
    await reads(riet, "Uw stoel staat klaar")


async def is_led_to_the_closing(riet: Person, audience: str) -> None:
    """Who is of its audience is shown the way there, and has a seat."""
    await begin(riet, audience)
    await riet.page.locator("form.form .button").click()
    await riet.sees("Er is een congres dat voor u bedoeld is")
    await riet.page.locator("form.form").get_by_role("link", name="Slotcongres").click()
    await fill_in(riet.page, audience, audience)
    await riet.page.get_by_role("button", name="Reserveer mijn stoel").click()
    await reads(riet, "Uw stoel staat klaar")


async def asks_to_come(riet: Person, audience: str) -> None:
    """Who is of neither is asked why."""
    await begin(riet, audience)
    await riet.page.locator("form.form .button").click()
    await riet.page.get_by_label("Waarom wilt u toch graag komen?").fill("Ik vertel over onze buurt.")
    await riet.look()
    await riet.page.get_by_role("button", name="Ik wil toch graag komen").click()
    await reads(riet, "Wij hebben uw vraag ontvangen")


async def begin(riet: Person, audience: str) -> None:
    """Fill in the form of the opening."""
    await riet.page.goto(riet.server.url + OPENING)
    await fill_in(riet.page, audience, audience)
    await riet.page.get_by_role("radio", name="Ik sla deze ronde over").check()


COMES = {
    "lid-nationale-coalitie": comes_to_the_opening,
    "wethouder": comes_to_the_opening,
    "trekker-lokale-coalitie": comes_to_the_opening,
    "vrijwilliger": is_led_to_the_closing,
    "professional": is_led_to_the_closing,
}


@walked_once
async def test_seats_that_come_free_are_taken_left_and_passed_on(person, workshops, server, post, program):
    riet = await person()
    for name in ("Riet", "Fatma", "Ali"):
        await sign_up(riet, name, workshops, button="Reserveer mijn stoel")
        await reads(riet, "Uw stoel staat klaar")
    for number, name in enumerate(("Jan", "Noor", "Kees"), start=1):
        await sign_up(riet, name, workshops, button="Zet mij op de wachtlijst")
        await riet.sees(f"U bent nummer {number} in de rij")
    await riet.look()

    await riet.go(await link_to(post, "fatma@example.org", "Uw toegangsbewijs", riet.page))
    await riet.sees("Wachtlijst, nummer 1")
    await riet.click("Meld mij af")
    await riet.sees("U bent afgemeld")

    await riet.go(await link_to(post, "jan@example.org", "Er is een stoel voor u", riet.page))
    await riet.click("Neem de stoel")
    await riet.sees("De stoel is voor u")
    drawn = await riet.page.get_by_role("img", name="QR-code van dit toegangsbewijs").screenshot()
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(drawn)))
    assert code.text.startswith("KE1.1.")
    await letter_to(post, "jan@example.org", "Uw toegangsbewijs", riet.page)

    await riet.page.goto(await link_to(post, "ali@example.org", "Uw toegangsbewijs", riet.page))
    await riet.page.get_by_role("button", name="Meld mij af").click()
    await riet.go(await link_to(post, "noor@example.org", "Er is een stoel voor u", riet.page))
    await riet.click("Ik wil hem niet")
    await riet.sees("U heeft de stoel niet genomen")

    offered = await link_to(post, "kees@example.org", "Er is een stoel voor u", riet.page)
    await riet.go(offered)
    later = await two_days_later(server)
    try:
        await letter_to(post, "kees@example.org", "De stoel ging naar de volgende", riet.page)
        await riet.page.get_by_role("button", name="Neem de stoel").click()
        await riet.sees("De stoel die wij voor u vasthielden is naar de volgende gegaan.")
        riet.complaints.clear()
        await riet.look()
        await riet.page.get_by_role("link", name="Meld u opnieuw aan").click()
        await riet.sees("Nog 1 plaats")
    finally:
        await later.kill()
    assert await what_is_wrong_with_congresses() == []


async def two_days_later(server: Server) -> Server:
    """The same site, once time has passed; whoever asks for it ends it."""
    await server.stop()
    kept = await SiteValue.get(name=NAME)
    offset = float(kept.value) + timedelta(days=2, minutes=1).total_seconds()
    await SiteValue.filter(name=NAME).update(value=str(offset))
    return await started(server.program, port=int(server.url.rpartition(":")[2]))


@walked_once
async def test_everything_works_without_a_script(person, workshops):
    riet = await person(java_script_enabled=False)
    page = riet.page
    await page.goto(riet.server.url + OPENING)
    await page.get_by_text("Ik meld een groep aan").click()
    await page.get_by_label("Naam van nummer 2").fill("Kees")
    await fill_in(page, "wethouder", "Riet")
    await page.get_by_label("Halal eten").check()
    await page.get_by_role("radio", name="Ik sla deze ronde over").check()
    await page.get_by_role("button", name="Reserveer mijn stoel").click()
    assert page.url.endswith(f"{OPENING}/aanmelden#aanmelden")
    assert await page.get_by_label("Naam van nummer 2").input_value() == "Kees"
    await page.get_by_label("Het congresteam mag weten wat ik hier heb ingevuld.").check()
    await page.get_by_role("button", name="Reserveer mijn stoel").click()
    await reads(riet, "Uw stoel staat klaar")
