"""What the tests of the desk of congresses have in common."""

import re
from html import unescape

from tests.make import Make
from tests.site import Site
from weekplanner.accounts.people import TeamRole
from weekplanner.congress.models.congresses import Congress

DESK = "/team/congres"

OPENING_FIELDS = {
    "kind": "opening",
    "title": "Samen dekken wij de tafel",
    "summary": "Een dag vol ideeën.",
    "description": "Met **ontbijt**.",
    "audiences": ["wethouder", "lid-nationale-coalitie"],
    "starts_on": "2027-10-01",
    "starts_at": "9.30",
    "ends_at": "16 uur",
    "opens_on": "1-6-2027",
    "opens_at": "9.00",
    "closes_on": "2027-09-30",
    "closes_at": "17.00",
    "venue": "Jaarbeurs",
    "street": "Jaarbeursplein",
    "house_number": "6",
    "postcode": "3521 AL",
    "place": "Utrecht",
    "travel": "Vijf minuten van het station.",
    "online_url": "",
}
"""As somebody types it."""


async def team(site: Site, make: Make, name: str = "") -> Site:
    """Somebody who looks after congresses."""
    member = await make.team_member(TeamRole.CONGRESS)
    if name:
        member.name = name
        await member.save(update_fields=["name"])
    return site.as_(member)


def path(congress: Congress, rest: str = "") -> str:
    """A page about a congress."""
    return f"{DESK}/{congress.slug}{rest}"


def names_on(page: str) -> list[str]:
    """The names in the list of attendees, as they stand."""
    return [unescape(each) for each in re.findall(r'deelnemers/\d+">([^<]*)</a>', page)]


def errors_on(page: str) -> list[str]:
    """The sentences in the summary of what is wrong."""
    summary = re.search(r'class="error-summary".*?</div>', page, re.DOTALL)
    return [unescape(each) for each in re.findall(r"<li>(?:<a[^>]*>)?([^<]*)", summary[0])] if summary else []


def words_on(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no field {name}"
    return unescape(found[1])
