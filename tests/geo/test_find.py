"""What a person types is understood: digits, a postcode, a municipality, another place; or a way on."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weekplanner.core.errors import NotFound
from weekplanner.geo import package_data, queries
from weekplanner.geo.queries import FoundPlaces, Place

MUNICIPALITIES = package_data.municipalities()
POSTCODES = package_data.postcodes()

UTRECHT = Place("Utrecht", "Utrecht", "utrecht", "Utrecht", pc4=None)
DEN_BOSCH = Place("'s-Hertogenbosch", "'s-Hertogenbosch", "s-hertogenbosch", "Noord-Brabant", pc4=None)

pytestmark = pytest.mark.usefixtures("database")


def leads_to(found):
    return [(place.name, place.municipality_slug, place.pc4) for place in found]


@pytest.mark.parametrize(
    "text", ["3511", "3511AB", "3511 ab", " 3511  Ab ", "3511 AB Utrecht", "\u200e3511\n"]
)
async def test_of_a_postcode_only_its_digits_are_used(text):
    area = Place("Utrecht", "Utrecht", "utrecht", "Utrecht", pc4="3511")
    assert await queries.find(text) == FoundPlaces(exact=area)


@pytest.mark.parametrize("text", ["1234", "1234 XY", "1235"])
async def test_an_unknown_postcode_is_named_without_its_letters(text):
    assert await queries.find(text) == FoundPlaces(unknown_pc4=text[:4])


@pytest.mark.parametrize("text", ["Utrecht", "utrecht", "UTRECHT ", "gemeente Utrecht", "Útrecht"])
async def test_a_municipality_of_exactly_that_name_wins(text):
    assert await queries.find(text) == FoundPlaces(exact=UTRECHT)


@pytest.mark.parametrize(
    "text", ["'s-Hertogenbosch", "’s Hertogenbosch", "s hertogenbosch", "Den Bosch", "den-bosch", "DENBOSCH"]
)
async def test_accents_capitals_and_apostrophes_do_not_matter_and_other_names_answer(text):
    assert await queries.find(text) == FoundPlaces(exact=DEN_BOSCH)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Den Haag", "den-haag"),
        ("Súdwest-Fryslân", "sudwest-fryslan"),
        ("zuidwest friesland", "sudwest-fryslan"),
        ("Bergen (NH)", "bergen-nh"),
        ("Beemster", "purmerend"),
        ("Nuenen, Gerwen en Nederwetten", "nuenen-gerwen-en-nederwetten"),
    ],
)
async def test_other_names_of_a_municipality_lead_to_it(text, slug):
    found = await queries.find(text)
    assert found.exact is not None
    assert (found.exact.municipality_slug, found.exact.pc4) == (slug, None)


async def test_a_place_leads_to_the_postcode_in_its_middle():
    assert (await queries.find("ohe en laak")).exact == Place(
        "Ohé en Laak", "Maasgouw", "maasgouw", "Limburg", pc4="6109"
    )


async def test_a_place_comes_before_the_municipality_that_it_merged_into():
    found = await queries.find("Weesp")
    assert leads_to([found.exact]) == [("Weesp", "amsterdam", "1381")]


async def test_several_places_of_a_name_are_a_choice_that_people_can_tell_apart():
    found = await queries.find("oudega")
    assert found.exact is None
    assert [(place.name, place.municipality, place.province) for place in found.choices] == [
        ("Oudega", "Smallingerland", "Fryslân"),
        ("Oudega", "Súdwest-Fryslân", "Fryslân"),
        ("Oudega", "De Fryske Marren", "Fryslân"),
    ]


async def test_two_municipalities_called_bergen_are_a_choice():
    found = await queries.find("bergen")
    assert leads_to(found.choices) == [("Bergen (L.)", "bergen-l", None), ("Bergen (NH.)", "bergen-nh", None)]


async def test_a_name_without_its_province_finds_all_that_have_it():
    found = await queries.find("Elst")
    assert leads_to(found.choices) == [("Elst", "overbetuwe", "6661"), ("Elst Ut", "rhenen", "3922")]


@pytest.mark.parametrize(("typed", "meant"), [("Zwoll", "Zwolle"), ("Leewarden", "Leeuwarden")])
async def test_what_is_not_known_is_answered_with_names_that_look_like_it(typed, meant):
    found = await queries.find(typed)
    assert (found.exact, found.choices) == (None, ())
    assert found.suggestions[0].name == meant
    assert len({(place.name, place.municipality_slug) for place in found.suggestions}) == len(
        found.suggestions
    )


@pytest.mark.parametrize(
    "text",
    ["", " ", "x", "qqqxxxqqq", "\x00", "😀" * 10, "a" * 10_000, "'; DROP TABLE postcode", "%", "\ud800"],
)
async def test_nonsense_finds_nothing(text):
    assert await queries.find(text) == FoundPlaces()


@given(st.text())
async def test_any_text_gets_an_answer(text):
    found = await queries.find(text)
    assert sum([found.exact is not None, bool(found.choices), bool(found.suggestions)]) <= 1


upper_or_lower = st.sampled_from([str.upper, str.lower, str.title])


@given(st.sampled_from(MUNICIPALITIES), upper_or_lower)
async def test_every_municipality_is_found_by_its_name(municipality, case):
    found = await queries.find(case(municipality.name))
    assert leads_to([found.exact]) == [(municipality.name, municipality.slug, None)]


@given(st.sampled_from(POSTCODES))
async def test_every_place_is_found_by_its_name(postcode):
    found = await queries.find(postcode.place)
    places = [found.exact, *found.choices]
    assert any(place and place.name in {postcode.place, place.municipality} for place in places)


@given(st.sampled_from(POSTCODES), st.from_regex(r"[ -]{0,3}[A-Za-z]{2}", fullmatch=True))
async def test_every_postcode_is_found_with_and_without_letters(postcode, letters):
    for text in (postcode.pc4, postcode.pc4 + letters):
        found = await queries.find(text)
        assert found.exact is not None
        assert found.exact.pc4 == postcode.pc4


async def test_another_word_in_an_address_answers_with_the_right_one():
    assert (await queries.municipality("den-bosch")).slug == "s-hertogenbosch"
    assert (await queries.municipality("s-hertogenbosch")).slug == "s-hertogenbosch"
    assert (await queries.province("friesland")).slug == "fryslan"
    assert (await queries.province("fryslan")).name == "Fryslân"


async def test_a_municipality_is_found_by_its_code_with_its_province():
    municipality = await queries.municipality_by_code("GM0344")
    assert (municipality.name, municipality.province.name) == ("Utrecht", "Utrecht")


async def test_a_postcode_comes_with_its_municipality_and_province():
    postcode = await queries.postcode("9166")
    assert postcode is not None
    assert (postcode.place, postcode.municipality.name, postcode.municipality.province.code) == (
        "Schiermonnikoog",
        "Schiermonnikoog",
        "NL-FR",
    )


@pytest.mark.parametrize("text", ["nergens", "GM9999", "", "a" * 10_000, "\x00", "den haag", "\ud800"])
@pytest.mark.parametrize("ask", [queries.municipality, queries.municipality_by_code, queries.province])
async def test_what_does_not_exist_is_not_found(ask, text):
    with pytest.raises(NotFound):
        await ask(text)


@pytest.mark.parametrize("text", ["1234", "", "351", "3511 AB", "\x00", "3511" * 1_000])
async def test_what_is_no_postcode_area_is_none(text):
    assert await queries.postcode(text) is None


async def test_municipalities_are_listed_by_alphabet_and_s_hertogenbosch_under_the_h():
    names = [municipality.name for municipality in await queries.municipalities()]
    assert len(names) == 342
    assert names[0] == "Aa en Hunze"
    assert names.index("Hengelo") < names.index("'s-Hertogenbosch") < names.index("Heumen")
