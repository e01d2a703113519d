"""An activity among others, as the macros of `macros/activity.html` read it."""

from dataclasses import dataclass

from weekplanner.core import clock, links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.finding.days import starting_a_sentence
from weekplanner.listing.queries import Listed
from weekplanner.listing.selection import ON_LOCATION
from weekplanner.vocabulary.queries import vocabulary

SAID_ELSEWHERE = frozenset({"gratis", "zonder-aanmelden", "van-huis-uit"})
"""Features that the price, the label at the side and the place on a card tell already."""

MOST_FEATURES = 4


@dataclass(frozen=True, slots=True)
class Card:
    """One entry in a list, in the words of the reader's language."""

    url: str
    title: str
    summary: str
    icon: str
    day: str | None
    """None where a heading names the day."""
    time: str
    form: str
    place: str
    distance: str | None
    price: str
    features: tuple[tuple[str, str], ...]
    """Icon and label."""
    join_ways: tuple[str, ...]
    """Empty for what is over: there is nothing left to join."""
    places_free: int | None
    is_cancelled: bool


def card_of(entry: Listed, *, near_pc4: str | None = None, names_day: bool = False) -> Card:
    """The card of an entry, seen from the postcode area `near_pc4`."""
    is_over = entry.ends_at <= clock.now()
    return Card(
        url=links.path("activity", language=texts.language(), slug=entry.slug, id=entry.activity_id),
        title=entry.title,
        summary=entry.summary,
        icon=vocabulary().categories[entry.category].icon,
        day=starting_a_sentence(texts.day(entry.day)) if names_day else None,
        time=texts.span(entry.starts_at, entry.ends_at),
        form=entry.form,
        place=_place(entry),
        distance=_distance(entry, near_pc4),
        price=texts.euros(entry.price_cents),
        features=_features(entry),
        join_ways=() if is_over else entry.join_ways,
        places_free=None if is_over else entry.places_free,
        is_cancelled=entry.is_cancelled,
    )


def _place(entry: Listed) -> str:
    """Where one goes, or how one takes part from home."""
    if entry.form != ON_LOCATION:
        return vocabulary().forms[entry.form].label
    return ", ".join(dict.fromkeys(part for part in (entry.venue, entry.place) if part))


def _distance(entry: Listed, near_pc4: str | None) -> str | None:
    """Between postcode areas: in uw buurt, ongeveer 3 kilometer."""
    if entry.distance_km is None:
        return None
    return _("in uw buurt") if entry.pc4 == near_pc4 else texts.distance(entry.distance_km)


def _features(entry: Listed) -> tuple[tuple[str, str], ...]:
    known = vocabulary().accessibility
    worth_saying = [known[feature] for feature in entry.accessibility if feature not in SAID_ELSEWHERE]
    return tuple((feature.icon, feature.label) for feature in worth_saying[:MOST_FEATURES])
