"""What guests are told at a moment: reminded at ten on the day before, and once of what changes."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import MadeActivity, Make, at
from tests.scheduling import call_off, edit, passed
from tests.site import Site
from weekplanner.core import clock
from weekplanner.mailer import render
from weekplanner.mailer.models import DueRow, OutboxMessage
from weekplanner.signups.models import SignUp
from weekplanner.signups.operations import changing
from weekplanner.signups.personal import link_of

TEN = at(5, 10)
"""On the day before Wednesday 6 October."""
RIET = "riet@example.org"
TOLD_LATER = ("signup_reminder", "occurrence_changed", "occurrence_cancelled")
KINDS = ("guests_reminder", "occurrence_changed", "occurrence_cancelled")


async def told(moment: datetime) -> dict[str, int]:
    """How many messages to guests a pass at this moment makes, by kind of reminder."""
    counts = await passed(moment)
    assert {numbers["failed"] for numbers in counts.values()} <= {0}
    return {kind: counts[kind]["queued"] for kind in KINDS if kind in counts and counts[kind]["queued"]}


async def heard(to: str = RIET) -> list[str]:
    """What somebody was told, after the confirmation."""
    rows = await OutboxMessage.filter(to_address=to, kind__in=TOLD_LATER).order_by("id")
    return [row.kind for row in rows]


@pytest.fixture
async def soup(make: Make) -> MadeActivity:
    """On Wednesday at noon, with two places; one of them is Riet's."""
    made = await make.activity(capacity=2)
    await make.sign_up((await made.occurrences())[0].id, "Riet de Boer", email=RIET)
    return made


@pytest.mark.parametrize(
    ("moment", "number"), [(TEN - timedelta(seconds=1), 0), (TEN, 1), (at(6, 11, 59), 1)]
)
async def test_guests_are_reminded_at_ten_and_until_the_start(soup: MadeActivity, moment, number: int):
    assert await told(moment) == ({"guests_reminder": 1} if number else {})
    assert await heard() == ["signup_reminder"] * number


async def test_again_nobody_is_reminded(soup: MadeActivity):
    assert await told(TEN) == {"guests_reminder": 1}
    assert await told(TEN) == {}
    assert await told(at(6, 11)) == {}


async def test_after_the_start_it_is_too_late_and_counted_for_each_guest(soup: MadeActivity, make: Make):
    number = (await soup.occurrences())[0].id
    await make.sign_up(number, "Jan", phone="030 000 11 11")  # would be called, not mailed
    await make.sign_up(number, "Piet")  # waits for a place
    counts = await passed(at(6, 12, 1))
    assert counts["guests_reminder"] == {"queued": 0, "too_late": 1, "failed": 0}
    assert await heard() == []


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "day"),
    [
        (date(2027, 10, 28), date(2027, 11, 4), at(31, 12)),  # the clock goes back that night
        (date(2027, 10, 28), date(2027, 11, 4), at(1, 12, month=11)),
        (date(2028, 3, 24), date(2028, 3, 31), at(26, 12, month=3, year=2028)),  # it goes forward
        (date(2028, 3, 24), date(2028, 3, 31), at(27, 12, month=3, year=2028)),
        (date(2027, 12, 28), date(2028, 1, 4), at(1, 12, month=1, year=2028)),
        (date(2027, 6, 7), date(2027, 6, 7), at(7, 12, month=6)),
    ],
)
async def test_ten_is_ten_on_the_clock_in_any_week_of_the_year(
    make: Make, now: clock.MovableClock, starts_on: date, ends_on: date, day: datetime
):
    await make.edition(starts_on.year, starts_on=starts_on, ends_on=ends_on)
    now.set(day - timedelta(days=20))
    made = await make.activity(occurrences=((day, day + timedelta(hours=1)),), capacity=2)
    await make.sign_up((await made.occurrences())[0].id, email=RIET)
    ten = (day - timedelta(days=1)).replace(hour=10)  # both are Amsterdam times: this is what a clock shows
    assert await told(ten - timedelta(minutes=1)) == {}
    assert await told(ten) == {"guests_reminder": 1}


