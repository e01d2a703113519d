"""Where an organiser looks, it says how many come: on the desk, and on the page of each activity."""

import re

import pytest

from tests.counting import counted
from tests.make import at
from tests.signups.reading import words
from weekplanner.accounts.people import TeamRole

TIMES = ((at(6, 12), at(6, 13)), (at(7, 12), at(7, 13)))


@pytest.fixture
async def soup(make):
    """Two times soup for three, with who comes and who waits."""
    made = await make.activity(capacity=3, occurrences=TIMES)
    first, second = [each.id for each in await made.occurrences()]
    await make.sign_up(first, people=3)
    await make.sign_up(first, people=2)
    await make.sign_up(second, people=2)
    return made


def links_to_guests(page: str) -> dict[str, str]:
    """The links to lists of guests, by what they say."""
    return {
        words(text): href for href, text in re.findall(r'<a[^>]*href="([^"]*/gasten[^"]*)">(.*?)</a>', page)
    }


async def test_the_desk_says_how_many_come(site, make, soup):
    await make.activity("draft", organisation=soup.organisation, organiser=soup.organiser, title="Thee")
    page = (await site.as_(soup.organiser).get("/mijn")).text
    assert links_to_guests(page) == {
        f"5 van 6, 1 wacht bij {soup.activity.title}": f"/mijn/activiteiten/{soup.id}/gasten"
    }


async def test_the_page_of_an_activity_says_it_of_each_time(site, soup):
    first, second = [each.id for each in await soup.occurrences()]
    page = (await site.as_(soup.organiser).get(f"/mijn/activiteiten/{soup.id}")).text
    path = f"/mijn/activiteiten/{soup.id}/gasten"
    assert links_to_guests(page) == {
        "3 van 3, 1 wacht aangemeld": f"{path}?keer={first}",
        "2 van 3 aangemeld": f"{path}?keer={second}",
        "Gasten: 5 van 6, 1 wacht": path,
        "Bekijk wie er komen": path,
    }


async def test_of_a_time_that_is_called_off_nothing_is_counted(site, soup):
    first = (await soup.occurrences())[0].id
    organiser, version = site.as_(soup.organiser), (await soup.fresh()).version
    path = f"/mijn/activiteiten/{soup.id}"
    await organiser.post(f"{path}/momenten/{first}/afgelasten", apology="Stuk.", version=version)
    assert set(links_to_guests((await organiser.get(path)).text)) == {
        "2 van 3 aangemeld",
        "Gasten: 2 van 3",
        "Bekijk wie er komen",
    }


async def test_what_people_join_in_another_way_has_a_list_without_numbers(site, make):
    soup = await make.activity()
    organiser = site.as_(soup.organiser)
    path = f"/mijn/activiteiten/{soup.id}"
    assert links_to_guests((await organiser.get(path)).text) == {"Gasten": f"{path}/gasten"}
    assert links_to_guests((await organiser.get("/mijn")).text) == {}


async def test_who_may_not_see_the_guests_sees_no_numbers(site, make, soup):
    path = f"/mijn/activiteiten/{soup.id}"
    for account in (await make.coordinator("utrecht"), await make.team_member(TeamRole.MODERATION)):
        answer = await site.as_(account).get(path)
        assert (answer.status_code, links_to_guests(answer.text)) == (200, {})


async def test_the_desk_asks_no_more_of_the_database_with_more_activities(site, make, soup):
    organiser = site.as_(soup.organiser)
    await organiser.get("/mijn")
    with counted() as few:
        await organiser.get("/mijn")
    for number in range(3):
        await make.activity(
            capacity=3, title=f"Soep {number}", organisation=soup.organisation, organiser=soup.organiser
        )
    await organiser.get("/mijn")  # reads the change log
    with counted() as many:
        await organiser.get("/mijn")
    assert len(many) == len(few)
