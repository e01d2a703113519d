"""How names and postcodes are compared, and what a name leads to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.geo import package_data
from weekplanner.geo.distance import Point
from weekplanner.geo.place_names import TypedPostcode, alike, names_of, search_key, typed_postcode
from weekplanner.geo.values import PostcodeValues

NAMES = names_of(package_data.municipalities(), package_data.postcodes())
KEYS = list(dict.fromkeys(name.key for name in NAMES))


@pytest.mark.parametrize(
    "text",
    [
        "3511AB",
        "3511 ab",
        " 3511  Ab ",
        "3511-AB",
        "3511.ab",
        "３５１１ＡＢ",
        "3511 AB Utrecht",
        "3511ab, Utrecht",
    ],
)
def test_a_whole_postcode_is_read_in_any_spelling(text):
    assert typed_postcode(text) == TypedPostcode("3511", "AB")
    assert str(typed_postcode(text)) == "3511 AB"


@pytest.mark.parametrize("text", ["3511", " 3511 ", "3511 Utrecht", "3511, Utrecht"])
def test_four_digits_are_a_postcode(text):
    assert typed_postcode(text) == TypedPostcode("3511", "")


@pytest.mark.parametrize(
    "text", ["", "351", "35111", "0511", "3511ABC", "1e Exloërmond", "Utrecht 3511", "٣٥١١"]
)
def test_anything_else_is_not(text):
    assert typed_postcode(text) is None


@given(st.text())
def test_any_text_can_be_asked_for_its_postcode(text):
    typed = typed_postcode(text)
    assert typed is None or (len(typed.pc4) == 4 and len(typed.letters) in {0, 2})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("'s-Hertogenbosch", "s hertogenbosch"),
        ("’s-Hertogenbosch", "SHERTOGENBOSCH"),
        ("Ohé en Laak", "Ohéen Laak"),
        ("Súdwest-Fryslân", "sudwest fryslan"),
        ("Bergen (NH.)", "Bergen NH"),
        ("St.-Annaparochie", "Sint Annaparochie"),
        ("IJsselstein", "ĳsselstein"),
    ],
)
def test_spellings_that_people_do_not_tell_apart_are_the_same(one, other):
    assert search_key(one) == search_key(other)


@given(st.text(max_size=100))
def test_a_key_holds_letters_and_digits_only_and_stays_what_it_is(name):
    key = search_key(name)
    assert not key or (key.isascii() and key.isalnum() and search_key(key) == key)


def place(pc4, name, latitude, *, others=(), municipality="GM0001"):
    return PostcodeValues(pc4, name, municipality, Point(latitude, 5.0), others)


def names(*postcodes):
    return [(name.key, name.name, name.is_alias, name.pc4) for name in names_of([], postcodes)]


def test_a_place_leads_to_the_postcode_nearest_its_middle():
    assert names(place("1001", "A", 52.00), place("1002", "A", 52.03), place("1003", "A", 52.04)) == [
        ("a", "A", False, "1002")
    ]


def test_a_postcode_where_the_place_is_the_main_one_counts_before_others():
    assert ("b", "B", False, "1002") in names(
        place("1001", "A", 52.00, others=("B",)), place("1002", "B", 52.05)
    )


def test_villages_of_one_name_are_kept_apart():
    far = place("1002", "A", 53.0, municipality="GM0002")
    assert names(place("1001", "A", 52.0), far) == [("a", "A", False, "1001"), ("a", "A", False, "1002")]


def test_a_village_across_a_municipal_border_is_one_place():
    near = place("1002", "A", 52.02, municipality="GM0002")
    assert [name for _, name, _, _ in names(place("1001", "A", 52.0), near)] == ["A"]


def test_a_name_with_its_province_is_found_without_it():
    assert names(place("6924", "Loo Gld", 52.0)) == [
        ("loogld", "Loo Gld", False, "6924"),
        ("loo", "Loo Gld", True, "6924"),
    ]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("zwoll", "zwolle"),
        ("utregt", "utrecht"),
        ("leewarden", "leeuwarden"),
        ("ijselstein", "ijsselstein"),
        ("utrechtcentrum", "utrecht"),
        ("alfenaandenrijn", "alphenaandenrijn"),
        ("capelleaandeijssel", "capelleaandenijssel"),
    ],
)
def test_a_name_with_a_slip_is_recognised(typed, meant):
    assert alike(typed, KEYS, most=6)[0] == meant


def test_names_with_the_same_beginning_come_first_and_the_shortest_of_them():
    assert alike("oosterb", KEYS, most=2) == ["oosterbeek", "oosterbierum"]


def test_nothing_looks_like_nonsense():
    assert alike("qqqxxxqqq", KEYS, most=6) == []


@given(st.sampled_from(KEYS), st.integers(1, 8))
def test_no_more_are_named_than_asked_for(key, most):
    found = alike(key, KEYS, most=most)
    assert found[0] == key
    assert len(found) == len(set(found)) <= most
