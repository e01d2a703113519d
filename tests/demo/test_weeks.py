"""Which weeks the demonstration shows, whenever it is made."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.demo import weeks
from weekplanner.editions.models import Edition, Phase
from weekplanner.editions.operations import add_edition

pytestmark = pytest.mark.once

DAYS = st.dates(date(2026, 1, 1), date(2031, 12, 31))


def an_edition(week: weeks.Week) -> Edition:
    return Edition(year=week.year, **week.changes)


@given(DAYS)
def test_the_week_to_come_can_be_registered_for_and_has_kits_to_order(today):
    edition = an_edition(weeks.coming(today, {}))
    assert edition.phase(today) is Phase.BEFORE
    assert edition.registration_is_open(today)
    assert today < edition.kit_order_until_on <= edition.kit_last_sent_on <= edition.ends_on
    assert edition.starts_on - today <= timedelta(days=366)


@given(DAYS)
def test_the_week_before_it_is_over(today):
    edition = an_edition(weeks.finished(today, weeks.coming(today, {}).year - 1))
    assert edition.phase(today) is Phase.AFTER
    assert (edition.length_days, edition.starts_on.year) == (8, edition.year)


@pytest.mark.parametrize(
    "today", [date(2027, 1, 1), date(2027, 9, 30), date(2027, 10, 5), date(2027, 12, 31)]
)
async def test_both_weeks_keep_to_the_rules_of_an_edition(database, today):
    coming = weeks.coming(today, {})
    for week in (weeks.finished(today, coming.year - 1), coming):
        made = await add_edition(week.year, **week.changes)
        assert made.name == f"Week tegen Eenzaamheid {week.year} (voorbeeld)"


@given(DAYS)
def test_an_edition_that_is_there_keeps_its_name_and_days(today):
    year = weeks.coming(today, {}).year
    known = Edition(
        year=year,
        name="De week",
        starts_on=date(year, 9, 29),
        ends_on=date(year, 10, 6),
        registration_opens_on=date(year, 9, 1),
        registration_closes_on=date(year, 9, 20),
        kit_order_until_on=date(year, 9, 1),
        kit_last_sent_on=date(year, 9, 8),
    )
    week = weeks.coming(today, {year: known})
    if week.year == year:
        known.update_from_dict(dict(week.changes))
        assert (known.name, known.starts_on) == ("De week", date(year, 9, 29))
        assert known.registration_is_open(today)
        assert known.kit_order_until_on >= today


@given(DAYS, st.floats(0, 1))
def test_organisers_registered_before_now_and_before_the_week(today, part):
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    week = weeks.coming(today, {})
    for edition in (an_edition(week), an_edition(weeks.finished(today, week.year - 1))):
        edition.registration_opens_on = edition.registration_opens_on or edition.starts_on - timedelta(150)
        moment = weeks.registering(edition, now).at(part)
        assert moment <= now
        assert moment.date() <= edition.starts_on
