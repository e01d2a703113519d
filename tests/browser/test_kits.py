"""Kits in a browser: from the form to the doorstep."""

from tests.browser.conftest import Mailbox, Person, walked_once
from tests.browser.test_at_work import follow, sign_in
from tests.make import Make

JAN = "jan@example.org"


@walked_once
async def test_an_organiser_orders_changes_and_cancels(person, server, mailbox: Mailbox, make: Make):
    jan = await make.account(JAN)
    linde = await make.organisation(jan)
    owner = {"organisation": linde, "organiser": jan}
    await make.activity(title="Soep aan de lange tafel", **owner)
    await make.activity(title="Thee met verhalen", **owner)
    await make.kit(
        "Groot pakket",
        stock_of=1240,
        explanation="Voor 50 gasten.",
        contents=("50 placemats", "100 naamstickers", "10 posters", "3 slingers"),
        max_per_activity=1,
        max_per_organisation=5,
    )
    await make.kit("Tafelkleed van 10 meter", max_per_activity=2)

    organiser = await person()
    await sign_in(organiser, mailbox, JAN)
    await organiser.click("Pakket", role="link")
    await organiser.sees("Nog 1.240 op voorraad")
    await order(organiser)
    await organiser.sees("Uw pakket is besteld")

    await follow(organiser, "Wijzig de bestelling")
    await organiser.page.get_by_label("Aantal ‘Tafelkleed van 10 meter’").fill("0")
    await organiser.page.get_by_label("Huisnummer").fill("13")
    await organiser.click("Bewaar de wijziging")
    await organiser.sees("Neude 13")

    await follow(organiser, "Annuleer")
    await organiser.click("Annuleer de bestelling")
    assert await organiser.page.locator(".timeline li strong").all_inner_texts() == [
        "Geannuleerd",
        "Bestelling gewijzigd",
        "Adres gewijzigd",
        "Gevraagd, boven de grens",
        "Wacht op voorraad",
        "Besteld",
    ]


async def order(organiser: Person) -> None:
    """More than the limit, for the second activity, to an address that is asked about."""
    page = organiser.page
    await page.get_by_label("Uw activiteit").select_option("Thee met verhalen")
    await organiser.click("Laat zien wat ik kan bestellen")
    await organiser.sees("Dit kunt u bestellen voor ‘Thee met verhalen’")
    await page.get_by_label("Aantal ‘Groot pakket’").fill("3")
    await page.get_by_label("Aantal ‘Tafelkleed van 10 meter’").fill("1")
    await page.get_by_label("Plaats").fill("Zwolle")
    await organiser.click("Bestel het gratis pakket")
    await page.get_by_label("Waarom heeft u meer nodig?").fill("Wij verwachten 150 gasten.")
    await organiser.click("Bestel het gratis pakket")
    await page.get_by_label("Ja, dit adres klopt").check()
    await organiser.click("Bestel het gratis pakket")
