"""Kits in a browser: from the form to the doorstep, with every message on a real mail server."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from tests.browser.conftest import Person, walked_once
from tests.formats.pdfs import scanned
from tests.kits.batches import batch_of
from tests.make import MadeActivity, Make
from tests.server import Program, Server, serving
from tests.smtp_server import SmtpServer, smtp_server
from weekplanner.accounts.models import Account
from weekplanner.accounts.people import TeamRole
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.models.orders import KitOrder
from weekplanner.kits.models.parcels import Shipment, ShipmentState

LATER = "2027-08-16T12:30:00+02:00"
"""After what the test itself made, so that its mail is due."""
PATIENCE_S = 15
LINDE, JOOST, ANNA = "linde@example.org", "joost@example.org", "anna@example.org"


@pytest.fixture
async def post() -> AsyncIterator[SmtpServer]:
    """A mail server that takes everything."""
    async with smtp_server() as running:
        yield running


@pytest.fixture
async def soup(make: Make) -> MadeActivity:
    """An activity of somebody who is going to order."""
    return await make.activity()


@pytest.fixture
async def wished(make: Make, soup: MadeActivity) -> KitOrder:
    """What another organisation ordered before: above the limit. Of another kit there is nothing in stock."""
    await make.kit("Tafelkleed")
    kit = await make.kit("Groot pakket", stock_of=10, max_per_activity=2, weight_g=900, low_stock_at=9)
    tea = await make.activity(title="Thee met verhalen")
    return await make.kit_order(tea, {kit.id: 3}, email=JOOST, wish="Wij verwachten 150 gasten.")


@pytest.fixture
def program(database_url: str, tmp_path: Path, post: SmtpServer) -> Program:
    """The program, which hands its mail to that server."""
    return Program.on(database_url, tmp_path, clock=LATER, mail_url=post.url)


@pytest.fixture
async def server(program: Program, wished: KitOrder) -> AsyncIterator[Server]:
    """The site, with that order."""
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


@walked_once
async def test_an_order_goes_from_the_form_to_the_doorstep(
    person,
    server: Server,
    make: Make,
    soup: MadeActivity,
    wished: KitOrder,
    post: SmtpServer,
    tmp_path: Path,
):
    organiser = await signed_in(person, server, soup.organiser)
    desk = await signed_in(person, server, await make.team_member(TeamRole.LOGISTICS))

    first = await order(organiser, "Groot pakket", email=LINDE)
    await sees_steps(organiser, first, "Besteld")
    other = await order(organiser, "Tafelkleed", email=ANNA)
    await sees_steps(organiser, other, "Wacht op voorraad")
    await cancel(organiser)
    await sees_steps(organiser, other, "Geannuleerd", "Wacht op voorraad")

    await grant(desk, wished)
    await approve(desk, number=2)
    await sees_steps(organiser, first, "Goedgekeurd", "Besteld")

    await make_batch(desk, [first, wished])
    parcels = {each.order_id: each for each in await Shipment.all()}
    parcel, heavy = parcels[first.id], parcels[wished.id]
    printed = await print_labels(desk, tmp_path / "labels.pdf")
    assert sorted(printed) == [[f"{each.code}/1"] for each in sorted([parcel, heavy], key=lambda it: it.code)]

    await desk.go("/team/pakketten/inpakken")
    for (scan,) in printed:
        await pack(desk, scan)
    await refuses_a_wrong_code(desk)
    await sees_steps(organiser, first, "Ingepakt", "Goedgekeurd", "Besteld")

    await refuses_a_wrong_carrier_file(desk, parcel)
    await upload_codes(desk, [parcel, heavy])
    await ship(desk, number=2)
    await sees_steps(organiser, first, "Onderweg", "Ingepakt", "Goedgekeurd", "Besteld")
    await deliver(desk)
    await sees_steps(organiser, first, "Bezorgd", "Onderweg", "Ingepakt", "Goedgekeurd", "Besteld")

    await received(
        post,
        {
            LINDE: [
                f"Bestelling {first.number} is binnen",
                f"Bestelling {first.number} is goedgekeurd",
                f"Bestelling {first.number} is onderweg",
            ],
            ANNA: [
                f"Bestelling {other.number} wacht op voorraad",
                f"Bestelling {other.number} is geannuleerd",
            ],
            JOOST: [
                f"Bestelling {wished.number} is binnen",
                f"U krijgt wat u vroeg bij bestelling {wished.number}",
                f"Bestelling {wished.number} is goedgekeurd",
                f"Bestelling {wished.number} is onderweg",
            ],
        },
    )

    await take_back_and_send_again(desk, parcel)
    await sees_steps(
        organiser,
        first,
        "Wordt opnieuw verstuurd",
        "Retour gekomen",
        "Bezorgd",
        "Onderweg",
        "Ingepakt",
        "Goedgekeurd",
        "Besteld",
    )


async def order(organiser: Person, kit: str, *, email: str) -> KitOrder:
    """Order one of a kit on the page; answers what is in the database then."""
    await organiser.go("/mijn/pakketten")
    await organiser.page.get_by_label(f"Aantal ‘{kit}’").fill("1")
    await organiser.page.get_by_label("E-mailadres").fill(email)
    await organiser.click("Bestel het gratis pakket")
    await organiser.sees("Uw pakket is besteld")
    return await KitOrder.get(email=email)


async def cancel(organiser: Person) -> None:
    """Think better of the order that one looks at."""
    await organiser.click("Annuleer", role="link")
    await organiser.click("Annuleer de bestelling")


async def sees_steps(organiser: Person, order: KitOrder, *words: str) -> None:
    """The page of an order tells these steps, the last one first."""
    await organiser.go(f"/mijn/pakketten/{order.id}")
    assert await organiser.page.locator(".timeline li strong").all_inner_texts() == list(words)


async def grant(desk: Person, wished: KitOrder) -> None:
    """Let somebody have what is above the limit."""
    await desk.click("Pakketten", role="link")
    await desk.sees("1 pakket is bijna op")
    await desk.click("Boven de grens (1)", role="link")
    await desk.click(wished.number, role="link")
    await desk.sees("Wij verwachten 150 gasten.")
    await desk.page.get_by_role("button", name="Ken toe").click()
    await desk.page.wait_for_load_state()
    await desk.look()


async def approve(desk: Person, *, number: int) -> None:
    """Approve all that can be."""
    await desk.click("Pakketten", role="link")
    await desk.click(f"Goed te keuren ({number})", role="link")
    await desk.page.get_by_label(f"Neem alles wat deze lijst vindt: {number}").check()
    await desk.click("Zet op Goedgekeurd")
    await desk.sees(f"{number} bestellingen zijn goedgekeurd.")


async def make_batch(desk: Person, orders: Sequence[KitOrder]) -> None:
    """A batch of these orders, each in a box of its own."""
    await desk.click(f"Nog in een partij ({len(orders)})", role="link")
    for each in orders:
        await desk.page.get_by_label(f"Kies bestelling {each.number}").check()
    await desk.page.get_by_label("Partij: wat naar hetzelfde adres gaat").uncheck()
    await desk.click("Maak een partij")
    await desk.sees(f"{len(orders)} dozen")


async def print_labels(desk: Person, file: Path) -> list[list[str]]:
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


async def scan(desk: Person, code: str) -> None:
    """What a hand scanner does: type where the cursor is, and press Enter."""
    await desk.page.keyboard.type(code)
    await desk.page.keyboard.press("Enter")


async def pack(desk: Person, printed: str) -> None:
    """Scan a label, tick what is in the box, and press: what is scanned meanwhile closes nothing."""
    assert await desk.page.evaluate("document.activeElement.id") == "code"
    await scan(desk, printed)
    await desk.page.wait_for_url("**/inpakken/*")
    await desk.look()
    await desk.page.get_by_label("Groot pakket").first.check()
    await scan(desk, "1-Z")
    await desk.look()
    await desk.click("Ingepakt")
    await desk.sees(f"Doos {printed.partition('/')[0]} is ingepakt")


async def refuses_a_wrong_code(desk: Person) -> None:
    """One sentence, and the next scan takes the place of the wrong one."""
    await scan(desk, "1-Z")
    await desk.sees("deze code klopt niet")
    assert await desk.page.evaluate("document.activeElement.id") == "code"


async def refuses_a_wrong_carrier_file(desk: Person, parcel: Shipment) -> None:
    """With a formula for a code, and the code of no box."""
    await upload(desk, f"Referentie;Barcode\n{parcel.code};=1\n9-Z;3SKABA2\n")
    await desk.sees("Hier staat een formule: =1.")
    await desk.look()


async def upload_codes(desk: Person, parcels: Sequence[Shipment]) -> None:
    """The file that the carrier sends back, with a code for each."""
    rows = "".join(f"{each.code},3SKABA{each.id}\n" for each in parcels)
    await upload(desk, f"Kenmerk,Barcode\n{rows}")
    await desk.sees(f"{len(parcels)} codes zijn bewaard.")
    await desk.look()


async def upload(desk: Person, text: str) -> None:
    """Give a file of PostNL."""
    await desk.go("/team/pakketten/bezorger")
    await desk.page.get_by_label("PostNL").check()
    await desk.page.get_by_label("Bestand (CSV)").set_input_files(
        {"name": "codes.csv", "mimeType": "text/csv", "buffer": text.encode("cp1252")}
    )
    await desk.page.get_by_role("button", name="Kijk dit bestand na").click()
    await desk.page.wait_for_load_state()


async def ship(desk: Person, *, number: int) -> None:
    """Say that the carrier has them."""
    await desk.click(f"Zet deze {number} dozen op Onderweg")
    await desk.sees(f"{number} dozen staan op Onderweg.")


async def deliver(desk: Person) -> None:
    """Say that all of the batch is there."""
    await desk.click("Pakketten", role="link")
    await desk.click("Partijen", role="link")
    await desk.click("Partij 1", role="link")
    await desk.click("Zet alles wat onderweg is op Bezorgd")


async def take_back_and_send_again(desk: Person, parcel: Shipment) -> None:
    """It comes back wet, and another one goes."""
    await desk.click(parcel.code, role="link")
    await desk.click("De doos kwam terug", role="link")
    await desk.page.get_by_label("Beschadigd").check()
    await desk.page.get_by_label("Waarom?").fill("Nat geworden.")
    await desk.click("Boek de retour")
    await desk.click("Stuur opnieuw", role="link")
    await desk.page.get_by_label("Waarom?").fill("Nat geworden.")
    await desk.click("Stuur dit opnieuw")


async def received(post: SmtpServer, wanted: Mapping[str, Sequence[str]]) -> None:
    """The mail server got just these subjects for these addresses, each addressed to who it is for."""
    arrived = asyncio.Event()
    post.on_delivery = lambda _delivery: arrived.set()
    number = sum(map(len, wanted.values()))
    with suppress(TimeoutError):
        async with asyncio.timeout(PATIENCE_S):
            while sum(each.recipient in wanted for each in post.deliveries) < number:
                arrived.clear()
                await arrived.wait()
    found: dict[str, list[str]] = {address: [] for address in wanted}
    for each in post.deliveries:
        if each.recipient in wanted:
            assert [to.addr_spec for to in each.message["To"].addresses] == [each.recipient]
            found[each.recipient].append(str(each.message["Subject"]))
    assert {to: sorted(subjects) for to, subjects in found.items()} == {
        to: sorted(subjects) for to, subjects in wanted.items()
    }


@walked_once
async def test_the_other_pages_of_the_desk_are_for_everyone(
    person, server: Server, make: Make, wished: KitOrder
):
    desk = await signed_in(person, server, await make.team_member(TeamRole.LOGISTICS))
    await desk.go("/team/pakketten/nieuw")
    await desk.page.get_by_label("Organisatie op deze website").fill("linde")
    await desk.page.get_by_role("button", name="Zoek").click()
    await desk.sees("Buurthuis De Linde, Utrecht")
    await desk.look()
    await desk.click("Bestel")
    await desk.sees("Schrijf op waarom")
    for page in ("adres", "wijzigen", "annuleren"):
        await desk.go(f"/team/pakketten/{wished.id}/{page}")
    await desk.go(f"/team/pakketten/{wished.id}")
    await desk.page.get_by_role("link", name="Wijs af").click()
    await desk.click("Wijs af")
    await desk.sees("schrijf een reden op")
    assert await desk.page.locator("#scan-button").count() == 0
    await desk.go("/team/pakketten/inpakken")
    assert await desk.page.locator("#scan-button").count() == 1


@walked_once
async def test_a_box_is_split_and_put_together_again_on_pages_for_everyone(
    person, server: Server, make: Make, wished: KitOrder
):
    desk = await signed_in(person, server, await make.team_member(TeamRole.LOGISTICS))
    batch = await batch_of(wished)
    whole = await Shipment.get(batch_id=batch.id)
    await desk.go(f"/team/pakketten/dozen/{whole.id}/splitsen")
    await desk.page.get_by_label("Groot pakket").fill("2")
    await desk.click("Maak de tweede doos")
    await desk.sees("niet niets, en niet alles")
    await desk.page.get_by_label("Groot pakket").fill("1")
    await desk.click("Maak de tweede doos")
    part = await Shipment.get(batch_id=batch.id, id__gt=whole.id)

    await desk.go(f"/team/pakketten/dozen/{whole.id}/samen")
    await desk.sees("Ook naar dit adres")
    await desk.page.get_by_label("Code van de andere doos").fill("1-Z")
    await desk.click("Doe deze doos erbij")
    await desk.sees("deze code klopt niet")
    await desk.click(f"Voeg toe {part.code}")
    await part.refresh_from_db()
    assert part.state is ShipmentState.DROPPED


@walked_once
async def test_the_pages_of_the_catalogue_and_the_stock_are_for_everyone(
    person, server: Server, make: Make, wished: KitOrder
):
    desk = await signed_in(person, server, await make.team_member(TeamRole.LOGISTICS))
    kit = await Kit.get(name="Groot pakket")
    await desk.go("/team/pakketten/voorraad")
    await desk.click("Groot pakket", role="link")
    for page in ("wijzigen", "binnengekomen", "corrigeren", "terughalen"):
        await desk.go(f"/team/pakketten/voorraad/{kit.id}/{page}")
    await desk.go("/team/pakketten/voorraad/nieuw")
    await desk.go("/team/pakketten/voorraad/dagen")
