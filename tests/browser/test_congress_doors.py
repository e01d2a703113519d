"""Two doors of a congress in a browser: one without network for a while, and a telephone that gets lost."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.conftest import Person, walked_once
from tests.congress.doors import token_of
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make, at
from tests.server import Program, Server, serving
from weekplanner.accounts.people import SYSTEM
from weekplanner.congress import codes
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.entrance import DoorDevice
from weekplanner.congress.models.registrations import Attendee
from weekplanner.congress.operations import entrance
from weekplanner.core import clock

MORNING = at(1, 9, 5)
"""Of the day of the opening; it begins at half past nine."""
NAMES = ("Jan Bos", "Fatma de Vries", "Riet de Boer", "Kees Smit")
FORGOTTEN = """async () => [Object.keys(localStorage), await caches.keys(),
  (await navigator.serviceWorker.getRegistrations()).length]"""


@pytest.fixture
async def congress(make: Make, now: clock.MovableClock) -> Congress:
    """The opening, with four people who have a seat."""
    made = await make.congress(seats=10)
    for name in NAMES:
        await make.registration(made, name, organisation="Buurthuis De Linde")
    now.set(MORNING)
    return made


@pytest.fixture
def program(database_url: str, tmp_path: Path) -> Program:
    """The program, on the morning of the congress."""
    return Program.on(database_url, tmp_path, clock=MORNING.isoformat())


@pytest.fixture
async def server(program: Program, congress: Congress) -> AsyncIterator[Server]:
    """The site, with that congress."""
    async with serving(program) as started:
        yield started


class Door:
    """A telephone at a door, in somebody's hands."""

    def __init__(self, person: Person, device: DoorDevice) -> None:
        self.person, self.page, self.device = person, person.page, device

    async def show(self, text: str) -> str:
        """What the page says of this ticket or code."""
        await self.page.get_by_label("Code of naam").fill(text)
        await self.page.get_by_role("button", name="Controleer").click()
        return await self.said()

    async def pick(self, name: str) -> str:
        """What it says of somebody that is found by name."""
        await self.page.get_by_label("Code of naam").fill(name)
        await self.page.get_by_role("button", name=f"Laat binnen {name}").click()
        return await self.said()

    async def walk_in(self, name: str) -> str:
        """What it says of somebody who did not sign up."""
        await self.page.get_by_text("Zonder aanmelding binnen laten").click()
        await self.page.get_by_label("Naam", exact=True).fill(name)
        await self.page.get_by_role("button", name="Laat binnen", exact=True).click()
        return await self.said()

    async def said(self) -> str:
        """The heading of what it says, which is taken away for the next."""
        heading = self.page.locator("#door-verdict h2")
        text = await heading.inner_text()
        await self.page.evaluate("document.querySelector('#door-verdict h2').remove()")
        return text

    async def counts(self, *wanted: int) -> None:
        """It comes to count so many inside, signed up and walked in."""
        for name, number in zip(("inside", "expected", "walked_in"), wanted, strict=True):
            await self.page.locator(f'[data-count="{name}"]').get_by_text(str(number), exact=True).wait_for()

    async def lose_network(self) -> None:
        """From now on nothing comes through."""
        await self.page.context.set_offline(True)
        await self.person.sees("U kunt doorgaan, wij sturen het later.")

    async def find_network(self) -> None:
        """Everything comes through again."""
        await self.page.context.set_offline(False)
        await self.page.locator("#door-offline").wait_for(state="hidden")


async def door(person, server: Server, congress: Congress, name: str) -> Door:
    """A telephone that signs in with the code that the team gave."""
    device, code = await entrance.open_door(congress.id, name, actor=SYSTEM)
    holder: Person = await person()
    holder.expected |= {"ERR_INTERNET_DISCONNECTED", "401"}
    await holder.go(f"/team/congres/{congress.slug}/inchecken")
    await holder.page.get_by_label("Code voor deze telefoon").fill(code.lower())
    await holder.click("Meld deze telefoon aan")
    await holder.sees(name)
    await holder.page.evaluate("async () => { await navigator.serviceWorker.ready }")
    return Door(holder, device)


@walked_once
async def test_two_doors_one_without_network_agree_in_the_end_and_a_lost_telephone_is_shut_out(
    person, server: Server, congress: Congress
):
    attendees = await Attendee.filter(congress_id=congress.id).order_by("id")
    jan, fatma, riet, kees = attendees
    north = await door(person, server, congress, "Ingang noord")
    south = await door(person, server, congress, "Ingang zuid")
    await south.counts(0, 4, 0)

    assert await north.show(token_of(jan)) == "Welkom, Jan Bos"
    await north.person.look()
    assert await south.show(token_of(jan)) == "Jan Bos is al binnen sinds 09.05 uur"
    await south.counts(1, 4, 0)

    await south.lose_network()
    assert await south.show(codes.ticket_code(fatma.id, 1).lower()) == "Welkom, Fatma de Vries"
    await south.person.sees("Nog te sturen: 1")
    await south.page.reload()
    await south.person.sees("Nog te sturen: 1")
    assert await south.show(token_of(fatma)) == "Fatma de Vries is al binnen sinds 09.05 uur"
    tampered = token_of(riet).replace(f".{riet.id}.", f".{kees.id}.", 1)
    assert await south.show(tampered) == "Dit is geen geldig toegangsbewijs"
    assert await south.walk_in("Piet Pauw") == "Welkom, Piet Pauw"
    await south.counts(3, 4, 1)
    await south.person.look()

    assert await north.pick("Fatma de Vries") == "Welkom, Fatma de Vries"
    await north.counts(2, 4, 0)
    await south.find_network()
    for each in (north, south):
        await each.person.sees(
            "Fatma de Vries kwam binnen bij Ingang zuid om 09.05 uur, en ook bij Ingang noord"
        )
        await each.counts(3, 4, 1)
    await north.person.look()
    assert await north.show(token_of(riet)) == "Welkom, Riet de Boer"

    await entrance.shut_door(south.device.id, actor=SYSTEM)
    await south.person.sees("Deze telefoon is afgemeld")
    await south.person.look()
    assert await south.page.evaluate(FORGOTTEN) == [[], [], 0]

    await north.page.get_by_role("button", name="Meld deze telefoon af").click()
    await north.person.sees("Code voor deze telefoon")
    assert await north.page.evaluate(FORGOTTEN) == [[], [], 0]
    assert await what_is_wrong_with_congresses() == []
