"""A change looks only at feeds it can concern, and misses none."""

from hypothesis import given

from tests.listing.entries import entry_values
from tests.listing.test_selection import keys, selections
from weekplanner.listing import anchors


@given(selections(), keys())
def test_whatever_a_selection_matches_has_an_anchor_in_common_with_it(selection, of_entry):
    entry = entry_values(**of_entry).keys
    if selection.matches(entry):
        assert set(anchors.of_selection(selection)) & set(anchors.of_entry(entry))
