"""Hints about words that scare people off: whole words, however written, and proper names left alone."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.vocabulary.queries import vocabulary
from weekplanner.vocabulary.tone import tone_hints

WORDS = [form for word in vocabulary().tone for form in word.forms]
NAMES = vocabulary().tone_exempt


def found(text):
    return [hint.found for hint in tone_hints(text)]


def test_a_hint_shows_the_word_as_written_and_an_alternative():
    text = "Voor Eenzame ouderen."
    (hint,) = tone_hints(text)
    assert (hint.found, text[hint.start : hint.end]) == ("Eenzame", "Eenzame")
    assert hint.suggestion == vocabulary().tone[0].suggestion


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Een zaak van iedereen, eenzaamheidsvrij", []),
        ("KWETSBARE en hulpbehoevende doelgroepen", ["KWETSBARE", "hulpbehoevende", "doelgroepen"]),
        ("sociaal  isolement", ["sociaal  isolement"]),
        ("sociaal geïsoleerd of geisoleerd", ["sociaal geïsoleerd"]),
        ("sociaal geisoleerde buren", ["sociaal geisoleerde"]),
        ("een\u00adzaam en ee\u0301nzaam", ["een\u00adzaam", "ee\u0301nzaam"]),
        ("de Week tegen Eenzaamheid", []),
        ("de week tegen\neenzaamheid", []),
        ("Een tegen eenzaamheid, Eén tegen Eenzaamheid", []),
        ("in de Week tegen Eenzaamheid praten we over eenzaamheid", ["eenzaamheid"]),
        ("https://voorbeeld.nl/eenzaam, www.eenzaam.nl en eenzaam.nl/kom", []),
        ("mail eenzaam@voorbeeld.nl", []),
        ("[Nooit eenzaam](https://voorbeeld.nl/eenzaam)", ["eenzaam"]),
        ("Nooit meer eenzaam.Kom erbij", ["eenzaam"]),
    ],
)
def test_whole_words_are_found_and_names_and_addresses_are_not(text, words):
    assert found(text) == words


def test_no_suggestion_needs_a_hint_itself():
    assert [word.suggestion for word in vocabulary().tone if tone_hints(word.suggestion)] == []


@given(st.text())
def test_any_text_can_be_read(text):
    for hint in tone_hints(text):
        assert text[hint.start : hint.end] == hint.found


upper_or_lower = st.sampled_from([str.lower, str.upper, str.title])
normal_form = st.sampled_from(["NFC", "NFD", "NFKC", "NFKD"])
around = st.text(alphabet=" .,;:!?()\n\t‘’“”—…&/", min_size=1, max_size=5)


@given(around, st.sampled_from(WORDS), around, upper_or_lower, normal_form)
def test_a_word_is_found_however_it_is_written(before, word, after, case, form):
    written = unicodedata.normalize(form, case(word))
    assert found(before + written + after) == [written]


@given(st.sampled_from(WORDS), st.text(alphabet="abcxyzé0_", min_size=1, max_size=4))
def test_a_part_of_a_longer_word_is_not_found(word, more):
    assert word not in found(more + word)
    assert word not in found(word + more)


@given(st.lists(st.sampled_from([*NAMES, "Kom erbij", "koffie"])), upper_or_lower)
def test_proper_names_never_get_a_hint(phrases, case):
    assert found(" ".join(map(case, phrases))) == []


@given(st.lists(st.sampled_from([*WORDS, *NAMES, "soep", ". "]), max_size=12))
def test_hints_come_in_the_order_of_the_text_and_do_not_overlap(phrases):
    ends = [position for hint in tone_hints(" ".join(phrases)) for position in (hint.start, hint.end)]
    assert ends == sorted(ends)
