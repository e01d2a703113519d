"""Organisers, colleagues and coordinators at work on one activity, from an example until it is copied."""

from pathlib import Path

import pytest
from PIL import Image

from tests.browser.conftest import Mailbox, Person, walked_once
from tests.browser.test_main_path import fill_in, follow_link

FATMA, JAN = "fatma@example.org", "jan@example.org"
HERE, ELSEWHERE = "utrecht@example.org", "groningen@example.org"
TITLE = "Schuif aan bij het buurtdiner"


@pytest.fixture
async def coordinators(program):
    """One of the municipality of the activity, and one of another."""
    for address, municipality in ((HERE, "utrecht"), (ELSEWHERE, "groningen")):
        status, _, errors = await program.run("coordinator", "add", address, "--municipality", municipality)
        assert status == 0, errors


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A picture as a telephone makes it."""
    path = tmp_path / "foto.jpg"
    Image.linear_gradient("L").resize((1600, 1200)).convert("RGB").save(path, quality=90)
    return path


async def sign_in(person: Person, mailbox: Mailbox, address: str) -> None:
    """Ask for a link and use it."""
    await person.go("/inloggen")
    await fill_in(person, email=address)
    await person.page.locator("main form button[type=submit]").first.click()
    await person.page.wait_for_load_state()
    await follow_link(person, mailbox, address, subject="loggen")


async def follow(person: Person, name: str) -> None:
    """Follow the link whose words begin with `name`, and look at the page."""
    await person.page.locator("main").get_by_role("link", name=name).first.click()
    await person.page.wait_for_load_state()
    await person.look()


async def register_from_an_example(person: Person) -> None:
    """Somebody without an account begins with an idea of others."""
    await person.go("/inspiratie/resto-vanharte")
    await follow(person, "Begin met dit idee")
    assert await person.page.locator("main [name='title']").input_value() == TITLE
    await fill_in(
        person,
        summary="Een driegangenmenu aan lange tafels.",
        **{"occurrences-0-day": "2027-10-06", "occurrences-0-starts": "17.30", "occurrences-0-ends": "20.00"},
        venue="Bibliotheek Neude",
        street="Neude",
        house_number="11",
        postcode="3512AE",
        contact_name="Fatma",
        contact_phone="030 000 12 34",
        contact_email=FATMA,
        organisation_name="Buurthuis De Linde",
        kind="welzijnsorganisatie",
        municipality="Utrecht",
        your_name="Fatma de Vries",
        email=FATMA,
    )
    await person.page.locator("main button[name='add']").first.click()
    await person.page.wait_for_load_state()
    await fill_in(
        person,
        **{"occurrences-1-day": "2027-10-07", "occurrences-1-starts": "17.30", "occurrences-1-ends": "20.00"},
    )
    await person.page.locator("main [name='join_ways'][value='telefoon']").check()
    await person.click("Verstuur mijn activiteit")


@walked_once
async def test_from_a_first_activity_to_a_copy_of_it(person, mailbox, coordinators, photo):
    fatma, jan, here, elsewhere = [await person() for _ in range(4)]

    await register_from_an_example(fatma)
    await follow_link(fatma, mailbox, FATMA)
    await fatma.sees(TITLE)

    await fatma.go("/mijn/organisatie/collegas")
    await fill_in(fatma, email=JAN)
    await fatma.click("Stuur de uitnodiging")
    await jan.go(await mailbox.link_to(JAN, jan.page, part="/p/"))
    await jan.sees("Buurthuis De Linde")
    await jan.click("Ja, ik doe mee")
    await jan.sees("u hoort er nu bij")
    await follow_link(jan, mailbox, JAN, subject="loggen")  # accepting sends a link to sign in with
    await jan.go("/mijn")
    await follow(jan, TITLE)
    activity = jan.page.url

    await jan.go(f"{activity}/foto")
    await jan.page.set_input_files("main [name='picture']", photo)
    await fill_in(jan, alt="Een lange tafel met soepborden.")
    await jan.click("Bewaar")
    await jan.page.get_by_alt_text("Een lange tafel met soepborden.").first.wait_for()

    await sign_in(here, mailbox, HERE)
    await here.go("/team/activiteiten")
    await follow(here, TITLE)
    await here.page.get_by_alt_text("Een lange tafel met soepborden.").first.wait_for()
    await follow(here, "Stel een vraag")
    await fill_in(here, reason="Is er een lift in het gebouw?")
    await here.click("Stuur terug met deze vraag")

    assert "Is er een lift" in await mailbox.newest_to(FATMA, fatma.page, subject="vraag")
    await fatma.go("/mijn")
    await fatma.sees("Is er een lift in het gebouw?")
    await fatma.go(f"{activity}/wijzigen")
    await fill_in(fatma, directions="Er is een lift. Bus 3 stopt voor de deur.")
    await fatma.click("Verstuur mijn activiteit")

    await here.go("/team/activiteiten")
    await follow(here, TITLE)
    await here.sees("Er is een lift.")
    await here.click("Plaats op de site")
    await mailbox.newest_to(FATMA, here.page, subject="op de site")

    await jan.go(f"{activity}/wijzigen")
    await fill_in(jan, price="5")
    await jan.click("Bewaar de wijzigingen")
    await here.go("/team/activiteiten?deel=gewijzigd")
    await here.sees("5 euro")
    await follow(here, TITLE)
    await here.click("Ja, dit is goed")

    await fatma.go(activity)
    await fatma.page.locator("main form[action$='/kopie'] button").click()
    await fatma.page.wait_for_load_state()
    await fatma.look()
    assert fatma.page.url != activity
    await fatma.sees("Klad")
    await fatma.page.get_by_alt_text("Een lange tafel met soepborden.").first.wait_for()

    await fatma.go(activity)
    await follow(fatma, "Gelast af donderdag 7 oktober")
    await fill_in(fatma, apology="De kok is die dag ziek.")
    await fatma.click("Gelast deze keer af")
    await fatma.sees("Gaat niet door")

    await sign_in(elsewhere, mailbox, ELSEWHERE)
    for page in ("/team", "/team/activiteiten", "/team/activiteiten/alle", "/team/gemeenten"):
        await elsewhere.go(page)
        assert TITLE not in await elsewhere.page.content()
    for page in (
        activity,
        f"{activity}/foto",
        activity.replace("/mijn/", "/team/"),
        "/team/gemeenten/utrecht",
    ):
        answer = await elsewhere.page.goto(page if page.startswith("http") else elsewhere.server.url + page)
        assert answer is not None
        assert answer.status == 404
