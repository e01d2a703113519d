"""What the dates of an edition mean on a day."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.core import clock
from weekplanner.editions.models import LONGEST_DAYS, Edition, Phase


def edition(starts_on, ends_on, **values):
    usual = {"registration_opens_on": starts_on, "registration_closes_on": ends_on}
    return Edition(year=starts_on.year, starts_on=starts_on, ends_on=ends_on, **{**usual, **values})


WEEK_OF_2021 = edition(
    date(2021, 9, 30),
    date(2021, 10, 7),
    registration_opens_on=date(2021, 5, 3),
    registration_closes_on=date(2021, 10, 1),
)

any_edition = st.builds(
    lambda start, days: edition(start, start + timedelta(days=days)),
    st.dates(date(2001, 1, 1), date(2199, 1, 1)),
    st.integers(0, LONGEST_DAYS - 1),
)


def at(day, hour, minute=0):
    return datetime(2021, *day, hour, minute, tzinfo=clock.AMSTERDAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("today", "phase"),
    [
        (date(2020, 10, 1), Phase.BEFORE),
        (date(2021, 9, 29), Phase.BEFORE),
        (date(2021, 9, 30), Phase.DURING),
        (date(2021, 10, 7), Phase.DURING),
        (date(2021, 10, 8), Phase.AFTER),
    ],
)
def test_the_first_and_the_last_day_count_themselves_in(today, phase):
    assert WEEK_OF_2021.phase(today) is phase


@pytest.mark.parametrize(
    ("today", "is_open"),
    [
        (date(2021, 5, 2), False),
        (date(2021, 5, 3), True),
        (date(2021, 10, 1), True),
        (date(2021, 10, 2), False),
    ],
)
def test_registration_is_open_from_its_first_to_its_last_day(today, is_open):
    assert WEEK_OF_2021.registration_is_open(today) is is_open


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "is_inside"),
    [
        (at((9, 30), 0), at((9, 30), 1), True),
        (at((9, 29), 23, 59), at((9, 30), 1), False),
        (at((10, 7), 22), at((10, 8), 0), True),
        (at((10, 7), 22), at((10, 8), 0, 1), False),
        (at((10, 2), 12), at((10, 2), 11), False),
    ],
)
def test_what_is_on_lies_between_the_first_and_the_last_midnight(starts_at, ends_at, is_inside):
    assert WEEK_OF_2021.contains(starts_at, ends_at) is is_inside


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "words"),
    [
        (date(2027, 10, 1), date(2027, 10, 8), "1 t/m 8 oktober"),
        (date(2021, 9, 30), date(2021, 10, 7), "30 september t/m 7 oktober"),
        (date(2027, 12, 28), date(2028, 1, 3), "28 december t/m 3 januari"),
        (date(2027, 10, 1), date(2027, 10, 1), "1 oktober"),
    ],
)
def test_the_dates_read_as_people_say_them(starts_on, ends_on, words):
    assert edition(starts_on, ends_on).dates_in_words == words


@given(any_edition)
def test_the_days_are_all_days_from_the_first_to_the_last(edition):
    days = edition.days()
    assert (days[0], days[-1], len(days)) == (edition.starts_on, edition.ends_on, edition.length_days)
    assert days == sorted(set(days))
    assert all(edition.phase(day) is Phase.DURING for day in days)


@given(any_edition, st.dates(date(2000, 1, 1), date(2200, 1, 1)))
def test_every_day_is_before_during_or_after(edition, today):
    phases = [Phase.BEFORE, Phase.DURING, Phase.AFTER]
    tomorrow = today + timedelta(days=1)
    assert phases.index(edition.phase(today)) <= phases.index(edition.phase(tomorrow))
    assert (edition.phase(today) is Phase.DURING) is (today in edition.days())


@given(any_edition, st.integers(-2, LONGEST_DAYS + 1), st.integers(0, 24 * 60 - 1))
def test_a_moment_belongs_to_an_edition_when_its_amsterdam_date_does(edition, day, minute):
    starts_at, _ = clock.day_range(edition.starts_on + timedelta(days=day))
    moment = starts_at + timedelta(minutes=minute)
    assert edition.contains(moment, moment) is (
        clock.local(moment).date() in edition.days() or moment == clock.day_range(edition.ends_on)[1]
    )