async def test_who_signed_up_or_got_a_place_that_day_is_not_reminded(
    soup: MadeActivity, make: Make, now: clock.MovableClock
):
    number = (await soup.occurrences())[0].id
    await make.sign_up(number, "Ali", email="ali@example.org")
    await make.sign_up(number, "Waits", email="waits@example.org")
    now.set(at(5, 0, 1))
    await changing.cancel_by_link(link_of((await SignUp.get(email=RIET)).id))
    await changing.cancel_by_link(link_of((await SignUp.get(email="ali@example.org")).id))
    await make.sign_up(number, "Today", email="today@example.org")
    now.set(TEN)
    assert await told(TEN) == {}
    assert [await heard(to) for to in ("waits@example.org", "today@example.org", RIET)] == [[], [], []]


async def test_who_signed_up_late_the_day_before_that_is_reminded(
    soup: MadeActivity, make: Make, now: clock.MovableClock
):
    now.set(at(4, 23, 59))
    await make.sign_up((await soup.occurrences())[0].id, "Ali", email="ali@example.org")
    assert await told(TEN) == {"guests_reminder": 2}


async def test_who_waits_or_cancelled_is_not_reminded(soup: MadeActivity, make: Make):
    number = (await soup.occurrences())[0].id
    await make.sign_up(number, "Samen", 2, email="waits@example.org")
    assert await told(TEN) == {"guests_reminder": 1}
    assert await heard("waits@example.org") == []
    await changing.cancel_by_link(link_of((await SignUp.get(email=RIET)).id))
    assert await render.letter(await OutboxMessage.get(kind="signup_reminder")) is None


async def test_what_moves_is_reminded_of_for_its_new_day_once_also_when_it_moves_back(
    soup: MadeActivity, now: clock.MovableClock
):
    assert await told(TEN) == {"guests_reminder": 1}
    now.set(at(5, 13))
    await edit(soup, (at(8, 12), at(8, 13)))
    assert await told(at(5, 13)) == {"occurrence_changed": 1}
    now.set(at(6, 11))
    await edit(soup, (at(7, 12), at(7, 13)))
    await edit(soup, (at(8, 12), at(8, 13)))
    assert await told(at(7, 9)) == {}
    assert await told(at(7, 10)) == {"guests_reminder": 1}
    now.set(at(7, 11))
    await edit(soup, (at(8, 14), at(8, 15)))
    await edit(soup, (at(8, 12), at(8, 13)))
    assert await told(at(8, 11)) == {}
    assert await heard() == ["signup_reminder", "occurrence_changed", "signup_reminder"]


async def test_edits_within_half_an_hour_are_told_once_with_all_that_is_different(
    soup: MadeActivity, site: Site, now: clock.MovableClock
):
    for minutes, changes in (
        (0, {"price_cents": 0}),
        (10, {"title": "Erwtensoep"}),
        (29, {"venue": "Zaal 2"}),
    ):
        now.set(at(1, 10, minutes, month=9))
        await edit(soup, **changes)
    assert await told(at(1, 10, 29, month=9)) == {}
    assert await told(at(1, 10, 30, month=9)) == {"occurrence_changed": 1}
    text = await site.last_mail_to(RIET)
    for words in ("Een andere prijs. Het was: 3,50 euro. Nu: Gratis.", "Het heette: Soep", "Zaal 2"):
        assert words in text
    assert await told(at(1, 12, month=9)) == {}


@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, 29),
            st.sampled_from(["Soep", "Thee"]),
            st.sampled_from([0, 350]),
            st.integers(6, 8),
        ),
        min_size=1,
        max_size=5,
    )
)
@settings(max_examples=15)
async def test_whatever_is_edited_within_half_an_hour_is_one_notice_and_edited_back_none(
    make: Make, now: clock.MovableClock, edits: Sequence[tuple[int, str, int, int]]
):
    begin = at(1, 10, month=9)
    now.set(begin)
    made = await make.activity(title="Soep", capacity=5)
    guest = await make.sign_up((await made.occurrences())[0].id)
    final = ("Soep", 350, 6)
    for minutes, title, price_cents, day in sorted(edits, key=lambda each: each[0]):
        now.set(begin + timedelta(minutes=minutes))
        final = (title, price_cents, day)
        await edit(made, (at(day, 12), at(day, 13, 30)), title=title, price_cents=price_cents)
    await passed(begin + timedelta(hours=1))
    await passed(begin + timedelta(hours=2))
    is_different = final != ("Soep", 350, 6)
    assert await heard(guest.email) == ["occurrence_changed"] * is_different


