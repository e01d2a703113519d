"""The desk of kits in a browser: from an order to the doorstep, with every message on a real mail server."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.conftest import Person, walked_once
from tests.formats.pdfs import scanned
from tests.make import MadeActivity, Make
from tests.server import Program, Server, serving
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.accounts.models import Account
from weekplanner.accounts.people import TeamRole
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.models.parcels import Shipment

LATER = "2027-08-16T12:30:00+02:00"
"""After what the test itself made, so that its mail is due."""
FATMA, JOOST, ANNA = "fatma@example.org", "joost@example.org", "anna@example.org"


@pytest.fixture
async def post() -> AsyncIterator[SmtpServer]:
    """A mail server that takes everything."""
    async with smtp_server() as running:
        yield running


@pytest.fixture
async def soup(make: Make) -> MadeActivity:
    """An activity of somebody who orders."""
    return await make.activity()


@pytest.fixture
async def orders(make: Make, soup: MadeActivity) -> list[KitOrder]:
    """Of two people: one within the limit, one above it. Of another kit there is nothing in stock."""
    await make.kit("Tafelkleed")
    kit = await make.kit("Groot pakket", stock_of=10, max_per_activity=2, weight_g=900, low_stock_at=9)
    return [
        await make.kit_order(soup, {kit.id: 1}, email=FATMA),
        await make.kit_order(soup, {kit.id: 3}, email=JOOST, wish="Wij verwachten 150 gasten."),
    ]


@pytest.fixture
def program(database_url: str, tmp_path: Path, post: SmtpServer) -> Program:
    """The program, which hands its mail to that server."""
    return Program.on(database_url, tmp_path, clock=LATER, mail_url=post.url)


@pytest.fixture
async def server(program: Program, orders: list[KitOrder]) -> AsyncIterator[Server]:
    """The site, with those orders."""
    async with serving(program) as started:
        yield started


async def signed_in(person, server: Server, account: Account) -> Person:
    """Somebody with a browser of their own."""
    _status, output, errors = await server.program.run("sign-in-link", account.email)
    link = re.search(r"/inloggen/\S+", output)
    assert link, errors
    someone = await person(accept_downloads=True)
    await someone.page.goto(server.url + link[0])
    await someone.page.locator("main form button[type=submit]").first.click()
    await someone.page.wait_for_load_state()
    return someone


async def told(post: SmtpServer, address: str, subject: str, someone: Person) -> None:
    """The mail server got a message with these words in its subject."""
    for _attempt in range(150):
        subjects = [str(each.message["Subject"]) for each in post.deliveries if each.recipient == address]
        if any(subject in each for each in subjects):
            return
        await someone.page.wait_for_timeout(100)
    raise AssertionError(f"no {subject} among {subjects}")


@walked_once
async def test_two_orders_go_from_the_desk_to_the_doorstep(
    person,
    server: Server,
    make: Make,
    soup: MadeActivity,
    orders: list[KitOrder],
    post: SmtpServer,
    tmp_path: Path,
):
    desk = await signed_in(person, server, await make.team_member(TeamRole.LOGISTICS))
    organiser = await signed_in(person, server, soup.organiser)
    first, second = orders

    async def organiser_sees(order: KitOrder, *words: str) -> None:
        await organiser.page.goto(f"{server.url}/mijn/pakketten/{order.id}")
        steps = await organiser.page.locator(".timeline li strong").all_inner_texts()
        assert [each for each in words if each in steps] == list(words), steps

    await told(post, FATMA, first.number, desk)
    await order_and_cancel(organiser, post)

    await desk.click("Pakketten", role="link")
    await desk.sees("1 pakket is bijna op")
    await desk.click("Boven de grens (1)", role="link")
    await desk.click(second.number, role="link")
    await desk.sees("Wij verwachten 150 gasten.")
    await desk.page.get_by_role("button", name="Ken toe").click()
    await desk.page.wait_for_load_state()
    await desk.look()

    await desk.click("Pakketten", role="link")
    await desk.click("Goed te keuren (2)", role="link")
    await desk.page.get_by_label("Neem alles wat deze lijst vindt: 2").check()
    await desk.click("Zet op Goedgekeurd")
    await desk.sees("2 bestellingen zijn goedgekeurd.")
    await told(post, FATMA, "goedgekeurd", desk)
    await organiser_sees(first, "Goedgekeurd")

    await desk.click("Nog in een partij (2)", role="link")
    for order in orders:
        await desk.page.get_by_label(f"Kies bestelling {order.number}").check()
    await desk.page.get_by_label("Partij: wat naar hetzelfde adres gaat").uncheck()
    await desk.click("Maak een partij")
    await desk.sees("2 dozen")
    parcels = await Shipment.all().order_by("id")
    printed = await labels(desk, tmp_path / "labels.pdf")
    assert printed == [[f"{parcel.code}/1"] for parcel in parcels]

    await desk.go("/team/pakketten/inpakken")
    for parcel, (typed,) in zip(parcels, printed, strict=True):
        assert await desk.page.evaluate("document.activeElement.id") == "code"
        await desk.page.keyboard.type(typed)
        await desk.page.keyboard.press("Enter")
        await desk.page.wait_for_url(f"**/inpakken/{parcel.id}?*")
        await desk.look()
        await desk.page.get_by_label("Groot pakket").first.check()
        await desk.page.keyboard.press("Enter")
        await desk.sees(f"Doos {parcel.code} is ingepakt")
        await desk.look()
    await desk.page.keyboard.type("1-Z")
    await desk.page.keyboard.press("Enter")
    await desk.sees("deze code klopt niet")
    assert await desk.page.evaluate("document.activeElement.id") == "code"
    await organiser_sees(second, "Ingepakt")

    await desk.go("/team/pakketten/bezorger")
    await upload(desk, f"Referentie;Barcode\n{parcels[0].code};=1\n9-Z;3SKABA2\n")
    await desk.sees("Hier staat een formule: =1.")
    await desk.look()
    await upload(
        desk, "".join(["Kenmerk,Barcode\n", *(f"{each.code},3SKABA{each.id}\n" for each in parcels)])
    )
    await desk.sees("2 codes zijn bewaard.")
    await desk.look()
    await desk.click("Zet deze 2 dozen op Onderweg")
    await desk.sees("2 dozen staan op Onderweg.")
    await told(post, FATMA, "onderweg", desk)
    await told(post, JOOST, "onderweg", desk)
    await organiser_sees(first, "Onderweg")

    await desk.click("Pakketten", role="link")
    await desk.click("Partijen", role="link")
    await desk.click("Partij 1", role="link")
    await desk.click("Zet alles wat onderweg is op Bezorgd")
    await organiser_sees(second, "Bezorgd")
    await desk.click(parcels[0].code, role="link")
    await desk.click("De doos kwam terug", role="link")
    await desk.page.get_by_label("Beschadigd").check()
    await desk.page.get_by_label("Waarom?").fill("Nat geworden.")
    await desk.click("Boek de retour")
    await desk.click("Stuur opnieuw", role="link")
    await desk.page.get_by_label("Waarom?").fill("Nat geworden.")
    await desk.click("Stuur dit opnieuw")
    await organiser_sees(first, "Wordt opnieuw verstuurd", "Retour gekomen")


async def order_and_cancel(organiser: Person, post: SmtpServer) -> None:
    """Order what is not in stock, and think better of it."""
    await organiser.click("Pakket", role="link")
    await organiser.page.get_by_label("Aantal ‘Tafelkleed’").fill("1")
    await organiser.page.get_by_label("E-mailadres").fill(ANNA)
    await organiser.click("Bestel het gratis pakket")
    await organiser.sees("Uw pakket is besteld")
    await told(post, ANNA, "wacht op voorraad", organiser)
    await organiser.page.get_by_role("link", name="Annuleer").click()
    await organiser.click("Annuleer de bestelling")
    await told(post, ANNA, "geannuleerd", organiser)


async def labels(desk: Person, file: Path) -> list[list[str]]:
    """Print the labels of the batch on small sheets; answers what a scanner reads on each."""
    await desk.click("Print lijst, bonnen of etiketten", role="link")
    await desk.page.get_by_label("Etiketten", exact=False).first.check()
    await desk.page.get_by_label("A6").check()
    await desk.click("Maak de pdf")
    await desk.sees("De pdf is klaar")
    async with desk.page.expect_download() as waiting:
        await desk.page.get_by_role("link", name=re.compile("Download de pdf")).click()
    await (await waiting.value).save_as(file)
    return scanned(file)


async def upload(desk: Person, text: str) -> None:
    """Give a file of PostNL."""
    await desk.page.get_by_label("PostNL").check()
    await desk.page.get_by_label("Bestand (CSV)").set_input_files(
        {"name": "codes.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    )
    await desk.page.get_by_role("button", name="Kijk dit bestand na").click()
    await desk.page.wait_for_load_state()


@walked_once
async def test_the_other_pages_of_the_desk_are_for_everyone(
    person, server: Server, make: Make, orders: list[KitOrder]
):
    desk = await signed_in(person, server, await make.team_member(TeamRole.LOGISTICS))
    order = orders[1]
    await desk.go("/team/pakketten/nieuw")
    await desk.page.get_by_label("Organisatie op deze website").fill("linde")
    await desk.page.get_by_role("button", name="Zoek").click()
    await desk.sees("Buurthuis De Linde, Utrecht")
    await desk.look()
    await desk.click("Bestel")
    await desk.sees("Schrijf op waarom")
    for page in ("adres", "wijzigen", "annuleren"):
        await desk.go(f"/team/pakketten/{order.id}/{page}")
    await desk.go(f"/team/pakketten/{order.id}")
    await desk.page.get_by_role("link", name="Wijs af").click()
    await desk.click("Wijs af")
    await desk.sees("schrijf een reden op")
    assert await desk.page.locator("#scan-button").count() == 0
    await desk.go("/team/pakketten/inpakken")
    assert await desk.page.locator("#scan-button").count() == 1
