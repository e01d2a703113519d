"""A short season: a few days before the week until the guests are forgotten, with some busy people."""

from datetime import timedelta

import pytest

from rehearsal import playing
from rehearsal.playing import Wish
from tests import databases

SHORT = Wish(
    activities=40,
    database=databases.KIND,
    before=timedelta(days=4),
    after=timedelta(days=32),
    pace=15,
)


@pytest.mark.once  # the packages test the same operations on PostgreSQL, and a rehearsal can play there
async def test_everybody_is_told_once_and_in_time_and_nothing_is_left_of_the_guests():
    outcome = await playing.play(SHORT, show=lambda _day: None)
    assert outcome.wrongs == []
    due = {line.kind: line.due for line in outcome.lines if line.due}
    assert due.keys() >= {"signup_confirmed", "signup_reminder", "occurrence_changed"}
    assert due.keys() >= {
        "kit_order_placed",
        "kit_order_approved",
        "kit_order_shipped",
        "kit_order_cancelled",
    }
    assert sum(line.too_late for line in outcome.lines) > 0
    assert {each.answer for each in outcome.offered} >= {"taken", "not now"}
    assert outcome.world.done.total() > 100
