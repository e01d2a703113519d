"""Reads data/vocabulary.yaml into terms; a list that does not hold together raises at once."""

from collections.abc import Callable, Mapping
from datetime import time
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import yaml

from weekplanner.vocabulary.terms import (
    Category,
    CongressTerm,
    Feature,
    KitItem,
    PartOfDay,
    Source,
    Term,
    ToneWord,
    Vocabulary,
)

FILE = Path(__file__).parent / "data" / "vocabulary.yaml"

CATEGORY_ICONS = {
    "samen-eten": "meal",
    "koffie-ontmoeting": "coffee",
    "wandelen-bewegen": "walk",
    "cultuur-muziek": "music",
    "creatief": "craft",
    "spel": "game",
    "lezing-gesprek": "talk",
    "bezoek-maatjes": "person",
    "burenhulp": "hand",
    "jong-oud": "people",
    "online-telefonisch": "phone-group",
    "taal": "language",
    "natuur-dieren": "sun",
    "uitje": "bus",
    "cursus": "list",
    "training": "ear",
    "zingeving": "quiet",
    "actie": "mail",
    "festival": "ticket",
    "anders": "people",
}
FEATURE_ICONS = {
    "rolstoeltoegankelijk": "wheelchair",
    "invalidentoilet": "toilet",
    "gehandicaptenparkeerplaats": "car",
    "ringleiding": "ear",
    "gebarentolk": "hand",
    "prikkelarm": "quiet",
    "begeleider-welkom": "people",
    "hulphond-welkom": "check",
    "vervoer": "car",
    "ov-dichtbij": "bus",
    "gratis": "euro",
    "eenvoudige-taal": "talk",
    "andere-talen": "language",
    "van-huis-uit": "screen",
    "zonder-aanmelden": "check",
}

Entry = Mapping[str, Any]
Kind = TypeVar("Kind", bound=Term)


def load() -> Vocabulary:
    """Read the file; raises ValueError or KeyError when an entry is doubled or incomplete."""
    with FILE.open(encoding="utf-8") as file:
        lists = yaml.load(file, yaml.CSafeLoader)  # the safe loader in C: 6 ms instead of 50
    return Vocabulary(
        categories=_by_id(lists["categories"], _category),
        audiences=_by_id(lists["audiences"], _term),
        accessibility=_by_id(lists["accessibility"], _feature),
        parts_of_day=_by_id(lists["parts_of_day"], _part_of_day),
        forms=_by_id(lists["forms"], _term),
        join=_by_id(lists["join"], _term),
        languages=_by_id(lists["languages"], _term),
        organisation_kinds=_by_id(lists["organisation_kinds"], _term),
        activity_kinds=_by_id(lists["activity_kinds"], _term),
        settings=_by_id(lists["settings"], _term),
        evidence=_by_id(lists["evidence"], _term),
        congresses=_by_id(lists["congresses"], _congress),
        congress_audiences=_by_id(lists["congress_audiences"], _term),
        kit_items=_by_id(lists["kit_items"], _kit_item),
        tone=tuple(_tone_word(entry) for entry in lists["tone"]),
        tone_exempt=tuple(lists["tone_exempt"]["phrases"]),
    )


def _by_id(entries: list[Entry], make: Callable[[Entry], Kind]) -> Mapping[str, Kind]:
    terms = {entry["id"]: make(entry) for entry in entries}
    if len(terms) < len(entries):
        raise ValueError("an id occurs twice in a list of the vocabulary")
    return MappingProxyType(terms)


def _term(entry: Entry) -> Term:
    return Term(entry["id"], entry["label"], entry.get("uitleg", ""))


def _category(entry: Entry) -> Category:
    term = _term(entry)
    return Category(
        term.id,
        term.label,
        term.explanation,
        icon=CATEGORY_ICONS[term.id],
        is_for_professionals=entry.get("for") == "professionals",
    )


def _feature(entry: Entry) -> Feature:
    term = _term(entry)
    return Feature(
        term.id,
        term.label,
        term.explanation,
        icon=FEATURE_ICONS[term.id],
        derived_from=Source(entry["derived_from"]) if entry.get("derived") else None,
    )


def _part_of_day(entry: Entry) -> PartOfDay:
    term = _term(entry)
    before = time.fromisoformat(entry["before"]) if entry["before"] else None
    return PartOfDay(term.id, term.label, term.explanation, before=before)


def _congress(entry: Entry) -> CongressTerm:
    term = _term(entry)
    return CongressTerm(
        term.id,
        term.label,
        term.explanation,
        is_on_last_day=entry["dag"] == "laatste",
        audiences=tuple(entry["audiences"]),
    )


def _kit_item(entry: Entry) -> KitItem:
    term = _term(entry)
    return KitItem(
        term.id,
        term.label,
        term.explanation,
        contents=tuple(entry["contents"]),
        max_per_activity=entry["max_per_activity"],
        max_per_organisation=entry["max_per_organisation"],
        weight_g=entry["weight_g"],
        is_digital=entry["digital"],
        file_name=entry.get("download", ""),
        demo_stock=entry["demo_stock"],
    )


def _tone_word(entry: Entry) -> ToneWord:
    return ToneWord((entry["word"], *entry["forms"]), entry["suggestion"])
