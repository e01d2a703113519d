"""Klopt dit nog? Asked once, a week before, at nine: everybody gets one message about all of a day."""

from datetime import date, datetime, timedelta

import pytest

from tests.events.filling_in import form_of
from tests.make import MadeActivity, Make, at
from tests.scheduling import call_off, edit, passed, queued
from tests.site import Site
from weekplanner.accounts.operations.organisations import add_member
from weekplanner.accounts.people import SYSTEM
from weekplanner.core import clock
from weekplanner.events.addressing import LISTED_AT_ONCE, MOST_LISTED
from weekplanner.events.models import Activity
from weekplanner.events.operations import confirming
from weekplanner.mailer import render
from weekplanner.mailer.models import OutboxMessage

NINE = at(29, 9, month=9)
"""A week before Wednesday 6 October."""
FATMA = "fatma@example.org"


async def asked(to: str = FATMA) -> list[list[str]]:
    """The titles in each such message to an address."""
    rows = await OutboxMessage.filter(kind="still_right", to_address=to).order_by("id")
    return [[each["title"] for each in row.values["activities"]] for row in rows]


async def confirm(soup: MadeActivity) -> None:
    """Say on the page that all is right."""
    await confirming.confirm_activity(soup.id, version=(await soup.fresh()).version, actor=SYSTEM)


@pytest.mark.parametrize(
    ("moment", "number"), [(NINE - timedelta(seconds=1), 0), (NINE, 1), (at(5, 11, 59), 1)]
)
async def test_it_is_asked_a_week_before_and_until_the_day_before(make: Make, moment, number: int):
    soup = await make.activity()
    assert await queued(moment) == ({"still_right": 1} if number else {})
    assert await asked() == [["Soep aan de lange tafel"]] * number
    assert (await soup.fresh()).asked_at == (moment if number else None)


async def test_what_is_found_too_late_is_dropped_and_counted(make: Make):
    soup = await make.activity()
    late = await passed(at(5, 12, 1))
    assert late["still_right"] == {"queued": 0, "too_late": 1, "failed": 0}
    assert (await asked(), (await soup.fresh()).asked_at) == ([], None)


async def test_asking_again_asks_nothing(make: Make):
    await make.activity()
    assert await queued(NINE) == {"still_right": 1}
    assert await queued(NINE + timedelta(days=1)) == {}


async def test_the_mail_leads_to_the_page_that_confirms_without_signing_in(
    site: Site, make: Make, now: clock.MovableClock
):
    soup = await make.activity()
    now.set(NINE)
    await queued(NINE)
    text = await site.last_mail_to(FATMA)
    [link] = [line for line in text.splitlines() if "/p/klopt." in line]
    for page in (
        soup.path,
        f"/mijn/activiteiten/{soup.id}/wijzigen",
        f"/mijn/activiteiten/{soup.id}/afgelasten",
    ):
        assert f"https://komerbij.test{page}" in text
    path = link.removeprefix("https://komerbij.test")
    answer = await site.post(path, form_of((await site.get(path)).text))
    assert answer.status_code == 303
    assert (await soup.fresh()).confirmed_at == NINE


async def test_the_link_is_not_kept(make: Make):
    await make.activity()
    await queued(NINE)
    row = await OutboxMessage.get(kind="still_right")
    assert "/p/" not in str(row.values)


async def test_what_was_confirmed_before_it_is_sent_is_not_sent(make: Make):
    soup = await make.activity()
    await queued(NINE)
    await confirm(soup)
    assert await render.letter(await OutboxMessage.get(kind="still_right")) is None


async def test_an_organiser_with_forty_activities_gets_one_message_that_lists_them(make: Make):
    first = await make.activity(title="Nummer 40", occurrences=((at(6, 20), at(6, 21)),))
    owner = {"organisation": first.organisation, "organiser": first.organiser}
    for number in range(39, 0, -1):
        moment = at(6, 8) + timedelta(minutes=number)
        await make.activity(title=f"Nummer {number}", occurrences=((moment, at(6, 21)),), **owner)
    assert await queued(NINE) == {"still_right": 1}
    assert await asked() == [[f"Nummer {number}" for number in range(1, 41)]]


async def test_of_very_many_the_message_says_how_many_more(site: Site, make: Make, now: clock.MovableClock):
    first = await make.activity()
    owner = {"organisation": first.organisation, "organiser": first.organiser}
    for _ in range(MOST_LISTED + 2):
        await make.activity(**owner)
    now.set(NINE)
    await queued(NINE)
    [titles] = await asked()
    text = await site.last_mail_to(FATMA)
    assert (len(titles), "En nog 3 activiteiten." in text) == (MOST_LISTED, True)
    assert await Activity.filter(asked_at=NINE).count() == MOST_LISTED + 3


async def test_each_day_has_a_message_of_its_own(make: Make):
    soup = await make.activity(title="Soep")
    owner = {"organisation": soup.organisation, "organiser": soup.organiser}
    await make.activity(title="Thee", occurrences=((at(7, 12), at(7, 13)),), **owner)
    await make.activity(title="Elke dag", occurrences=[(at(day, 9), at(day, 10)) for day in (6, 7)], **owner)
    assert await queued(NINE) == {"still_right": 1}
    assert await queued(NINE + timedelta(days=1)) == {"still_right": 1}
    assert await asked() == [["Elke dag", "Soep"], ["Thee"]]


