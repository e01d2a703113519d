"""What was invented: whole, in proportion from the beginning, and without an end."""

from collections import Counter
from datetime import date, timedelta

import pytest

from weekplanner.demo import variations
from weekplanner.demo.content import Fate, activities, in_order, organisations, shown_organisation
from weekplanner.demo.operations import journeys
from weekplanner.editions.models import Edition
from weekplanner.events import completeness, rules
from weekplanner.events.examples import examples
from weekplanner.geo import package_data
from weekplanner.mailer.addresses import canonical
from weekplanner.vocabulary.queries import vocabulary

pytestmark = pytest.mark.once

WEEK = Edition(year=2027, starts_on=date(2027, 10, 1), ends_on=date(2027, 10, 8))
ALL = len(activities())
TWICE = [variations.activity(number, seed=1, days=8) for number in range(2 * ALL)]


def test_every_fate_is_told_as_often_as_the_data_says():
    assert (ALL, len(organisations())) == (1200, 846)
    assert Counter(each.fate for each in activities()) == {
        Fate.PUBLISHED: 1020,
        Fate.DRAFT: 60,
        Fate.SUBMITTED: 40,
        Fate.RETURNED: 20,
        Fate.EDITED: 30,
        Fate.CANCELLED: 30,
    }


def test_the_first_ones_have_a_fate_each():
    assert {each.fate for each in in_order(1)[: len(Fate)]} == set(Fate)


@pytest.mark.parametrize("number", [60, 300, 1200])
def test_a_beginning_holds_every_fate_in_proportion(number):
    counts = Counter(each.fate for each in in_order(1)[:number])
    whole = Counter(each.fate for each in activities())
    off = {fate: counts[fate] - whole[fate] * number / ALL for fate in set(Fate) - {Fate.PUBLISHED}}
    assert {fate: difference for fate, difference in off.items() if not 0 <= difference < 1} == {}


def test_chance_falls_the_same_way_for_the_same_seed():
    assert in_order.__wrapped__(1) == in_order(1)
    assert in_order(1) != in_order(2)
    assert sorted(each.key for each in in_order(1)) == sorted(each.key for each in in_order(2))


def test_who_is_shown_has_something_to_do_from_the_beginning():
    first = {each.fate: each.organisation for each in in_order(1)[: len(Fate)]}
    theirs = {fate for fate, organisation in first.items() if organisation == shown_organisation()}
    assert theirs == {Fate.PUBLISHED, Fate.DRAFT, Fate.EDITED}
    code = shown_organisation().values.municipality_code
    assert first[Fate.SUBMITTED].values.municipality_code == code


def test_everything_could_be_submitted_as_it_is():
    for activity in TWICE:
        whole = journeys.with_moments(activity, WEEK.days())
        problems = [rules.problem_of(each, WEEK) for each in whole.occurrences]
        assert (completeness.missing(whole), set(problems)) == ([], {None}), activity.key
        assert rules.problem_of_all(whole.occurrences) is None


def test_everything_is_said_in_the_words_of_the_vocabulary():
    lists = vocabulary()
    for each in activities():
        values = each.values
        assert values.category in lists.categories
        assert values.form in lists.forms
        assert set(values.audiences) <= set(lists.audiences)
        assert set(values.accessibility) <= set(lists.accessibility)
        assert set(values.join_ways) <= set(lists.join)
        assert set(values.languages) <= set(lists.languages)
        assert values.example_slug in {"", *examples()}
    assert {each.values.kind for each in organisations().values()} <= set(lists.organisation_kinds)


def test_past_the_end_organisations_in_other_municipalities_do_the_same():
    areas = {area.pc4: area for area in package_data.postcodes()}
    for original, varied in zip(TWICE[:ALL], TWICE[ALL:], strict=True):
        theirs, other = original.organisation, varied.organisation
        assert other.values.municipality_code != theirs.values.municipality_code
        assert (varied.values.category, varied.fate) == (original.values.category, original.fate)
        if varied.values.postcode:
            area = areas[varied.values.postcode[:4]]
            assert area.municipality_code == other.values.municipality_code


def test_who_is_varied_stays_one_organisation_with_one_contact():
    varied = {each.organisation.slug: each.organisation for each in TWICE[ALL:]}
    assert len(varied) == len(organisations())
    assert len({each.contact_email for each in (*varied.values(), *organisations().values())}) == 2 * len(
        varied
    )
    assert all(canonical(each.contact_email) for each in varied.values())
    assert {each.organisation for each in TWICE[ALL:]} == set(varied.values())


def test_a_title_with_a_place_in_it_names_the_place_it_moved_to():
    place = {area.pc4: area.place for area in package_data.postcodes()}
    named = 0
    for original, varied in zip(TWICE[:ALL], TWICE[ALL:], strict=True):
        here = place.get(original.values.postcode[:4])
        if here and original.values.title.endswith(f" {here}"):
            named += 1
            there = place[varied.values.postcode[:4]]
            assert varied.values.title == original.values.title.removesuffix(here) + there
    assert named > 50


@pytest.mark.parametrize("days", [1, 3, 8, 14])
def test_activities_fit_in_a_week_of_any_length(days):
    week = Edition(year=2027, starts_on=WEEK.starts_on, ends_on=WEEK.starts_on + timedelta(days=days - 1))
    for number in range(0, 3 * ALL, 7):
        whole = journeys.with_moments(variations.activity(number, seed=1, days=days), week.days())
        assert whole.occurrences
        assert {rules.problem_of(each, week) for each in whole.occurrences} == {None}
