"""Whatever guests and organisers do in whatever order: places, lines, messages and calendars stay right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.make import Make
from tests.signups.random_guests import PEOPLE, STEPS, begin, differences
from tests.signups.wholeness import what_is_wrong_with_places
from tests.sizes import size
from weekplanner.accounts.models import Account, Organisation
from weekplanner.core.clock import MovableClock

TRIES = st.lists(
    st.tuples(
        st.sampled_from(sorted(STEPS)),
        st.integers(0, 1),
        st.sampled_from(sorted(PEOPLE)),
        st.integers(1, 6),
    ),
    min_size=10,
    max_size=40,
)


@pytest.fixture
async def home(make: Make) -> tuple[Account, Organisation]:
    """Who organises, once for all tries."""
    await make.edition()
    organiser = await make.account()
    return organiser, await make.organisation(organiser, is_trusted=True)


@settings(max_examples=size(15, rehearsal=300))
@given(tries=TRIES, capacity=st.integers(1, 9))
async def test_random_guests_and_organisers_do_random_things(make, home, now: MovableClock, tries, capacity):
    play = await begin(make, home, now, capacity=capacity)
    for place, (what, which, who, number) in enumerate(tries):
        came, must_come = await play.take(what, which, who, number)
        wrong = [f"came of it: {came}, and must come: {must_come}"] if came != must_come else []
        wrong += await differences(play) + await what_is_wrong_with_places()
        assert not wrong, "\n".join([*wrong, "after", *map(str, tries[: place + 1])])
