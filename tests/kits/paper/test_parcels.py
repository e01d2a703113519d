"""What stands on paper about a parcel, in words."""

from datetime import date

import pytest

from tests.kits.paper.parcels import parcel
from weekplanner.kits.paper.parcels import PrintedOrder


@pytest.mark.parametrize(
    ("grams", "words"), [(1, "0,1 kg"), (100, "0,1 kg"), (2910, "3,0 kg"), (31_400, "31,4 kg")]
)
def test_a_weight_is_never_told_lighter_than_it_is(grams, words):
    assert parcel(weight_g=grams).weight_in_words == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ((), ""),
        ((date(2027, 10, 6),), "woensdag 6 oktober 2027"),
        ((date(2027, 10, 1), date(2027, 10, 6)), "1 t/m 6 oktober 2027"),
        ((date(2027, 9, 30), date(2027, 10, 1)), "30 september t/m 1 oktober 2027"),
    ],
)
def test_the_days_of_an_activity_are_told_in_words(days, words):
    assert PrintedOrder("2027-0418", (), "Soep", days).days_in_words == words


def test_an_address_is_written_as_dutch_post_wants_it():
    there = parcel(place="’s-Hertogenbosch")
    assert there.address_lines == ["Lindestraat 4", "3511\u00a0AB\u00a0 ’S-HERTOGENBOSCH"]
    assert there.names == ["Buurthuis De Linde", "t.a.v. Fatma el Idrissi"]
    assert parcel(organisation="").names == ["Fatma el Idrissi"]
