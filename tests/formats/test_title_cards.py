"""Letters on a drawn picture: whatever the title is, it fits, and only what the typeface has is drawn."""

import pytest

from weekplanner.formats import lettering
from weekplanner.formats.lettering import Face

SIZES = (92, 60, 48)


@pytest.mark.parametrize(
    "title",
    [
        "Soep",
        "Er staat een stoel voor u klaar",
        "Hottentottententententoonstelling" * 3,
        "W" * 120,
        "een " * 30,
    ],
)
def test_a_title_fits_whatever_it_is(title):
    fitted = lettering.fitted(title, Face.HEADING, SIZES, width_px=1072, height_px=196, leading=1.08)
    assert len(fitted.lines) * fitted.size * 1.08 <= 196
    assert all(lettering.width(line, Face.HEADING, fitted.size) <= 1072 for line in fitted.lines)


def test_a_last_word_does_not_stand_alone():
    words = "Er staat een stoel voor u klaar"
    fitted = lettering.fitted(words, Face.HEADING, SIZES, width_px=1072, height_px=304, leading=1.08)
    assert fitted == lettering.Fitted(("Er staat een stoel", "voor u klaar"), 92)


def test_letters_with_signs_stay_and_what_the_typeface_lacks_goes():
    assert lettering.known("Çay 🙂 bij Şükrü, de\u0301e\u0301n قهوة", Face.HEADING) == "Çay bij Şükrü, déén"
