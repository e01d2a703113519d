"""The desk of an organiser in a browser: last year's activities, the map by hand and by keyboard, sharing."""

import os
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.conftest import Beginnings, Person, walked_once
from tests.server import Program, Server, serving
from weekplanner.demo.content import shown_organisation

SHOTS = os.environ.get("TEST_SHOTS")
"""A directory to keep pictures of the pages in, for who wants to look at them."""


@pytest.fixture
async def server(program: Program, beginnings: Beginnings) -> AsyncIterator[Server]:
    """The site with a week to come and one that is over."""
    await beginnings.put(program, ("demo", "--activities", "120"))
    async with serving(program) as started:
        yield started


@pytest.fixture
async def organiser(person, program: Program) -> Person:
    """Somebody of the organisation that has most to see, signed in."""
    return await signed_in(await person(), program)


async def signed_in(person: Person, program: Program) -> Person:
    """Use a link for the shown organiser."""
    status, output, errors = await program.run("sign-in-link", shown_organisation().contact_email)
    assert status == 0, errors
    link = re.search(r"/inloggen/\S+", output)
    assert link, output
    await person.page.goto(person.server.url + link[0])
    await person.page.locator("main form button[type=submit]").first.click()
    await person.page.wait_for_load_state()
    return person


async def keep(person: Person, name: str) -> None:
    """A picture of the page, when somebody asked for them."""
    if SHOTS:
        size = person.page.viewport_size or {"width": 0}
        await person.page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)


async def first_published(person: Person) -> str:
    """The path of the first activity on the desk that stands on the site."""
    await person.go("/mijn?status=published")
    path = await person.page.locator("table tbody th a").first.get_attribute("href")
    assert path
    return path


@walked_once
async def test_the_desk_takes_over_what_was_done_last_year(organiser: Person):
    await organiser.go("/mijn")
    await keep(organiser, "desk")
    await organiser.sees("Vorig jaar deed u mee met…")
    before = await organiser.page.locator(".from-before li").count()
    await organiser.page.locator(".from-before button").first.click()
    await organiser.page.wait_for_load_state()
    await organiser.look()
    await organiser.sees("Overgenomen van")
    await keep(organiser, "copy")
    await organiser.go("/mijn")
    assert await organiser.page.locator(".from-before li").count() == before - 1


@walked_once
async def test_what_is_on_the_site_is_shared_and_confirmed(organiser: Person):
    path = await first_published(organiser)
    await organiser.go(path)
    await organiser.sees("Vertel het verder")
    await keep(organiser, "activity")
    await organiser.go(f"{path}/klopt-dit-nog")
    await keep(organiser, "confirm")
    if await organiser.page.get_by_role("button", name="Ja, alles klopt").count():
        await organiser.click("Ja, alles klopt")
    await organiser.sees("Dank u wel")


@walked_once
async def test_the_pin_moves_with_the_keys_and_the_words_follow(organiser: Person):
    path = f"{await first_published(organiser)}/kaart"
    await organiser.go(path)
    words = organiser.page.locator("#pin-words")
    await organiser.click("Terug naar het midden van de postcode")
    assert re.fullmatch(r"In het midden van \d{4}", await words.inner_text())
    pin = organiser.page.get_by_role("button", name="Speld. Verschuif hem met de pijltjestoetsen.")
    await organiser.page.get_by_role("button", name="Verder weg").focus()
    await organiser.page.keyboard.press("Shift+Tab")
    await organiser.page.keyboard.press("Shift+Tab")
    assert await pin.evaluate("pin => pin === document.activeElement")
    await organiser.page.keyboard.press("ArrowUp")
    await organiser.page.keyboard.press("ArrowUp")
    assert re.fullmatch(r"50 meter ten noorden van het midden van \d{4}", await words.inner_text())
    await organiser.click("25 meter naar het westen")
    assert "ten noordwesten" in await words.inner_text()
    await keep(organiser, "pin")
    await pin.scroll_into_view_if_needed()
    box = await pin.bounding_box()
    assert box
    await organiser.page.mouse.move(box["x"] + 18, box["y"] + 18)
    await organiser.page.mouse.down()
    await organiser.page.mouse.move(box["x"] + 80, box["y"] + 20, steps=8)
    await organiser.page.mouse.up()
    assert "oosten" in await words.inner_text()
    there = await words.inner_text()
    await organiser.click("Bewaar deze plek")
    await organiser.go(path)
    assert await words.inner_text() == there


@walked_once
async def test_the_pin_moves_without_a_script(person, program: Program):
    organiser = await signed_in(await person(java_script_enabled=False), program)
    await organiser.page.goto(f"{organiser.server.url}/mijn?status=published")
    path = await organiser.page.locator("table tbody th a").first.get_attribute("href")
    await organiser.page.goto(f"{organiser.server.url}{path}/kaart")
    for name in ("Terug naar het midden van de postcode", "25 meter naar het zuiden"):
        await organiser.page.get_by_role("button", name=name).click()
        await organiser.page.wait_for_load_state()
    assert await organiser.page.locator("#pin-map").is_hidden()
    assert "25 meter ten zuiden" in await organiser.page.locator("#pin-words").inner_text()
    await organiser.page.get_by_role("button", name="Bewaar deze plek").click()
    await organiser.page.wait_for_load_state()
    assert organiser.page.url.endswith(path or "?")
