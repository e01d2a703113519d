"""Whatever happens, in whichever order: what a process kept is what one that was just started would make."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

import pytest

from tests.events.random_people import Town, draft_of, town
from tests.make import MadeActivity, Make, acting
from tests.site import Site
from weekplanner.accounts.queries import people as accounts
from weekplanner.app import create_app
from weekplanner.core import clock
from weekplanner.editions import operations as editions
from weekplanner.events.models import Activity
from weekplanner.events.operations import editing
from weekplanner.events.operations.steps import stored_values
from weekplanner.feeds import cache
from weekplanner.listing import boards
from weekplanner.municipalities.operations import write_page
from weekplanner.municipalities.values import PageTexts
from weekplanner.signups.operations import changing
from weekplanner.signups.personal import link_of
from weekplanner.web import kept

ADDRESSES = (
    "/",
    "/agenda?postcode=3511&straal=1",
    "/agenda?gemeente=groningen&q=soep",
    "/agenda?jaar=2028",
    "/agenda/kaart?postcode=3511",
    "/agenda/kaart.json",
    "/gemeente/utrecht",
    "/provincie/groningen?dag=2027-10-07",
    "/widget/gemeente/utrecht",
    "/open-data",
    "/sitemap.xml",
    "/en/agenda",
    "/feeds/land.atom",
    "/feeds/postcode/3511.ics",
    "/feeds/gemeente/groningen.geojson",
)
"""Besides those of every activity and organisation."""


@dataclass
class Days:
    """What people have made, and the clock."""

    people: Town
    activities: list[Activity]
    soup: MadeActivity
    make: Make
    now: clock.MovableClock

    async def take(self, who: str, step: str, number: int) -> None:
        """Somebody does something with an activity."""
        activity = await Activity.get(id=self.activities[number].id)
        assert await self.people.try_(who, step, activity, lag=0) == "done", (who, step, activity.state)

    async def write(self) -> None:
        """A coordinator writes the page of a municipality."""
        actor = await accounts.person(self.people.people["coordinator here"].id)
        await write_page("GM0344", PageTexts(introduction="Wij doen mee."), version=0, actor=actor)

    async def sign_up(self) -> None:
        """Somebody takes half of the chairs for soup."""
        (occurrence,) = await self.soup.occurrences()
        await self.make.sign_up(occurrence.id, people=2)

    async def come_and_go(self) -> None:
        """Somebody takes a chair, and gives it back."""
        (occurrence,) = await self.soup.occurrences()
        made = await self.make.sign_up(occurrence.id)
        await changing.cancel_by_link(link_of(made.id))

    async def addresses(self) -> list[str]:
        """Every page and feed to look at."""
        found = list(ADDRESSES)
        for activity in await Activity.filter(published_at__isnull=False).prefetch_related("organisation"):
            slug = activity.organisation.slug
            found += [f"/activiteiten/{activity.slug}-{activity.id}", f"/feeds/activiteit/{activity.id}.json"]
            found += [f"/organisaties/{slug}", f"/abonneren?organisatie={slug}"]
        return list(dict.fromkeys(found))


async def _tomorrow(days: Days) -> None:
    days.now.move(timedelta(days=1))


async def _next_year(_days: Days) -> None:
    await editions.add_edition(2028, starts_on=date(2028, 9, 28), ends_on=date(2028, 10, 5))


def step(who: str, what: str, number: int) -> Callable[[Days], Awaitable[None]]:
    """A step of somebody with an activity."""
    return lambda days: days.take(who, what, number)


EVENTS = (
    step("Jan", "edit", 0),
    step("Jan", "pin", 0),
    step("Jan", "place picture", 0),
    step("moderation", "correct", 0),
    step("Jan", "cancel one", 0),
    step("Jan", "rename", 0),
    step("moderation", "publish", 1),
    step("moderation", "withdraw", 2),
    step("Els", "cancel", 3),
    Days.write,
    Days.sign_up,
    Days.sign_up,
    Days.come_and_go,
    _tomorrow,
    _next_year,
)


Answers = dict[str, tuple[int, str | None, str]]


async def answers(visitor: Site, addresses: list[str]) -> Answers:
    """Status, entity tag and text by address."""
    found = {address: await visitor.get(address) for address in addresses}
    return {
        address: (each.status_code, each.headers.get("ETag"), each.text) for address, each in found.items()
    }


async def answers_of_another(addresses: list[str]) -> Answers:
    """As a process gives them that was just started."""
    in_memory = (kept._current, boards._current, cache._current)
    mine = [list(each) for each in in_memory]
    other = Site(create_app())
    try:
        return await answers(other, addresses)
    finally:
        await other.close()
        for each, before in zip(in_memory, mine, strict=True):
            each[:] = before


@pytest.mark.once
async def test_what_is_kept_is_what_would_be_made_now(make, site, now):
    people = await town(make)
    drafts = [await draft_of(people.homes[number % 2], number) for number in range(4)]
    days = Days(people, drafts, await make.activity(capacity=4), make, now)
    for number, who in enumerate(("Jan", "Els", "Jan", "Els")):
        await days.take(who, "submit", number)
    for number in (0, 2, 3):
        await days.take("moderation", "publish", number)
    await answers(site, await days.addresses())
    for happens in Random(1).sample(EVENTS, k=len(EVENTS)):
        await happens(days)
        addresses = await days.addresses()
        kept_here = await answers(site, addresses)
        assert kept_here == await answers_of_another(addresses)


async def resize(soup: MadeActivity, capacity: int) -> None:
    """Its organiser puts chairs to the table, or takes some away."""
    activity = await soup.fresh()
    values = await stored_values(activity)
    times = tuple(replace(each, capacity=capacity) for each in values.occurrences)
    actor = acting(soup.organiser, soup.organisation)
    await editing.edit_activity(
        soup.id, replace(values, occurrences=times), version=activity.version, actor=actor
    )


async def test_a_table_with_more_chairs_is_shown_also_when_as_many_are_free(make, site):
    soup = await make.activity(capacity=4)
    (occurrence,) = await soup.occurrences()
    for people in (3, 2):  # the second party waits
        await make.sign_up(occurrence.id, people=people)
    assert "1 stoel vrij" in (await site.get(soup.path)).text
    await resize(soup, 6)
    assert "5 stoelen bezet, 1 stoel vrij" in (await site.get(soup.path)).text


async def test_how_many_chairs_there_are_is_shown_where_nobody_counts_who_comes(make, site):
    soup = await make.activity(capacity=4, join_ways=("binnenlopen",))
    assert "Er is plaats voor 4 mensen." in (await site.get(soup.path)).text
    await resize(soup, 6)
    assert "Er is plaats voor 6 mensen." in (await site.get(soup.path)).text
