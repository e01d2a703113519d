"""Somebody at the page of a congress, and at their own page: fills in forms, reads, presses buttons."""

from typing import Any

import httpx2

from tests.events.filling_in import Fields, form_of
from tests.finding.reading import Page
from tests.site import Site
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.registrations import Registration
from weekplanner.congress.models.seats import Seats
from weekplanner.congress.personal import link_of

RIET: Fields = {"audience": ["wethouder"], "name": ["Riet de Boer"], "email": ["riet@example.org"]}


def path_of(congress: Congress) -> str:
    """Its page."""
    return f"/congres/{congress.slug}"


async def sign_up(site: Site, congress: Congress, **typed: Any) -> httpx2.Response:
    """Fill in the form on the page of a congress, and send it; Riet, a wethouder, unless said otherwise."""
    here = path_of(congress)
    fields = form_of((await site.get(here)).text, "proof")
    return await site.post(f"{here}/aanmelden", {**fields, **RIET, **typed})


async def send_again(
    site: Site, congress: Congress, answer: httpx2.Response, **typed: Any
) -> httpx2.Response:
    """Change something in the form as it came back, and send that."""
    return await site.post(f"{path_of(congress)}/aanmelden", {**form_of(answer.text, "proof"), **typed})


def come_from(site: Site, address: str) -> None:
    """Let the requests of this visitor come from another machine."""
    transport = httpx2.ASGITransport(app=site.app, raise_app_exceptions=False, client=(address, 50_000))
    site.client = httpx2.AsyncClient(transport=transport, base_url=site.client.base_url)


def own_path(registration: Registration) -> str:
    """The path of a party's own page."""
    return link_of(registration.id, registration.link_version).url.removeprefix("https://komerbij.test")


async def own_page(site: Site, registration: Registration) -> Page:
    """A party's own page."""
    return Page(await site.get(own_path(registration)))


async def press(site: Site, registration: Registration, button: str, value: str = "1") -> httpx2.Response:
    """Press a button on a party's own page."""
    return await site.post(own_path(registration), {button: value})


async def change(site: Site, registration: Registration, **typed: Any) -> httpx2.Response:
    """Fill in the form on a party's own page, and send it."""
    here = own_path(registration)
    return await site.post(here, {**form_of((await site.get(here)).text), **typed})


async def on_the_list() -> list[tuple[str, str, int]]:
    """Everybody who signed up: name, state and people, in order."""
    return [(each.name, each.state.value, each.people) for each in await Registration.all().order_by("id")]


async def counted(congress: Congress) -> tuple[int, int, int, int]:
    """How many seats are taken, offered and kept for codes, and how many parties wait."""
    seats = await Seats.get(congress_id=congress.id)
    return seats.taken, seats.held, seats.reserved, seats.waiting


def headings(page: Page) -> list[str]:
    """The headings below that of the page, but for those of a card beside it."""
    return [each.text for each in page.main.all("h2")]


def buttons(page: Page) -> list[str]:
    """What one can press."""
    return [each.text for each in page.main.all("button")]


def status(page: Page) -> str:
    """The label that says whether one can sign up."""
    return page.main.one("div", class_="page-head").one("span", class_="status").text
