"""A resident at the page of an activity, and at their own page: fills in the form, reads, presses buttons."""

from typing import Any

import httpx2

from tests.events.filling_in import Fields, form_of
from tests.finding.reading import Page
from tests.make import MadeActivity
from tests.site import Site
from weekplanner.signups.models import Places, SignUp
from weekplanner.signups.personal import link_of

RIET: Fields = {"name": ["Riet de Boer"], "email": ["riet@example.org"]}


async def form_on(site: Site, path: str) -> Fields:
    """The form to sign up, as the page shows it."""
    return form_of((await site.get(path)).text, "proof")


async def take_place(site: Site, soup: MadeActivity, **typed: Any) -> httpx2.Response:
    """Fill in the form on the page of an activity, and send it."""
    fields = await form_on(site, soup.path)
    return await site.post(f"{soup.path}/aanmelden", {**fields, **typed})


async def change(site: Site, path: str, **typed: Any) -> httpx2.Response:
    """Fill in the form on a guest's own page, and send it."""
    fields = form_of((await site.get(path)).text)
    return await site.post(path, {**fields, **typed})


def own_path(sign_up: SignUp) -> str:
    """The path of a guest's own page."""
    return link_of(sign_up.id).url.removeprefix("https://komerbij.test")


async def own_page(site: Site, sign_up: SignUp) -> Page:
    """A guest's own page."""
    return Page(await site.get(own_path(sign_up)))


async def on_the_list() -> list[tuple[str, str, int]]:
    """Everybody who has a place or waits for one, and who did: name, state and people, in order."""
    return [(each.name, each.state.value, each.people) for each in await SignUp.all().order_by("id")]


async def counted() -> list[tuple[int, int]]:
    """How many places are taken, and how many parties wait, by occurrence."""
    return [(each.taken, each.waiting) for each in await Places.all().order_by("occurrence_id")]


def headings(page: Page) -> list[str]:
    """The headings below that of the page."""
    return [each.text for each in page.main.all("h2")]


def buttons(page: Page) -> list[str]:
    """What one can press."""
    return [each.text for each in page.main.all("button")]
