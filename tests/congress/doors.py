"""Telephones at the doors of a congress, for tests."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.make import Make
from tests.site import Site
from weekplanner.accounts.people import SYSTEM, TeamRole
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.entrance import DoorDevice
from weekplanner.congress.models.registrations import Attendee, Registration
from weekplanner.congress.operations import entrance
from weekplanner.congress.tickets import Ticket
from weekplanner.core import clock
from weekplanner.core.tokens import random_token


@dataclass
class Telephone:
    """A telephone at a door, or one that wants to be."""

    site: Site
    congress: Congress
    device: DoorDevice | None = None

    @property
    def path(self) -> str:
        """The page."""
        return f"/team/congres/{self.congress.slug}/inchecken"

    async def show(self, text: str) -> str:
        """What the page says once somebody showed this, or said this name."""
        return await self._said(await self.site.post(self.path, shown=text, request_key=random_token()))

    async def pick(self, attendee: Attendee) -> str:
        """The same for somebody that was found by name."""
        return await self._said(
            await self.site.post(self.path, attendee=attendee.id, request_key=random_token())
        )

    async def walk_in(self, name: str, organisation: str = "") -> str:
        """The same for somebody who did not sign up."""
        path = f"{self.path}/zonder-aanmelding"
        fields = {"name": name, "organisation": organisation, "request_key": random_token()}
        return await self._said(await self.site.post(path, fields))

    async def send(self, *entrances: dict[str, Any]) -> list[dict[str, Any]]:
        """What comes of entrances that were noted, in their order."""
        answer = await self.ask({"entrances": list(entrances)})
        assert answer.status_code == 200, answer.text
        return list(answer.json()["results"])

    async def ask(self, body: object):
        """What is answered to anything that a telephone sends."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
        await self.site._sign_in()
        return await self.site.client.post(f"{self.path}/binnen.json", content=content, headers=headers)

    async def news(self, known: dict[str, Any] | None = None) -> dict[str, Any]:
        """What is new since an earlier answer."""
        query = f"?lijst={known['list']}&na={known['last']}" if known else ""
        answer = await self.site.get(f"{self.path}/lijst.json{query}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def _said(self, answer) -> str:
        if answer.status_code == 303:
            answer = await self.site.get(answer.headers["location"])
        return verdict(answer.text)


def verdict(page: str) -> str:
    """The heading of what a page says of somebody; nothing when it says nothing."""
    said = page.partition('id="door-verdict"')[2].partition("<form")[0]
    found = re.search(r"<h2>(.*?)</h2>", said)
    return found[1] if found else ""


def noted(key: str, at: datetime | None = None, **what: Any) -> dict[str, Any]:
    """An entrance as a telephone sends it."""
    return {"key": key.ljust(16, "-"), "at": (at or clock.now()).isoformat(), "offline": False, **what}


async def attendee_of(registration: Registration) -> Attendee:
    """The first person of a party."""
    return await Attendee.filter(registration_id=registration.id).order_by("is_companion", "id").first()


def token_of(attendee: Attendee, *, version: int | None = None) -> str:
    """What the code on their ticket holds."""
    return Ticket(attendee.congress_id, attendee.id, version or attendee.ticket_version).token


async def telephone(site: Site, congress: Congress, name: str = "Ingang noord") -> Telephone:
    """A telephone that was signed in."""
    device, code = await entrance.open_door(congress.id, name, actor=SYSTEM)
    made = Telephone(site.somebody(), congress, device)
    answer = await made.site.post(f"{made.path}/aanmelden", code=code)
    assert (answer.status_code, answer.headers["location"]) == (303, made.path), answer.text
    return made


async def desk(site: Site, make: Make, congress: Congress) -> Telephone:
    """Somebody of the team at the same page."""
    return Telephone(site.as_(await make.team_member(TeamRole.CONGRESS)), congress)
