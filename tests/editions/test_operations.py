"""Editions are added with the usual dates, and exactly one is the current one."""

import asyncio
from datetime import date, timedelta

import pytest
from tortoise.exceptions import IntegrityError

from weekplanner.core import facts
from weekplanner.core.errors import NotFound
from weekplanner.editions import operations, queries
from weekplanner.editions.facts import EditionMadeCurrent
from weekplanner.editions.models import Edition
from weekplanner.editions.operations import EditionExists, UnknownEdition, WrongEdition

pytestmark = pytest.mark.usefixtures("database")

WEEK = {"starts_on": date(2027, 10, 1), "ends_on": date(2027, 10, 8)}


@pytest.fixture
def announced():
    """The years that were announced as current."""
    years = []

    async def note(fact):
        years.append(fact.year)

    facts.wire({EditionMadeCurrent: [note]})
    return years


async def add(year):
    return await operations.add_edition(year, starts_on=date(year, 10, 1), ends_on=date(year, 10, 8))


async def years_that_are_current():
    return await Edition.filter(is_current=True).values_list("year", flat=True)


async def test_an_edition_gets_the_usual_name_and_dates():
    edition = await operations.add_edition(2027, **WEEK)
    assert edition.name == "Week tegen Eenzaamheid 2027"
    assert edition.registration_opens_on == date(2027, 5, 4)
    assert edition.registration_closes_on == date(2027, 10, 8)
    assert edition.kit_order_until_on == date(2027, 9, 17)
    assert edition.kit_last_sent_on == date(2027, 9, 24)


async def test_the_team_may_decide_otherwise():
    added = await operations.add_edition(
        2027, **WEEK, name="  Week \x00van\nde ontmoeting ", registration_opens_on=date(2027, 6, 1)
    )
    edition = await queries.by_year(2027)
    assert (edition.name, edition.registration_opens_on) == ("Week van de ontmoeting", date(2027, 6, 1))
    assert edition.registration_closes_on == added.ends_on


async def test_the_first_edition_is_the_current_one(announced):
    await add(2026)
    await add(2027)
    assert await years_that_are_current() == [2026]
    assert announced == [2026]


async def test_another_edition_becomes_current_by_hand(announced):
    await add(2026)
    await add(2027)
    await operations.make_current(2027)
    assert await years_that_are_current() == [2027]
    assert announced == [2026, 2027]


async def test_making_the_current_edition_current_changes_nothing(announced):
    await add(2027)
    await operations.make_current(2027)
    assert announced == [2027]


async def test_when_a_consequence_fails_the_current_edition_stays():
    await add(2026)
    await add(2027)

    async def fail(fact):
        raise WrongEdition("no")

    facts.wire({EditionMadeCurrent: [fail]})
    with pytest.raises(WrongEdition):
        await operations.make_current(2027)
    assert await years_that_are_current() == [2026]


async def test_two_that_become_current_at_once_leave_one(announced):
    for year in (2026, 2027, 2028):
        await add(year)
    await asyncio.gather(*(operations.make_current(year) for year in (2027, 2028, 2027, 2028)))
    assert len(await years_that_are_current()) == 1
    assert (await years_that_are_current())[0] == announced[-1]


async def test_the_database_holds_no_two_current_editions():
    await add(2026)
    second = await add(2027)
    second.is_current = True
    with pytest.raises(IntegrityError):
        await second.save()


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": date(2027, 9, 30)},
        {"registration_opens_on": date(2027, 10, 9)},
        {"registration_closes_on": date(2027, 10, 9)},
        {"kit_order_until_on": date(2027, 9, 25)},
        {"kit_last_sent_on": date(2027, 10, 9)},
    ],
)
async def test_the_database_refuses_dates_in_the_wrong_order(wrong):
    edition = await operations.add_edition(2027, **WEEK)
    edition.update_from_dict(wrong)
    with pytest.raises(IntegrityError):
        await edition.save()


