"""The call list: who did not answer "Klopt dit nog?" within two days, for who may review it."""

import re
from datetime import timedelta

import pytest

from tests.counting import counted
from tests.events.filling_in import form_of
from tests.make import Make, at
from tests.scheduling import call_off, queued
from tests.site import Site
from weekplanner.core import clock

LIST, TABLE, PRINT, DESK = "/team/bellijst", "/team/bellijst.csv", "/team/bellijst/afdrukken", "/team"
NINE = at(29, 9, month=9)
TWO_DAYS_LATER = at(1, 9)


def titles(page: str) -> list[str]:
    """What stands in the list, in its order."""
    return re.findall(r'<a href="/team/activiteiten/\d+">([^<]*)</a>', page)


@pytest.fixture
async def silent(make: Make, now: clock.MovableClock):
    """Three activities in two provinces about which nobody answered."""
    linde = await make.organisation(
        jan := await make.account(), name="De Linde", phone="030 111 11 11", is_trusted=True
    )
    owner = {"organisation": linde, "organiser": jan}
    made = [
        await make.activity(
            title="Soep", occurrences=[(at(6, 12), at(6, 13)), (at(7, 12), at(7, 13))], **owner
        ),
        await make.activity(title="Thee", postcode="1211 AB", occurrences=[(at(6, 10), at(6, 11))], **owner),
        await make.activity(
            title="Koffie", postcode="3811 AA", occurrences=[(at(6, 11), at(6, 12))], **owner
        ),
    ]
    await queued(NINE)
    now.set(TWO_DAYS_LATER)
    return made


async def test_who_did_not_answer_in_two_days_is_called(silent, moderator, now: clock.MovableClock):
    now.move(timedelta(seconds=-1))
    assert "U hoeft niemand te bellen" in (await moderator.get(LIST)).text
    now.move(timedelta(seconds=1))
    page = (await moderator.get(LIST)).text
    assert titles(page) == ["Thee", "Koffie", "Soep"]
    assert "wo 6 oktober, 12.00 uur" in page
    assert re.findall(r'href="(tel:[^"]*)">([^<]*)</a>', page)[-2:] == [
        ("tel:0300001234", "030 000 12 34"),
        ("tel:0301111111", "030 111 11 11"),
    ]
    assert "Bellijst (3)" in (await moderator.get(DESK)).text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Thee", "Koffie", "Soep"]),
        ("?provincie=utrecht", ["Koffie", "Soep"]),
        ("?gemeente=hilversum", ["Thee"]),
        ("?provincie=utrecht&gemeente=hilversum", []),
        ("?q=KOFFÍE", ["Koffie"]),
        ("?q=linde+amersfoort", ["Koffie"]),
        ("?q=100%25", []),
    ],
)
async def test_the_list_is_narrowed_on_the_page_on_paper_and_in_the_file(silent, moderator, query, shown):
    assert titles((await moderator.get(LIST + query)).text) == shown
    paper = (await moderator.get(PRINT + query)).text
    assert re.findall(r'<th scope="row">([^<]*)<br>', paper) == shown
    lines = (await moderator.get(TABLE + query)).text.removeprefix("\ufeff").splitlines()[1:]
    assert [line.partition(";")[0] for line in lines] == shown


async def test_the_file_has_all_that_one_calls_with(silent, moderator):
    answer = await moderator.get(f"{TABLE}?gemeente=utrecht")
    assert answer.headers["content-disposition"] == 'attachment; filename="bellijst.csv"'
    _head, row = answer.text.splitlines()
    assert row == (
        "Soep;2027-10-06 12:00;De Linde;030 111 11 11;Fatma;030 000 12 34;Utrecht;Utrecht;2027-09-29 09:00;"
        f"https://komerbij.test/mijn/activiteiten/{silent[0].id}/klopt-dit-nog"
    )


async def test_with_one_button_the_caller_says_that_it_is_right(silent, site: Site, make: Make):
    coordinator = site.as_(await make.coordinator("hilversum"))
    page = (await coordinator.get(LIST)).text
    [path] = re.findall(r'href="(/mijn/activiteiten/\d+/klopt-dit-nog)"', page)
    assert (await coordinator.post(path, form_of((await coordinator.get(path)).text))).status_code == 303
    assert f'href="{LIST}"' in (await coordinator.get(path)).text
    assert titles((await coordinator.get(LIST)).text) == []
    assert (await silent[1].fresh()).confirmed_at == TWO_DAYS_LATER


async def test_an_organiser_who_answered_is_not_called(silent, site: Site, moderator):
    organiser = site.as_(silent[0].organiser)
    path = f"/mijn/activiteiten/{silent[0].id}/klopt-dit-nog"
    await organiser.post(path, form_of((await organiser.get(path)).text))
    assert titles((await moderator.get(LIST)).text) == ["Thee", "Koffie"]
    assert f'href="{LIST}"' not in (await organiser.get(path)).text


async def test_what_is_called_off_or_begun_is_not_called_about(silent, moderator, now: clock.MovableClock):
    await call_off(silent[1])
    now.set(at(6, 11))
    page = (await moderator.get(LIST)).text
    assert titles(page) == ["Soep"]
    now.set(at(6, 12, 1))
    page = (await moderator.get(LIST)).text
    assert (titles(page), "do 7 oktober, 12.00 uur" in page) == (["Soep"], True)


async def test_a_coordinator_sees_the_own_municipality_alone(silent, site: Site, make: Make):
    coordinator = site.as_(await make.coordinator("amersfoort"))
    for address in (LIST, TABLE, PRINT):
        text = (await coordinator.get(address)).text
        assert ("Koffie" in text, "Soep" in text, "Thee" in text) == (True, False, False)
    assert "Bellijst (1)" in (await coordinator.get(DESK)).text
    assert titles((await coordinator.get(f"{LIST}?gemeente=utrecht")).text) == []


async def test_who_reviews_nothing_does_not_see_it(silent, site: Site, make: Make):
    for address in (LIST, TABLE, PRINT):
        assert (await site.as_(silent[0].organiser).get(address)).status_code == 404
        assert (await site.get(address)).status_code == 303


async def test_a_long_list_has_pages_and_few_queries(make: Make, moderator, now: clock.MovableClock):
    first = await make.activity()
    owner = {"organisation": first.organisation, "organiser": first.organiser}
    for number in range(50):
        await make.activity(title=f"Nummer {number}", **owner)
    await queued(NINE)
    now.set(TWO_DAYS_LATER)
    await moderator.get(LIST)
    with counted() as statements:
        assert len(titles((await moderator.get(LIST)).text)) == 50
    assert len(statements) <= 10, statements
    assert len(titles((await moderator.get(f"{LIST}?pagina=2")).text)) == 1
    assert len((await moderator.get(TABLE)).text.splitlines()) == 52
    assert (await moderator.get(f"{LIST}?pagina=x")).status_code == 400