async def test_everybody_reads_of_what_concerns_them(make: Make):
    """A contact of their own activities; of those without one everybody of the organisation."""
    jan, piet = await make.account("jan@example.org"), await make.account("piet@example.org")
    linde = await make.organisation(jan)
    await add_member(linde.id, piet.id)
    owner = {"organisation": linde, "organiser": jan}
    await make.activity(title="Van niemand", contact_email="", **owner)
    await make.activity(title="Van Jan", contact_email="Jan@Example.org", **owner)
    await make.activity(title="Van Fatma", **owner)
    assert await queued(NINE) == {"still_right": 3}
    assert await asked("jan@example.org") == [["Van niemand", "Van Jan"]]
    assert await asked("piet@example.org") == [["Van niemand"]]
    assert await asked() == [["Van Fatma"]]


@pytest.mark.parametrize("state", ["draft", "submitted", "returned", "cancelled", "withdrawn"])
async def test_what_is_not_on_the_site_is_not_asked_about(make: Make, state: str):
    await make.activity(state)
    assert await queued(NINE) == {}


@pytest.mark.parametrize("edited", [False, True])
async def test_what_was_confirmed_stays_confirmed(make: Make, edited: bool):
    soup = await make.activity()
    await confirm(soup)
    if edited:
        await edit(soup, title="Soep met brood")
    assert await queued(NINE) == {}
    assert (await soup.fresh()).asked_at is None


async def test_what_is_published_in_the_last_week_is_not_asked_about(make: Make, now: clock.MovableClock):
    now.set(NINE)
    soup = await make.activity()
    assert await queued(at(4, 9)) == {}
    assert (await soup.fresh()).asked_at is None


async def test_what_moves_is_asked_about_for_its_new_day_once(make: Make, now: clock.MovableClock):
    soup = await make.activity()
    await edit(soup, (at(8, 12), at(8, 13)))
    assert await queued(at(1, 8, 59)) == {}
    assert await queued(at(1, 9)) == {"still_right": 1}
    now.set(at(1, 10))
    await edit(soup, (at(6, 12), at(6, 13)))
    await edit(soup, (at(8, 14), at(8, 15)))
    assert await queued(at(5, 9)) == {}
    assert await asked() == [["Soep aan de lange tafel"]]


async def test_what_moves_there_and_back_is_asked_about_once(make: Make):
    soup = await make.activity()
    for day in (8, 6, 7, 6):
        await edit(soup, (at(day, 12), at(day, 13)))
    assert await queued(NINE) == {"still_right": 1}
    assert await queued(at(4, 9)) == {}


async def test_what_was_asked_about_and_moves_on_is_not_asked_about_again(
    make: Make, now: clock.MovableClock
):
    soup = await make.activity()
    assert await queued(NINE) == {"still_right": 1}
    now.set(NINE + timedelta(hours=1))
    await edit(soup, (at(8, 12), at(8, 13)))
    assert await queued(at(1, 9)) == {}


async def test_what_moves_into_the_last_week_was_looked_at_by_who_moved_it(
    make: Make, now: clock.MovableClock
):
    soup = await make.activity(occurrences=((at(8, 12), at(8, 13)),))
    now.set(NINE)
    await edit(soup, (at(5, 12), at(5, 13)))
    assert await queued(at(1, 9)) == {}


async def test_without_its_first_time_it_is_asked_about_a_week_before_the_next(make: Make):
    soup = await make.activity(occurrences=[(at(day, 12), at(day, 13)) for day in (6, 8)])
    await call_off(soup, (await soup.occurrences())[0].id)
    assert await queued(NINE) == {}
    assert await queued(at(1, 9)) == {"still_right": 1}


async def test_another_edit_before_the_schedule_came_by_leaves_the_question(
    make: Make, now: clock.MovableClock
):
    soup = await make.activity()
    now.set(NINE + timedelta(hours=5))
    await edit(soup, title="Soep met brood")
    assert await queued(NINE + timedelta(hours=6)) == {"still_right": 1}


async def test_very_many_contacts_are_asked_in_parts_and_each_once(make: Make):
    first = await make.activity(contact_email="piet0@example.org")
    owner = {"organisation": first.organisation, "organiser": first.organiser}
    for number in range(1, 2 * LISTED_AT_ONCE + 10):
        await make.activity(contact_email=f"piet{number}@example.org", **owner)
    assert await queued(NINE) == {"still_right": 2 * LISTED_AT_ONCE + 10}
    to = [row.to_address for row in await OutboxMessage.filter(kind="still_right")]
    assert sorted(to) == sorted(f"piet{number}@example.org" for number in range(2 * LISTED_AT_ONCE + 10))


async def test_what_is_called_off_is_not_asked_about(make: Make):
    soup = await make.activity()
    await call_off(soup)
    assert await queued(NINE) == {}


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "day"),
    [
        (date(2027, 10, 28), date(2027, 11, 4), at(3, 12, month=11)),  # a week before is summer time still
        (date(2028, 3, 25), date(2028, 4, 1), at(1, 12, month=4, year=2028)),
        (date(2027, 12, 30), date(2028, 1, 6), at(2, 12, month=1, year=2028)),
    ],
)
async def test_nine_is_nine_on_the_clock_in_any_week_of_the_year(
    make: Make, now: clock.MovableClock, starts_on: date, ends_on: date, day: datetime
):
    await make.edition(starts_on.year, starts_on=starts_on, ends_on=ends_on)
    now.set(at(1, 10, month=starts_on.month, year=starts_on.year))
    await make.activity(occurrences=((day, day + timedelta(hours=1)),))
    nine = (day - timedelta(days=7)).replace(hour=9)  # wall-clock arithmetic: both ends are Amsterdam times
    assert await queued(nine - timedelta(minutes=1)) == {}
    assert await queued(nine) == {"still_right": 1}


async def test_where_nobody_has_a_mailbox_it_counts_as_asked_and_is_called_about(make: Make):
    nobody = await make.organisation()
    soup = await make.activity(organisation=nobody, contact_email="")
    assert await queued(NINE) == {}
    assert (await soup.fresh()).asked_at == NINE
