"""Times and prices as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.events.forms.parsing import MINUTES_A_DAY, cents_of, minutes_of, price_of, time_of


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("12.00", 720),
        ("12:00", 720),
        ("12 uur", 720),
        ("12", 720),
        ("9", 540),
        ("09.05", 545),
        ("9u30", 570),
        ("9.30 uur", 570),
        ("9 uur 30", 570),
        ("12:00u", 720),
        (" 12 : 00 ", 720),
        ("１２.００", 720),
        ("0.00", 0),
        ("24.00", 1440),
        ("24.01", None),
        ("25", None),
        ("12.5", None),
        ("12.60", None),
        ("half acht", None),
        ("-1", None),
        ("12.00.00", None),
        ("١٢", None),
        ("", None),
    ],
)
def test_a_time_is_read(text, minutes):
    assert minutes_of(text) == minutes


@given(st.integers(0, MINUTES_A_DAY))
def test_a_time_is_read_as_it_is_shown(minutes):
    assert minutes_of(time_of(minutes)) == minutes


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("3,50", 350),
        ("3.50", 350),
        ("3,5", 350),
        ("3", 300),
        ("3,-", 300),
        ("€ 3,50", 350),
        ("€3,50", 350),
        ("3,50 euro", 350),
        ("Gratis", 0),
        ("0", 0),
        ("1.000", None),
        ("1.000,00", None),
        ("3,500", None),
        ("-1", None),
        ("drie", None),
        ("3,", None),
        ("٣", None),
    ],
)
def test_a_price_is_read(text, cents):
    assert cents_of(text) == cents


@given(st.integers(1, 999_999_99))
def test_a_price_is_read_as_it_is_shown(cents):
    assert cents_of(price_of(cents)) == cents


@given(st.text(max_size=30))
def test_any_text_is_a_time_or_not(text):
    minutes, cents = minutes_of(text), cents_of(text)
    assert minutes is None or 0 <= minutes <= MINUTES_A_DAY
    assert cents is None or cents >= 0
