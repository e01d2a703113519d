"""Reading the lists: all of them, the categories for professionals, and what follows from what."""

from collections.abc import Collection
from datetime import time
from functools import cache

from weekplanner.vocabulary.loading import load
from weekplanner.vocabulary.terms import PartOfDay, Source, Vocabulary


@cache
def vocabulary() -> Vocabulary:
    """Every list; read from the file the first time."""
    return load()


@cache
def professional_categories() -> frozenset[str]:
    """The ids of what is meant for volunteers and professionals: shown to residents only by choice."""
    categories = vocabulary().categories.values()
    return frozenset(category.id for category in categories if category.is_for_professionals)


def derived_accessibility(
    *, price_cents: int, join: Collection[str], transport_phone: str, form: str, languages: Collection[str]
) -> tuple[str, ...]:
    """The ids of the features that are never asked but follow from other fields, in the list's order.

    `transport_phone` is the number of a pick-up service, empty without one; the others hold ids.
    """
    follows = {
        Source.PRICE: price_cents == 0,
        Source.JOIN: "binnenlopen" in join,
        Source.TRANSPORT: bool(transport_phone),
        Source.FORM: form in {"online", "telefoon", "thuis"},
        Source.LANGUAGES: any(language != "nl" for language in languages),
    }
    features = vocabulary().accessibility.values()
    return tuple(feature.id for feature in features if feature.derived_from and follows[feature.derived_from])


def part_of_day(starts: time) -> PartOfDay:
    """The part of the day in which something starts, by its time on an Amsterdam clock."""
    parts = vocabulary().parts_of_day.values()
    return next(part for part in parts if part.before is None or starts < part.before)
