"""Whoever tries whatever, in any order: rights decide, and what is stored stays whole."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.concurrency.wholeness import what_is_half_done
from tests.events.random_people import STEPS, draft_of, town
from weekplanner.accounts.people import TeamRole
from weekplanner.events.models import Activity, State

PEOPLE = (
    "Jan",
    "Fatma",
    "Els",
    "coordinator here",
    "coordinator elsewhere",
    *(role.value for role in TeamRole),
)
WAYS = {
    State.DRAFT: {State.DRAFT, State.SUBMITTED, State.PUBLISHED},
    State.SUBMITTED: {State.SUBMITTED, State.RETURNED, State.PUBLISHED, State.WITHDRAWN},
    State.RETURNED: {State.RETURNED, State.SUBMITTED, State.PUBLISHED, State.WITHDRAWN},
    State.PUBLISHED: {State.PUBLISHED, State.CANCELLED, State.WITHDRAWN},
    State.CANCELLED: {State.CANCELLED, State.WITHDRAWN},
    State.WITHDRAWN: {State.WITHDRAWN},
}
"""The life of an activity (product §4)."""

TRIES = st.lists(
    st.tuples(
        st.sampled_from(PEOPLE),
        st.sampled_from(sorted(STEPS)),
        st.integers(0, 3),
        st.sampled_from((0, 0, 0, 1)),
    ),
    min_size=5,
    max_size=30,
)
_numbers = count(1)


def harmless(step: str, before: Activity) -> set[str]:
    """What may come of a step besides what its right says.

    A right that depends on the state says no where its row alone would say yes; and handing in once more
    what was handed in just now is a double click, which does nothing, whoever clicks.
    """
    if step == "delete":
        return {"not allowed"}
    is_handed_in = before.state in {State.SUBMITTED, State.PUBLISHED}
    return {"done"} if step == "submit" and is_handed_in else set()


@pytest.fixture
async def place(make):
    """The people, once for all tries; each begins with activities of its own."""
    return await town(make)


@settings(max_examples=25)
@given(tries=TRIES)
async def test_random_people_do_random_things(place, tries):
    await place.come_home()
    activities = [await draft_of(place.homes[number % 2], next(_numbers)) for number in range(4)]
    for who, step, number, lag in tries:
        before = await Activity.get_or_none(id=activities[number].id)
        if before is None:
            continue
        possible = await place.answers(who, step, before, lag=lag)
        came = await place.try_(who, step, before, lag=lag)
        assert came in possible | harmless(step, before), (who, step, before.state)
        after = await Activity.get_or_none(id=before.id)
        if came != "done" or came not in possible:
            assert after is not None
            assert after.version == before.version
        if after is None:
            assert not before.was_published
        else:
            assert after.state in WAYS[before.state]
            assert after.version >= before.version
    assert await what_is_half_done() == []
