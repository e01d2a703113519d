"""Whatever people and the team do in whatever order: seats, lines, offers and messages stay right."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.congress.random_attendees import PEOPLE, STEPS, begin, differences
from tests.congress.wholeness import what_is_wrong_with_congresses
from tests.make import Make
from tests.sizes import size
from weekplanner.core.clock import MovableClock

OFTEN = (*["sign up"] * 8, *["cancel"] * 4, "accept", "accept", "decline", "wait")
"""Without these there is nothing to try things with."""
TRIES = st.lists(
    st.tuples(
        st.sampled_from([*sorted(STEPS), *OFTEN]),
        st.sampled_from(PEOPLE),
        st.integers(0, 5),
        st.integers(0, 5),
    ),
    min_size=30,
    max_size=50,
)


@settings(max_examples=size(20, rehearsal=300))
@given(tries=TRIES, capacity=st.integers(1, 5))
async def test_random_people_and_a_random_team_do_random_things(
    make: Make, now: MovableClock, tries, capacity
):
    play = await begin(make, now, capacity=capacity)
    for place, (what, who, number, other) in enumerate(tries):
        came, must_come = await play.take(what, who, number, other)
        wrong = [f"came of it: {came}, and must come: {must_come}"] if came != must_come else []
        wrong += await differences(play) + await what_is_wrong_with_congresses()
        assert not wrong, "\n".join([*wrong, "after", *map(str, tries[: place + 1])])