async def test_there_is_one_edition_a_year():
    await add(2027)
    with pytest.raises(EditionExists) as refused:
        await add(2027)
    assert refused.value.message == "De editie van 2027 bestaat al."


@pytest.mark.parametrize(
    ("year", "values", "message", "field"),
    [
        (2027, {"ends_on": date(2027, 9, 30)}, "De laatste dag ligt voor de eerste.", "ends_on"),
        (2027, {"ends_on": date(2027, 10, 15)}, "Een editie duurt hooguit 14 dagen.", "ends_on"),
        (2028, {}, "De eerste dag ligt niet in 2028.", "starts_on"),
        (1, {"starts_on": date(1, 1, 1)}, "Vul een jaar in van 2000 tot en met 2200.", "year"),
        (2027, {"name": " \n"}, "Vul een naam in.", "name"),
        (2027, {"name": "x" * 81}, "Maak de naam korter: hooguit 80 tekens.", "name"),
        (
            2027,
            {"registration_opens_on": date(2027, 10, 9)},
            "De inschrijving sluit voordat zij opengaat.",
            "registration_closes_on",
        ),
        (
            2027,
            {"registration_closes_on": date(2027, 10, 9)},
            "De inschrijving sluit na de laatste dag.",
            "registration_closes_on",
        ),
        (
            2027,
            {"kit_order_until_on": date(2027, 9, 25)},
            "De laatste pakketten gaan weg voordat het bestellen sluit.",
            "kit_last_sent_on",
        ),
        (
            2027,
            {"kit_last_sent_on": date(2027, 10, 9)},
            "De laatste pakketten gaan weg na de laatste dag.",
            "kit_last_sent_on",
        ),
    ],
)
async def test_what_does_not_fit_together_is_refused_in_one_sentence(year, values, message, field):
    with pytest.raises(WrongEdition) as refused:
        await operations.add_edition(year, **{**WEEK, **values})
    assert (refused.value.message, refused.value.field) == (message, field)
    assert await queries.all_editions() == []


@pytest.mark.parametrize("days", [1, 2, 8, 14])
async def test_an_edition_lasts_1_to_14_days(days):
    ends_on = WEEK["starts_on"] + timedelta(days=days - 1)
    edition = await operations.add_edition(2027, starts_on=WEEK["starts_on"], ends_on=ends_on)
    assert edition.length_days == days


async def test_the_dates_can_move():
    await add(2027)
    await operations.update_edition(
        2027, starts_on=date(2027, 9, 30), ends_on=date(2027, 10, 7), registration_closes_on=date(2027, 10, 7)
    )
    edition = await queries.by_year(2027)
    assert (edition.starts_on, edition.ends_on, edition.is_current) == (
        date(2027, 9, 30),
        date(2027, 10, 7),
        True,
    )


async def test_dates_that_move_are_checked_too():
    await add(2027)
    with pytest.raises(WrongEdition):
        await operations.update_edition(2027, ends_on=date(2027, 10, 7))
    assert (await queries.by_year(2027)).ends_on == date(2027, 10, 8)


@pytest.mark.parametrize("change", [operations.make_current, operations.update_edition])
async def test_an_edition_that_does_not_exist_cannot_change(change):
    with pytest.raises(UnknownEdition, match="Er is geen editie van 2031"):
        await change(2031)


async def test_the_current_and_the_previous_edition():
    assert (await queries.current(), await queries.previous()) == (None, None)
    for year in (2026, 2024, 2028):
        await add(year)
    current, previous = await queries.current(), await queries.previous()
    assert current is not None
    assert previous is not None
    assert (current.year, previous.year) == (2026, 2024)
    assert [edition.year for edition in await queries.all_editions()] == [2028, 2026, 2024]


async def test_a_year_without_an_edition_is_not_found():
    with pytest.raises(NotFound):
        await queries.by_year(2031)
