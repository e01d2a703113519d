"""The closed lists that activities and organisations choose from: what an entry of each holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from enum import Enum


@dataclass(frozen=True, slots=True)
class Term:
    """A choice in a list: `id` is stored and stands in addresses, `label` is read by people."""

    id: str
    label: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Category(Term):
    """A kind of activity, with its drawing in icons.svg.

    What is for professionals stays out of residents' lists until they choose it.
    """

    icon: str
    is_for_professionals: bool


class Source(Enum):
    """The field of an activity that a derived feature follows from."""

    PRICE = "price"
    JOIN = "join"
    TRANSPORT = "transport"
    FORM = "form"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Feature(Term):
    """An accessibility feature (yes, no or unknown), with its drawing in icons.svg."""

    icon: str
    derived_from: Source | None

    @property
    def is_asked(self) -> bool:
        """Whether organisers answer it; the others follow from what they filled in elsewhere."""
        return self.derived_from is None


@dataclass(frozen=True, slots=True)
class PartOfDay(Term):
    """A part of the day, by starting time; `before` is the first time past it, None for the last part."""

    before: time | None


@dataclass(frozen=True, slots=True)
class ToneWord:
    """A word, in all its forms, that may scare off residents, and what to write instead."""

    forms: tuple[str, ...]
    suggestion: str


@dataclass(frozen=True, slots=True)
class KitItem(Term):
    """A kit as the catalogue begins; the team goes on from there."""

    contents: tuple[str, ...]
    max_per_activity: int | None
    max_per_organisation: int | None
    weight_g: int | None
    is_digital: bool
    file_name: str
    """As the file of a digital kit is called."""
    demo_stock: int | None


@dataclass(frozen=True, slots=True)
class CongressTerm(Term):
    """A congress that every edition has by default, and for whom it is: ids of `congress_audiences`."""

    is_on_last_day: bool
    audiences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Every list that is in use, by id and in the order in which people see it; and the words to avoid."""

    categories: Mapping[str, Category]
    audiences: Mapping[str, Term]
    accessibility: Mapping[str, Feature]
    parts_of_day: Mapping[str, PartOfDay]
    forms: Mapping[str, Term]
    join: Mapping[str, Term]
    languages: Mapping[str, Term]
    organisation_kinds: Mapping[str, Term]
    activity_kinds: Mapping[str, Term]
    settings: Mapping[str, Term]
    evidence: Mapping[str, Term]
    congresses: Mapping[str, CongressTerm]
    congress_audiences: Mapping[str, Term]
    kit_items: Mapping[str, KitItem]
    tone: tuple[ToneWord, ...]
    tone_exempt: tuple[str, ...]
