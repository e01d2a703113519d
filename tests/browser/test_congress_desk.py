"""The desk of congresses in a browser: from an edition without one to who comes and who is at the door."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.conftest import CLOCK, Person, walked_once
from tests.make import Make
from tests.server import Program, Server, serving
from weekplanner.accounts.models import Account
from weekplanner.accounts.people import TeamRole
from weekplanner.congress.models.congresses import Congress, CongressKind
from weekplanner.congress.values import NeedsValues


@pytest.fixture
async def closing(make: Make) -> Congress:
    """A congress that is on the site, with who comes, who waits and who asks."""
    congress = await make.congress(kind=CongressKind.CLOSING, title="Tot volgend jaar", seats=3)
    first, second = await make.workshops(congress, 1, 5)
    needs = NeedsValues(("halal",), ("rolstoel",), "Graag vooraan.")
    await make.registration(
        congress, people=2, choices=[(first, second)], needs=needs, organisation="Buurthuis De Linde"
    )
    for name in ("Joost Bos", "Anna Smit"):
        await make.registration(congress, name, choices=[(first, second)])
    await make.registration(congress, "Noor Bakker", audience="vrijwilliger", wish="Ik kook mee.")
    return congress


@pytest.fixture
async def member(make: Make) -> Account:
    """Who looks after congresses."""
    return await make.team_member(TeamRole.CONGRESS)


@pytest.fixture
async def server(
    database_url: str, tmp_path: Path, closing: Congress, member: Account
) -> AsyncIterator[Server]:
    """The site on the same database."""
    async with serving(Program.on(database_url, tmp_path, clock=CLOCK), "--no-mailer") as started:
        yield started


@pytest.fixture
async def desk(person, server: Server, member: Account) -> Person:
    """The same, signed in."""
    _status, output, errors = await server.program.run("sign-in-link", member.email)
    link = re.search(r"/inloggen/\S+", output)
    assert link, errors
    someone = await person(accept_downloads=True)
    await someone.page.goto(server.url + link[0])
    await someone.page.locator("main form button[type=submit]").first.click()
    await someone.page.wait_for_load_state()
    return someone


async def press(desk: Person, name: str, *, role: str = "button") -> None:
    """Press what has this name, on the way to a page that is looked at."""
    await desk.page.get_by_role(role, name=name, exact=True).first.click()
    await desk.page.wait_for_load_state()


async def fill(desk: Person, **values: str) -> None:
    """Type in the fields with these names."""
    for name, value in values.items():
        await desk.page.locator(f"[name={name}]").fill(value)


@walked_once
async def test_a_congress_is_arranged_and_its_attendees_are_looked_after(desk: Person, closing: Congress):
    await press(desk, "Congres", role="link")
    await desk.click("Maak opening en slot")
    await arrange(desk)
    await make_programme(desk)
    await look_after(desk, closing)
    await keep_seats_and_doors(desk, closing)


async def arrange(desk: Person) -> None:
    """The opening gets a place, and goes on the site."""
    await press(desk, "Openingscongres", role="link")
    await press(desk, "Zet op de site")
    await desk.sees("Vul in waar het is, of de link om online mee te doen.")
    await press(desk, "Wijzig", role="link")
    await fill(desk, venue="Jaarbeurs", postcode="3521 AL", house_number="6", place="Groningen")
    await desk.click("Bewaar")
    await desk.sees("Klopt dit adres?")
    await fill(desk, place="Utrecht")
    await press(desk, "Bewaar")
    await desk.click("Zet op de site")
    await desk.sees("Staat op de site")


async def make_programme(desk: Person) -> None:
    """A round with a workshop."""
    await press(desk, "Programma", role="link")
    await press(desk, "Nieuw onderdeel", role="link")
    await fill(desk, title="Ronde 1", starts_at="11.00", ends_at="12.00")
    await desk.page.get_by_label("Een ronde workshops").check()
    await press(desk, "Bewaar")
    await desk.click("Nieuwe workshop in Ronde 1", role="link")
    await fill(desk, title="Kunst erbij", room="Zaal 4", capacity="20")
    await desk.click("Bewaar")
    await desk.sees("Zaal 4")


async def look_after(desk: Person, closing: Congress) -> None:
    """Who asked is let in; somebody telephones; somebody does not come after all."""
    await desk.page.goto(f"{desk.server.url}/team/congres/{closing.slug}/deelnemers")
    await desk.click("Vraagt om erbij te mogen (1)", role="link")
    await desk.page.get_by_label("Kies de aanmelding van Noor Bakker").check()
    await press(desk, "Laat toe")
    await desk.sees("1 aanmelding is toegelaten.")
    await desk.click("Meld iemand aan", role="link")
    await desk.page.get_by_label("Wethouder").check()
    await fill(desk, name="Els de Boer", email="els@example.org")
    await press(desk, "Meld aan")
    await desk.sees("nummer 3")
    await desk.page.goto(f"{desk.server.url}/team/congres/{closing.slug}/deelnemers?q=fatma")
    await desk.click("Fatma de Vries", role="link")
    await desk.sees("Graag vooraan.")
    await press(desk, "Meld af Fatma de Vries", role="link")
    await fill(desk, reason="Zij belde af.")
    await press(desk, "Meld af")
    await desk.sees("Zij belde af.")


async def keep_seats_and_doors(desk: Person, closing: Congress) -> None:
    """Seats for a speaker, words for who comes, numbers, and a telephone at the door."""
    await desk.page.goto(f"{desk.server.url}/team/congres/{closing.slug}/stoelen")
    await fill(desk, seats="30")
    await press(desk, "Bewaar")
    await press(desk, "Uitnodigingscodes", role="link")
    await fill(desk, names="Spreker", seats="2")
    await desk.click("Maak de codes")
    await desk.sees("De codes zijn gemaakt")
    await desk.page.goto(f"{desk.server.url}/team/congres/{closing.slug}/bericht")
    await fill(desk, subject="Neem een pen mee", text="Tot dan.")
    await desk.click("Bekijk het voor u het verstuurt")
    await press(desk, "Verstuur het bericht")
    await desk.sees("Uw bericht gaat weg")
    await desk.page.goto(f"{desk.server.url}/team/congres/{closing.slug}/deuren")
    await fill(desk, name="Hoofdingang")
    await desk.click("Maak een code")
    await desk.sees("Deze code laten wij één keer zien.")
    await desk.go(f"/team/congres/{closing.slug}/papier")
    async with desk.page.expect_download() as made:
        await desk.page.get_by_role("button", name="Maak de pdf").click()
    assert (await made.value).suggested_filename == f"badges-1-{closing.slug}.pdf"
    for page in ("cijfers", "behoeften"):
        await desk.go(f"/team/congres/{closing.slug}/{page}")
