"""What stands around the form of an activity."""

from dataclasses import dataclass

from weekplanner.core import texts
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.events import completeness, wording
from weekplanner.events.examples import Example, examples
from weekplanner.events.values import ActivityValues
from weekplanner.vocabulary.queries import vocabulary

MOST_FEATURES = 4
SAID_ELSEWHERE = frozenset({"gratis", "zonder-aanmelden", "van-huis-uit"})
"""Features that the price, the label at the side and the place on a card tell already."""
IDEAS_AT_FIRST = (
    "resto-vanharte",
    "bij-bosshardt",
    "beweegtuin",
    "het-danspaleis",
    "zilverlijn-belservice",
    "cursus-creatief-leven",
)


@dataclass(frozen=True)
class Card:
    """An activity as it will stand in a list; `macros/activity.html` reads it."""

    title: str
    icon: str
    time: str
    form: str
    place: str
    price: str
    features: tuple[tuple[str, str], ...]
    join_ways: tuple[str, ...]
    partners: str = ""
    url: str | None = None
    day: str | None = None
    distance: str | None = None
    places_free: int | None = None
    is_cancelled: bool = False


@dataclass(frozen=True)
class Ideas:
    """The examples to choose from: a few at first, and all of them by category."""

    first: list[Example]
    others: list[tuple[str, list[Example]]]


def card_of(values: ActivityValues, edition: Edition, *, place: str = "") -> Card:
    """The card beside the form."""
    category = vocabulary().categories.get(values.category)
    known = vocabulary().accessibility
    features = [known[name] for name in wording.features(values) if name not in SAID_ELSEWHERE]
    form = vocabulary().forms.get(values.form, vocabulary().forms[wording.AT_A_PLACE])
    where = ", ".join(part for part in (values.venue or wording.street_line(values), place) if part)
    return Card(
        title=values.title or _("Uw titel komt hier"),
        icon=category.icon if category else "people",
        time=wording.when(values.occurrences, edition.days()),
        form=form.id,
        place=where if form.id == wording.AT_A_PLACE and where else form.label,
        price=texts.euros(values.price_cents),
        features=tuple((feature.icon, feature.label) for feature in features[:MOST_FEATURES]),
        join_ways=values.join_ways,
        partners=wording.partners(values),
    )


def ideas(chosen: str) -> Ideas:
    """The examples for the form; the chosen one stands in front, not folded away."""
    every = examples()
    front = dict.fromkeys((*([chosen] if chosen in every else []), *IDEAS_AT_FIRST))
    by_category: dict[str, list[Example]] = {}
    for example in every.values():
        if example.slug not in front:
            by_category.setdefault(example.category, []).append(example)
    categories = [term for term in vocabulary().categories.values() if term.id in by_category]
    return Ideas(
        first=[every[slug] for slug in front],
        others=[(term.label, by_category[term.id]) for term in categories],
    )


def progress(values: ActivityValues, *, has_picture: bool | None = None) -> tuple[int, int]:
    """How much of what helps visitors is filled in, and how much there is."""
    total = completeness.wish_count(values, has_picture=has_picture)
    return total - len(completeness.wishes(values, has_picture=has_picture)), total
