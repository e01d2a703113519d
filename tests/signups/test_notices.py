"""Who comes is told what is different from what they knew, and once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from tests.make import MadeActivity, Make, acting, at
from weekplanner.core.clock import MovableClock
from weekplanner.events.operations import editing
from weekplanner.events.operations.steps import stored_values
from weekplanner.events.values import ActivityValues
from weekplanner.mailer import schedule
from weekplanner.mailer.models import OutboxMessage
from weekplanner.signups.operations import changing
from weekplanner.signups.personal import link_of

PLACES = 10


async def edit(soup: MadeActivity, change: Callable[[ActivityValues], ActivityValues]) -> None:
    """Save the form of the activity with something else in it."""
    activity, actor = await soup.fresh(), acting(soup.organiser, soup.organisation)
    wanted = change(await stored_values(activity))
    await editing.edit_activity(activity.id, wanted, version=activity.version, actor=actor)


def priced(cents: int) -> Callable[[ActivityValues], ActivityValues]:
    """It costs this."""
    return lambda values: replace(values, price_cents=cents)


def on(day: int) -> Callable[[ActivityValues], ActivityValues]:
    """It is on another day, at the same time."""

    def change(values: ActivityValues) -> ActivityValues:
        (only,) = values.occurrences
        moved = replace(only, starts_at=at(day, 12), ends_at=at(day, 13, 30))
        return replace(values, occurrences=(moved,))

    return change


async def prices_told() -> list[tuple[str, int, int]]:
    """To whom a change was told: what they knew, and what it is."""
    rows = await OutboxMessage.filter(kind="occurrence_changed").order_by("id")
    return [(row.to_address, row.values["before"]["price_cents"], row.values["price_cents"]) for row in rows]


async def test_each_guest_is_told_what_is_different_from_what_they_knew(make: Make, now: MovableClock):
    soup = await make.activity(capacity=PLACES, price_cents=100)
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, email="riet@example.org")
    await edit(soup, priced(200))
    await make.sign_up(occurrence.id, email="ali@example.org")
    await edit(soup, priced(300))
    now.move(timedelta(minutes=30))
    await schedule.run_due()
    assert await prices_told() == [("riet@example.org", 100, 300), ("ali@example.org", 200, 300)]


async def test_who_came_after_the_first_guest_left_is_told_what_they_knew(make: Make, now: MovableClock):
    soup = await make.activity(capacity=PLACES, price_cents=100)
    (occurrence,) = await soup.occurrences()
    gone = await make.sign_up(occurrence.id, email="riet@example.org")
    await changing.cancel_by_link(link_of(gone.id))
    await edit(soup, priced(200))
    await make.sign_up(occurrence.id, email="ali@example.org")
    await edit(soup, priced(300))
    now.move(timedelta(minutes=30))
    await schedule.run_due()
    assert await prices_told() == [("ali@example.org", 200, 300)]


async def test_who_signed_up_between_an_edit_and_its_undoing_is_told_of_that_alone(
    make: Make, now: MovableClock
):
    soup = await make.activity(capacity=PLACES, price_cents=100)
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, email="riet@example.org")
    await edit(soup, priced(200))
    await make.sign_up(occurrence.id, email="ali@example.org")
    await edit(soup, priced(100))
    now.move(timedelta(minutes=30))
    await schedule.run_due()
    assert await prices_told() == [("ali@example.org", 200, 100)]


async def test_a_notice_that_came_too_late_does_not_keep_the_next_one_from_guests(
    make: Make, now: MovableClock
):
    soup = await make.activity(capacity=PLACES, occurrences=[(at(2, 12), at(2, 13, 30))], price_cents=100)
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, email="riet@example.org")
    now.set(at(1, 9))
    await edit(soup, priced(200))
    now.set(at(2, 14))
    dropped = await schedule.run_due()
    await edit(soup, on(6))
    told = await schedule.run_due()
    assert (dropped.too_late["occurrence_changed"], told.queued["occurrence_changed"]) == (1, 1)
    assert await prices_told() == [("riet@example.org", 100, 200)]


async def test_a_notice_that_waits_is_not_too_late_before_what_it_tells_of_is_over(
    make: Make, now: MovableClock
):
    soup = await make.activity(capacity=PLACES, occurrences=[(at(3, 12), at(3, 13, 30))], price_cents=100)
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, email="riet@example.org")
    now.set(at(1, 9))
    await edit(soup, priced(200))
    await edit(soup, on(7))
    now.set(at(4, 9))  # nothing ran for three days
    await schedule.run_due()
    assert await prices_told() == [("riet@example.org", 100, 200)]


async def test_what_is_over_is_told_to_nobody_when_it_is_edited(make: Make, now: MovableClock):
    soup = await make.activity(capacity=PLACES, occurrences=[(at(2, 12), at(2, 13, 30))], price_cents=100)
    (occurrence,) = await soup.occurrences()
    await make.sign_up(occurrence.id, email="riet@example.org")
    now.set(at(2, 14))
    await edit(soup, priced(200))
    now.move(timedelta(hours=1))
    counts = await schedule.run_due()
    assert (await prices_told(), counts.too_late["occurrence_changed"]) == ([], 0)
