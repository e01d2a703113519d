"""The map in a real browser: with the keyboard alone, with a background and without, and without a script."""

import asyncio
import struct
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.browser.conftest import CLOCK, Person
from tests.make import Make, at
from tests.server import Program, Server

NEUDE = {"postcode": "3512 AE", "street": "Neude", "house_number": "11"}
AMERSFOORT = {"postcode": "3811 LM", "venue": "De Bieb", "street": "Eemplein", "house_number": "71"}


@dataclass
class Tiles:
    """A server of pictures of the land, and what it was asked."""

    url: str = ""
    asked: list[bytes] = field(default_factory=list)


@pytest.fixture
async def tiles() -> AsyncIterator[Tiles]:
    """The same small picture for everywhere."""
    found, picture = Tiles(), png()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        found.asked.append(await reader.readuntil(b"\r\n\r\n"))
        head = f"Content-Type: image/png\r\nContent-Length: {len(picture)}\r\nConnection: close"
        writer.write(f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode() + picture)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        found.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        yield found


@pytest.fixture
def has_background() -> bool:
    """Whether the site knows a tile server."""
    return False


@pytest.fixture
def program(database_url: str, tmp_path: Path, tiles: Tiles, has_background: bool) -> Program:
    """The program, with or without a background for its map."""
    background = {"tile_url": f"{tiles.url}/{{z}}/{{x}}/{{y}}.png", "tile_attribution": "© de kaartenmakers"}
    return Program.on(database_url, tmp_path, clock=CLOCK, **(background if has_background else {}))


@pytest.fixture
async def dishes(server: Server, make: Make) -> None:
    """Two activities behind one door in Utrecht, one in Amersfoort."""
    await make.activity(title="Soep", occurrences=[(at(6, 12), at(6, 13))], **NEUDE)
    await make.activity(title="Zingen", occurrences=[(at(6, 14), at(6, 15))], **NEUDE)
    await make.activity(title="Lezen", occurrences=[(at(7, 10), at(7, 11))], **AMERSFOORT)


async def is_there(resident: Person, words: str) -> None:
    """The status line says that this stands on the map."""
    await resident.page.locator("#map-status", has_text=words).wait_for()


async def focused(resident: Person) -> str:
    return await resident.page.evaluate(
        "document.activeElement.ariaLabel ?? document.activeElement.textContent"
    )


async def tab_to(resident: Person, name: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(90):
        if await focused(resident) == name:
            return
        await resident.page.keyboard.press("Tab")
    raise AssertionError(f"the Tab key does not lead to {name!r}")


async def test_from_the_map_to_an_activity_with_the_keyboard_alone(person, dishes):
    resident = await person(reduced_motion="reduce")
    page, keys = resident.page, resident.page.keyboard
    await page.goto(resident.server.url + "/agenda/kaart")
    await is_there(resident, "3 activiteiten")
    await resident.look()
    await tab_to(resident, "3 activiteiten rond Utrecht: kijk dichterbij")
    await keys.press("Enter")
    both = "2 activiteiten bij Bibliotheek Neude, Utrecht"
    await page.get_by_role("button", name=both).wait_for()
    await page.locator(".map-mark.place:focus").wait_for()
    await page.get_by_role("button", name=both).focus()
    await keys.press("Enter")
    await page.get_by_role("heading", name="Bibliotheek Neude, Utrecht").wait_for()
    await resident.look()
    assert await page.locator(".map-mark.fanned").all_inner_texts() == ["1", "2"]
    assert await page.locator("#map-activities > li > a").all_inner_texts() == ["Soep", "Zingen"]
    await keys.press("Escape")
    assert await focused(resident) == both
    assert not await page.locator("#map-place").is_visible()
    await keys.press("Enter")
    await tab_to(resident, "Zingen")
    await keys.press("Enter")
    await page.wait_for_url("**/activiteiten/zingen-*")

    await page.goto(resident.server.url + "/agenda/kaart?postcode=3512&straal=1")
    await is_there(resident, "2 activiteiten")
    assert await page.locator("path.map-circle").count() == 1
    assert await page.locator("path.map-province").count() == 12
    mark = page.locator(".map-mark.place")
    before = await mark.bounding_box()
    await page.get_by_role("button", name="Naar het oosten").click()
    after = await mark.bounding_box()
    assert after["x"] < before["x"] - 50
    for button in await page.locator("#map-bar button, .map-mark").all():
        size = await button.bounding_box()
        assert min(size["width"], size["height"]) >= 44


@pytest.mark.parametrize("viewport", ["desk"], indirect=True)
@pytest.mark.parametrize("has_background", [True])
async def test_a_background_has_its_source_beside_it_and_what_fails_is_said(person, dishes, tiles):
    resident = await person()
    page = resident.page
    await page.goto(resident.server.url + "/agenda/kaart")
    await is_there(resident, "3 activiteiten")
    await page.locator("img.leaflet-tile-loaded").first.wait_for()
    assert await page.get_by_text("© de kaartenmakers").is_visible()
    assert tiles.asked
    assert {each.rsplit("/", 3)[0] for each in resident.elsewhere} == {tiles.url}
    assert resident.complaints == []

    await page.route("**/agenda/kaart.json**", lambda route: route.abort())
    await page.get_by_role("button", name="Dichterbij", exact=True).click()
    await is_there(resident, "De kaart is niet geladen.")
    await page.unroute("**/agenda/kaart.json**")
    await page.get_by_role("button", name="Probeer het nog eens").click()
    await is_there(resident, "op dit stuk van de kaart")

    without_script = (await person(java_script_enabled=False)).page
    await without_script.goto(resident.server.url + "/agenda/kaart?dag=2027-10-07")
    assert not await without_script.locator("#map").is_visible()
    await without_script.get_by_role("link", name="Bekijk de lijst").click()
    assert await without_script.locator("main .activity h3").all_inner_texts() == ["Lezen"]


def png() -> bytes:
    """One grey pixel."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\xdd")), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, body) for name, body in parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
