"""The list of guests of an activity: who comes, who waits and who cancelled, for its own people alone."""

import re

import pytest

from tests.counting import counted
from tests.make import at
from tests.signups.reading import names, tables
from tests.site import Site
from weekplanner.accounts.people import TeamRole
from weekplanner.core import db
from weekplanner.signups.models import Places, SignUp, SignUpState, Source
from weekplanner.signups.operations import changing
from weekplanner.signups.personal import link_of
from weekplanner.signups.values import Helper

TIMES = ((at(6, 12), at(6, 13, 30)), (at(7, 12), at(7, 13, 30)))


def list_of(soup, query: str = "") -> str:
    return f"/mijn/activiteiten/{soup.id}/gasten{query}"


@pytest.fixture
async def soup(make):
    """Two times soup for three."""
    return await make.activity(capacity=3, occurrences=TIMES)


async def test_who_comes_stands_by_name_and_who_waits_in_order(site, make, soup):
    first = (await soup.occurrences())[0]
    await make.sign_up(first.id, "Wim Vos", 2)
    await make.sign_up(first.id, "Éva Bakker")
    await make.sign_up(first.id, "Bea Mol", 2)
    await make.sign_up(first.id, "Ab Kok")
    page = (await site.as_(soup.organiser).get(list_of(soup, f"?keer={first.id}"))).text
    assert names(page) == ["Éva Bakker", "Wim Vos", "1. Bea Mol", "2. Ab Kok"]


async def test_every_occurrence_shows_places_taken_free_and_waiting(site, make, soup):
    first, second = await soup.occurrences()
    await make.sign_up(first.id, people=3)
    await make.sign_up(first.id, people=2)
    await make.sign_up(second.id, people=2)
    page = (await site.as_(soup.organiser).get(list_of(soup))).text
    assert tables(page)["Hoe vol het is, per keer"] == [
        ["Woensdag 6 oktober, 12.00 tot 13.30 uur", "3", "3", "0", "1"],
        ["Donderdag 7 oktober, 12.00 tot 13.30 uur", "3", "2", "1", "0"],
    ]


async def test_a_guest_shows_all_that_the_organiser_needs(site, make, soup):
    first = (await soup.occurrences())[0]
    await make.sign_up(
        first.id,
        "Riet de Boer",
        2,
        phone="06 12 34 56 78",
        helper=Helper("Noor Wijk", "noor@example.org"),
        wants_transport=True,
        remark="Komt met een rolstoel.",
    )
    page = (await site.as_(soup.organiser).get(list_of(soup, f"?keer={first.id}"))).text
    assert tables(page)["Wie er komen: woensdag 6 oktober, 12.00 tot 13.30 uur"][0] == [
        "Riet de Boer Komt met een rolstoel.",
        "2",
        "06 12 34 56 78",
        "Ja, graag",
        "ma 16 augustus, 12.00 uur door Noor Wijk (noor@example.org)",
        "Wijzig Riet de Boer Meld af Riet de Boer",
    ]
    assert 'href="tel:0612345678"' in page


async def test_who_cancelled_stands_apart(site, make, soup):
    first = (await soup.occurrences())[0]
    await make.sign_up(first.id, "Bea Mol")
    gone = await make.sign_up(first.id, "Ab Kok")
    await changing.cancel_by_link(link_of(gone.id))
    page = (await site.as_(soup.organiser).get(list_of(soup, f"?keer={first.id}"))).text
    before, after = page.split("1 aanmelding is afgemeld</summary>")
    assert (names(before), names(after)) == (["Bea Mol"], ["Ab Kok"])


async def test_one_occurrence_shows_its_own_guests(site, make, soup):
    first, second = await soup.occurrences()
    await make.sign_up(first.id, "Bea Mol")
    await make.sign_up(second.id, "Ab Kok")
    organiser = site.as_(soup.organiser)
    assert names((await organiser.get(list_of(soup, f"?keer={second.id}"))).text) == ["Ab Kok"]
    assert names((await organiser.get(list_of(soup))).text) == ["Bea Mol", "Ab Kok"]


async def test_an_occurrence_of_another_activity_is_not_found(site, make, soup):
    other = await make.activity(capacity=3, organisation=soup.organisation, organiser=soup.organiser)
    elsewhere = (await other.occurrences())[0]
    organiser = site.as_(soup.organiser)
    asked = [f"?keer={elsewhere.id}", "?keer=999999", "?keer=x", "?pagina=0"]
    assert [(await organiser.get(list_of(soup, each))).status_code for each in asked] == [404, 404, 400, 400]


