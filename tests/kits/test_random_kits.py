"""Whatever organisers and the team do in whatever order: stock, lines, parcels and who waits stay right."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kits.random_orders import STEPS, begin, differences
from tests.kits.wholeness import what_is_wrong_with_kits
from tests.make import MadeActivity, Make
from tests.sizes import size
from weekplanner.core.clock import MovableClock

OFTEN = ("place", "place", "place", "receive", "approve all", "batch", "pack", "ship")
"""Without these there is nothing to try things with."""
TRIES = st.lists(
    st.tuples(
        st.sampled_from([*sorted(STEPS), *OFTEN]), st.integers(0, 7), st.integers(0, 5), st.integers(0, 5)
    ),
    min_size=20,
    max_size=40,
)


@pytest.fixture
async def activities(make: Make) -> list[MadeActivity]:
    """Two of one organisation and one of another, once for all tries."""
    soup = await make.activity()
    tea = await make.activity(organisation=soup.organisation, organiser=soup.organiser)
    return [soup, tea, await make.activity()]


@settings(max_examples=size(15, rehearsal=300))
@given(tries=TRIES, limit=st.integers(1, 4))
async def test_random_organisers_and_a_random_team_do_random_things(
    make: Make, activities: list[MadeActivity], now: MovableClock, tries, limit
):
    play = await begin(make, activities, now, limit=limit)
    for place, (what, which, number, other) in enumerate(tries):
        came, must_come = await play.take(what, which, number, other)
        wrong = [f"came of it: {came}, and must come: {must_come}"] if came != must_come else []
        wrong += await differences(play) + await what_is_wrong_with_kits(kit_ids=play.kit_ids)
        assert not wrong, "\n".join([*wrong, "after", *map(str, tries[: place + 1])])
