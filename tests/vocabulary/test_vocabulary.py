"""The lists hold together, and what follows from other fields follows."""

from dataclasses import FrozenInstanceError
from datetime import time

import pytest

from weekplanner.core.resources import directory
from weekplanner.vocabulary.queries import (
    derived_accessibility,
    part_of_day,
    professional_categories,
    vocabulary,
)

NOTHING_DERIVED = {
    "price_cents": 350,
    "join": {"telefoon"},
    "transport_phone": "",
    "form": "op-locatie",
    "languages": ["nl"],
}


def test_each_list_keeps_the_order_people_see():
    assert list(vocabulary().forms) == ["op-locatie", "online", "telefoon", "thuis"]
    assert [term.label for term in vocabulary().parts_of_day.values()] == ["Ochtend", "Middag", "Avond"]


def test_a_term_is_found_by_its_id():
    assert vocabulary().categories["samen-eten"].label == "Samen eten"
    assert "feest" not in vocabulary().categories


def test_the_lists_cannot_be_changed():
    with pytest.raises(TypeError):
        vocabulary().audiences["x"] = vocabulary().audiences["ouderen"]
    with pytest.raises(FrozenInstanceError):
        vocabulary().audiences["ouderen"].label = "Senioren"


def test_training_is_for_professionals_and_nothing_else_is():
    assert professional_categories() == {"training"}


def test_every_drawing_that_is_named_exists():
    drawn = (directory("static") / "icons.svg").read_text(encoding="utf-8")
    terms = [*vocabulary().categories.values(), *vocabulary().accessibility.values()]
    assert [term.id for term in terms if f'id="i-{term.icon}"' not in drawn] == []


def test_ten_features_are_asked():
    asked = [feature.id for feature in vocabulary().accessibility.values() if feature.is_asked]
    assert len(asked) == 10
    assert not {"gratis", "vervoer", "zonder-aanmelden"} & set(asked)


@pytest.mark.parametrize(
    ("changed", "features"),
    [
        ({}, ()),
        ({"price_cents": 0}, ("gratis",)),
        ({"join": {"telefoon", "binnenlopen"}}, ("zonder-aanmelden",)),
        ({"transport_phone": "06-12345670"}, ("vervoer",)),
        ({"form": "online"}, ("van-huis-uit",)),
        ({"form": "telefoon"}, ("van-huis-uit",)),
        ({"form": "thuis"}, ("van-huis-uit",)),
        ({"languages": ["nl", "tr"]}, ("andere-talen",)),
        ({"languages": ["tr"], "price_cents": 0}, ("gratis", "andere-talen")),
    ],
)
def test_features_that_are_not_asked_follow_from_other_fields(changed, features):
    assert derived_accessibility(**{**NOTHING_DERIVED, **changed}) == features


@pytest.mark.parametrize(
    ("starts", "part"),
    [
        (time(0, 0), "ochtend"),
        (time(11, 59, 59), "ochtend"),
        (time(12, 0), "middag"),
        (time(17, 59), "middag"),
        (time(18, 0), "avond"),
        (time(23, 59), "avond"),
    ],
)
def test_the_part_of_the_day_goes_by_the_start(starts, part):
    assert part_of_day(starts).id == part
