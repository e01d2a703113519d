"""The list of a municipality on somebody else's site, in a real browser: another origin, in a frame."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import WIDTHS
from tests.make import Make, at


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the library
        """Tests say nothing of requests."""


@pytest.fixture
def town_hall(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """The site of a municipality on an origin of its own: its directory, and its address."""
    directory = tmp_path / "town-hall"
    directory.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=directory)) as site:
        thread = threading.Thread(target=site.serve_forever, daemon=True)
        thread.start()
        yield directory, f"http://127.0.0.1:{site.server_port}"
        site.shutdown()
        thread.join()


def page_with(frames: str) -> str:
    """A page of the municipality, around what it copied."""
    return (
        f'<!doctype html><html lang="nl"><title>Gemeente</title><main><h1>Gemeente</h1>{frames}</main></html>'
    )


@pytest.mark.parametrize("viewport", [WIDTHS["desk"]])
async def test_a_municipality_copies_the_code_and_shows_its_week_and_no_other_page_of_the_site(
    person, server, make: Make, town_hall, viewport
):
    several = [(at(day, 12), at(day, 13, 30)) for day in (6, 7)]
    soup = await make.activity(occurrences=several)
    await make.activity("cancelled", title="Samen pannenkoeken bakken")
    directory, address = town_hall

    editor = await person()
    await editor.go("/widget")
    await editor.page.get_by_label("Welke gemeente?").select_option("Utrecht")
    await editor.page.get_by_label("Kleur").select_option("Donker")
    await editor.click("Laat de code zien")
    code = await editor.page.get_by_label("De code voor uw website").input_value()
    agenda = f'<iframe title="Agenda" src="{server.url}/agenda"></iframe>'
    (directory / "week.html").write_text(page_with(code + agenda))

    resident = await person()
    page = resident.page
    for width, colour in ((320, "warm"), (320, "wit"), (600, "donker")):
        await page.set_viewport_size({"width": width, "height": 700})
        await resident.go(f"/widget/gemeente/utrecht?kleur={colour}&letter=groot")
    await page.set_viewport_size(viewport)

    await page.goto(f"{address}/week.html")
    frame = page.frame_locator("iframe[title='Activiteiten in de gemeente Utrecht']")
    await expect(frame.locator("html")).to_have_class("widget colour-donker letter-gewoon")
    await expect(frame.get_by_role("heading", level=3)).to_have_text(
        ["Soep aan de lange tafel", "Samen pannenkoeken bakken", "Soep aan de lange tafel"]
    )
    await expect(frame.get_by_text("Gaat niet door")).to_be_visible()
    await frame.get_by_role("link", name="donderdag 7 oktober").click()
    await expect(frame.get_by_role("heading", level=3)).to_have_text(["Soep aan de lange tafel"])
    assert page.url == f"{address}/week.html"
    assert await page.context.cookies() == []
    refused = [each for each in resident.complaints if "frame-ancestors 'none'" in each]
    assert len(refused) == 1
    assert page.frames[2].url.startswith("chrome-error:")
    await frame.get_by_role("link", name="Soep aan de lange tafel").click()
    await page.wait_for_url(f"{server.url}{soup.path}")