async def test_nobody_but_its_own_people_and_admins_sees_who_comes(site, make, soup):
    await make.sign_up((await soup.occurrences())[0].id, "Riet de Boer")
    other = await make.account()
    await make.organisation(other, name="Een andere club")
    asking = {
        "organiser": site.as_(soup.organiser),
        "other": site.as_(other),
        "coordinator": site.as_(await make.coordinator("utrecht")),
        "moderator": site.as_(await make.team_member(TeamRole.MODERATION)),
        "admin": site.as_(await make.team_member(TeamRole.ADMIN)),
    }
    answers = {who: await each.get(list_of(soup)) for who, each in asking.items()}
    assert {who: answer.status_code for who, answer in answers.items()} == {
        "organiser": 200,
        "other": 404,
        "coordinator": 404,
        "moderator": 404,
        "admin": 200,
    }
    assert {who for who, answer in answers.items() if "Riet de Boer" in answer.text} == {"organiser", "admin"}


async def test_who_comes_is_kept_in_no_memory_and_in_no_search_engine(site, soup):
    page = await site.as_(soup.organiser).get(list_of(soup))
    assert page.headers["cache-control"] == "private, no-store"
    assert '<meta name="robots" content="noindex">' in page.text


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
async def test_what_never_stood_on_the_site_has_no_guests(site, make, state):
    soup = await make.activity(state, capacity=3)
    assert (await site.as_(soup.organiser).get(list_of(soup))).status_code == 404


async def test_of_what_is_called_off_the_list_stays(site, make, soup):
    await make.sign_up((await soup.occurrences())[0].id, "Riet de Boer")
    organiser, version = site.as_(soup.organiser), (await soup.fresh()).version
    path = f"/mijn/activiteiten/{soup.id}/afgelasten"
    assert (await organiser.post(path, apology="De zaal is stuk.", version=version)).status_code == 303
    page = (await organiser.get(list_of(soup))).text
    assert names(page) == ["Riet de Boer"]
    assert page.count("Gaat niet door") == 2


async def crowd(occurrence_id: int, number: int) -> None:
    """So many parties at an occurrence, written at once."""
    now = at(1, 12, month=8)
    async with db.transaction():
        await SignUp.bulk_create(
            SignUp(
                occurrence_id=occurrence_id,
                state=SignUpState.PLACED,
                source=Source.SELF,
                guest_key=f"mail menigte{each}@example.org",
                name=f"Gast {each:04}",
                email=f"menigte{each}@example.org",
                people=1,
                language="nl",
                request_key=str(each),
                created_at=now,
                changed_at=now,
            )
            for each in range(number)
        )
        await Places.filter(occurrence_id=occurrence_id).update(taken=number)


async def test_750_parties_are_paged_and_asked_for_with_as_many_statements_as_one(site, make):
    soup = await make.activity(capacity=1000)
    first = (await soup.occurrences())[0]
    await make.sign_up(first.id, "Aaltje")
    organiser = site.as_(soup.organiser)
    await organiser.get(list_of(soup))
    with counted() as few:
        await organiser.get(list_of(soup))
    await crowd(first.id, 750)
    with counted() as many:
        page = (await organiser.get(list_of(soup, "?pagina=2"))).text
    assert len(many) == len(few)
    assert names(page) == [f"Gast {each:04}" for each in range(99, 199)]
    assert "Bladzijde 2 van 8" in page


async def test_with_forty_occurrences_many_guests_are_shown_a_time_at_a_time(site, make):
    times = tuple((at(1 + day, 9 + hour), at(1 + day, 10 + hour)) for day in range(8) for hour in range(5))
    soup = await make.activity(capacity=200, occurrences=times)
    every = await soup.occurrences()
    organiser = site.as_(soup.organiser)
    for occurrence in every[:3]:
        await make.sign_up(occurrence.id, f"Gast van {occurrence.id}")
    with counted() as few:
        page = (await organiser.get(list_of(soup))).text
    assert names(page) == [f"Gast van {each.id}" for each in every[:3]]
    await crowd(every[5].id, 150)
    with counted() as many:
        page = (await organiser.get(list_of(soup))).text
    assert len(many) < len(few)
    assert names(page) == []
    assert len(tables(page)["Hoe vol het is, per keer"]) == 40
    assert "Kies hierboven een keer." in page


async def test_no_name_of_a_guest_stands_in_an_address(site, make, soup):
    first = (await soup.occurrences())[0]
    await make.sign_up(first.id, "Riet de Boer", email="riet@example.org", phone="0612345678")
    page = (await site.as_(soup.organiser).get(list_of(soup))).text
    hrefs = [href for href in re.findall(r'(?:href|action)="([^"]*)"', page) if href.startswith(("/", "?"))]
    assert [href for href in hrefs if re.search(r"riet|boer|0612345678", href, re.IGNORECASE)] == []


async def test_a_visitor_is_asked_to_sign_in_and_comes_back(site: Site, soup):
    answer = await site.get(list_of(soup))
    assert answer.headers["location"] == f"/inloggen?terug=%2Fmijn%2Factiviteiten%2F{soup.id}%2Fgasten"


async def test_guests_can_be_kept_of_what_people_join_in_another_way(site, make):
    """There are no places to count: the organiser keeps a list of who telephoned."""
    soup = await make.activity()
    page = (await site.as_(soup.organiser).get(list_of(soup))).text
    assert "geen maximum" in page