async def test_what_begins_within_a_day_is_told_at_once_and_that_replaces_what_waits(
    soup: MadeActivity, now: clock.MovableClock
):
    await told(TEN)
    now.set(at(5, 12, 1))
    await edit(soup, title="Erwtensoep")
    assert await told(at(5, 12, 1)) == {}
    now.set(at(5, 12, 5))
    await edit(soup, (at(6, 13), at(6, 14)))
    assert await told(at(5, 12, 5)) == {"occurrence_changed": 1}
    assert await told(at(5, 13)) == {}


async def test_what_moves_out_of_the_coming_day_is_told_at_once(soup: MadeActivity, now: clock.MovableClock):
    now.set(at(5, 13))
    await edit(soup, (at(8, 12), at(8, 13)))
    assert await told(at(5, 13)) == {"occurrence_changed": 1}


async def test_what_is_called_off_is_told_at_once_replaces_what_waits_and_nobody_is_reminded(
    soup: MadeActivity, now: clock.MovableClock
):
    now.set(at(1, 10))
    await edit(soup, (at(7, 12), at(7, 13)))
    now.set(at(1, 10, 5))
    await call_off(soup)
    assert await told(at(1, 10, 5)) == {"occurrence_cancelled": 1}
    for moment in (at(1, 11), TEN, at(6, 10), at(7, 11)):
        assert await told(moment) == {}
    assert await heard() == ["occurrence_cancelled"]


async def test_one_time_that_is_called_off_leaves_the_reminders_of_the_others(
    make: Make, now: clock.MovableClock
):
    days = [(at(day, 12), at(day, 13)) for day in (6, 7)]
    made = await make.activity(occurrences=days, capacity=2)
    first, second = await made.occurrences()
    await make.sign_up(first.id, email=RIET)
    await make.sign_up(second.id, email=RIET)
    now.set(at(1, 10))
    await call_off(made, first.id)
    assert await told(at(1, 10)) == {"occurrence_cancelled": 1}
    assert await told(TEN) == {}
    assert await told(at(6, 10)) == {"guests_reminder": 1}


async def test_what_is_called_off_when_it_is_over_is_told_to_nobody(
    soup: MadeActivity, now: clock.MovableClock
):
    now.set(at(6, 14))
    await call_off(soup)
    assert (await passed(at(6, 14))).get("occurrence_cancelled") is None
    assert await heard() == []


async def test_after_a_day_of_downtime_a_notice_says_what_is_so_now(
    soup: MadeActivity, site: Site, now: clock.MovableClock
):
    now.set(at(1, 10))
    await edit(soup, title="Erwtensoep")
    now.set(at(2, 9))
    await edit(soup, title="Tomatensoep")
    assert await told(at(2, 10)) == {"occurrence_changed": 1}
    assert "Tomatensoep" in await site.last_mail_to(RIET)
    assert await told(at(2, 11)) == {}


async def test_every_plan_of_what_is_on_the_site_waits_once(make: Make, now: clock.MovableClock):
    made = await make.activity(occurrences=[(at(day, 12), at(day, 13)) for day in (6, 7)], capacity=2)
    for title in ("Een", "Twee"):
        await edit(made, title=title)
    rows = await DueRow.all()
    assert sorted((row.kind, row.due_at) for row in rows) == sorted(
        [
            ("still_right", at(29, 9, month=9)),
            *[("guests_reminder", at(day, 10)) for day in (5, 6)],
            *[("organiser_day_before", at(day, 15)) for day in (5, 6)],
        ]
    )
