"""Who was invented to sign up: in proportion, nobody who could be, and everything there is to see."""

import pytest

from weekplanner.accounts.addresses import address
from weekplanner.demo import variations
from weekplanner.demo.content import ON_SITE, activities
from weekplanner.demo.guests import MOST_PARTIES, PHONES, SURNAMES, guests_of
from weekplanner.events.wording import SIGN_UP_HERE
from weekplanner.signups.models import MOST_PEOPLE, Source

pytestmark = pytest.mark.once

ALL = len(activities())
TWICE = [variations.activity(number, seed=1, days=8) for number in range(2 * ALL)]
VISITED = [each for each in TWICE if each.interest]
GUESTS = [guest for each in VISITED for guest in guests_of(each, seed=1)]


def test_only_what_takes_sign_ups_on_the_site_has_guests():
    for each in VISITED:
        assert each.fate in ON_SITE
        assert SIGN_UP_HERE in each.values.join_ways


def test_however_many_activities_there_are_the_guests_come_to_the_first_ones():
    assert {number for number, each in enumerate(TWICE) if each.interest and number >= ALL} == set()
    assert 600 < len(GUESTS) < 1_200


@pytest.mark.parametrize("number", [60, 300, 1200])
def test_a_beginning_has_its_share_of_them(number):
    visited = sum(each.interest > 0 for each in TWICE[:number])
    assert len(VISITED) * number / ALL * 0.6 < visited < len(VISITED) * number / ALL * 1.5


def test_everybody_could_have_signed_up_and_nobody_exists():
    for each in GUESTS:
        assert 1 <= each.guest.people <= MOST_PEOPLE
        assert each.guest.name.partition(" ")[2] in SURNAMES
        assert each.guest.phone in {"", *PHONES}
        reached = [each.guest.email, each.helper.email if each.helper else ""]
        for text in filter(None, reached):
            assert address(text).text.rpartition("@")[2] in {"example.org", "example.nl"}
        assert any([*reached, each.guest.phone])
        assert 0 <= each.part <= each.later_part <= 1


def test_nobody_is_twice_at_an_activity_or_has_the_address_of_somebody_elsewhere():
    for each in VISITED:
        keys = [party.guest.key(party.helper) for party in guests_of(each, seed=1)]
        assert len(keys) <= MOST_PARTIES
        assert len(set(keys)) == len(keys)
    mailboxes = [each.guest.email for each in GUESTS if each.guest.email]
    assert len(set(mailboxes)) == len(mailboxes)


def test_a_form_never_counts_a_telephone_number_since_there_are_only_ten():
    assert {each.source for each in GUESTS if each.guest.phone} == {Source.ORGANISER}


def test_what_is_shown_first_has_guests_of_every_kind():
    first = guests_of(TWICE[0], seed=1)
    assert {each.source for each in first} == set(Source)
    seen = {
        "without mail": any(not each.guest.email for each in first),
        "with a helper alone": any(each.helper and not each.guest.email for each in first),
        "with transport": any(each.guest.wants_transport for each in first),
        "with a remark": any(each.guest.remark for each in first),
        "with more than four": any(each.guest.people > 4 for each in first),
        "changed": any(each.changed for each in first),
        "called off": any(each.is_ended for each in first),
    }
    assert seen == dict.fromkeys(seen, True)
