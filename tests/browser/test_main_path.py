"""The main path: an activity that somebody without an account registers reaches a resident's calendar."""

import httpx2
import icalendar

from tests.browser.conftest import Mailbox, Person, walked_once


async def summaries(server, selection: str) -> list[tuple[str, str]]:
    """What a calendar app reads now: summary and status."""
    async with httpx2.AsyncClient(base_url=server.url) as client:
        answer = await client.get(f"/feeds/{selection}")
    assert answer.status_code == 200
    return [
        (str(e["SUMMARY"]), str(e["STATUS"])) for e in icalendar.Calendar.from_ical(answer.content).events
    ]


async def follow_link(person: Person, mailbox: Mailbox, address: str, *, subject: str = "") -> None:
    """Open the link from the newest mail, and press the button on its page."""
    await person.go(await mailbox.link_to(address, person.page, subject=subject))
    await person.page.locator("main form button[type=submit]").first.click()
    await person.page.wait_for_load_state()
    await person.look()


async def fill_in(person: Person, **values: str) -> None:
    """Type into fields by their names in the form."""
    for name, value in values.items():
        field = person.page.locator(f"main [name='{name}']").first
        if await field.evaluate("field => field.tagName") == "SELECT":
            await field.select_option(value)
        else:
            await field.fill(value)


async def register_soup(person: Person) -> None:
    """The form, first sent with a mistake in it."""
    await person.go("/mijn/activiteiten/nieuw")
    await fill_in(
        person,
        title="Soep aan de lange tafel",
        summary="Een kom verse soep en goed gezelschap.",
        description="Wij koken. U schuift aan.\n\n- soep\n- brood",
        category="samen-eten",
        **{"occurrences-0-day": "2027-10-06", "occurrences-0-starts": "12.00", "occurrences-0-ends": "11.30"},
        venue="Bibliotheek Neude",
        street="Neude",
        house_number="11",
        postcode="3512ae",
        price="3,50",
        contact_name="Fatma",
        contact_phone="030 000 12 34",
        contact_email="fatma@example.org",
        organisation_name="Buurthuis De Linde",
        kind="welzijnsorganisatie",
        municipality="Utrecht",
        your_name="Fatma de Vries",
        email="fatma@example.org",
    )
    for name, value in (("audiences", "iedereen"), ("join_ways", "telefoon"), ("form", "op-locatie")):
        await person.page.locator(f"main [name='{name}'][value='{value}']").check()
    await person.click("Verstuur mijn activiteit")
    await person.sees("Kies een tijd na 12.00 uur")
    assert (await person.page.title()).startswith("Fout:")
    assert await person.page.locator("main [name='title']").input_value() == "Soep aan de lange tafel"
    await fill_in(person, **{"occurrences-0-ends": "13.30"})
    await person.click("Verstuur mijn activiteit")


@walked_once
async def test_from_no_account_to_a_residents_calendar(person, server, mailbox):
    organiser = await person()
    await register_soup(organiser)
    await follow_link(organiser, mailbox, "fatma@example.org")
    await organiser.sees("Soep aan de lange tafel")
    assert await summaries(server, "postcode/3511.ics") == []

    moderator = await person()
    await moderator.go("/inloggen")
    await fill_in(moderator, email="team@example.org")
    await moderator.page.locator("main form button[type=submit]").first.click()
    await follow_link(moderator, mailbox, "team@example.org", subject="loggen")
    await moderator.go("/team/activiteiten")
    await moderator.page.get_by_role("link", name="Soep aan de lange tafel").first.click()
    await moderator.page.wait_for_load_state()
    await moderator.look()
    await moderator.click("Plaats op de site")
    await mailbox.newest_to("fatma@example.org", moderator.page, subject="op de site")

    resident = await person()
    await resident.go("/")
    await fill_in(resident, waar="3511 ab")
    await resident.click("Kijk wat er is")
    assert resident.page.url.endswith("/agenda?postcode=3511")
    await resident.page.get_by_role("link", name="Soep aan de lange tafel").first.click()
    await resident.page.wait_for_load_state()
    await resident.look()
    await resident.sees("030 000 12 34")
    await resident.go("/abonneren?postcode=3511")
    links = await resident.page.locator("a[href^='webcal:']").evaluate_all("all => all.map(a => a.href)")
    assert f"webcal://{server.url.partition('://')[2]}/feeds/postcode/3511.ics" in " ".join(links)
    assert await resident.page.context.cookies() == []
    assert await summaries(server, "postcode/3511.ics") == [("Soep aan de lange tafel", "CONFIRMED")]

    await organiser.go("/mijn")
    await organiser.page.get_by_role("link", name="Soep aan de lange tafel").first.click()
    await organiser.page.wait_for_load_state()
    await organiser.look()
    await organiser.click("Gelast af", role="link")
    await fill_in(organiser, apology="De kok is ziek. Tot een andere keer!")
    await organiser.page.locator("main form button[type=submit]").first.click()
    await organiser.page.wait_for_load_state()
    await organiser.look()
    await resident.go("/agenda?postcode=3511")
    await resident.sees("Gaat niet door")
    await resident.page.get_by_role("link", name="Soep aan de lange tafel").first.click()
    await resident.page.wait_for_load_state()
    await resident.look()
    await resident.sees("De kok is ziek.")
    await resident.page.wait_for_timeout(1500)
    assert await summaries(server, "postcode/3511.ics") == [
        ("Gaat niet door: Soep aan de lange tafel", "CANCELLED")
    ]
