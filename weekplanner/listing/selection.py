"""The only place that decides what a selection and its filters mean; `listing.logic` reads it three ways.

A selection is what a reader looks at or subscribes to: around a postcode, a municipality, an
organisation, one activity, the whole country; with filters. Repeated values of one filter mean "any
of", of accessibility "all of"; different filters mean "and".
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum

from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import normalised
from weekplanner.core.texts import gettext as _
from weekplanner.geo.distance import Point
from weekplanner.listing.logic import Condition, Either, Every, Has, Near, OneOf, Term, either_of
from weekplanner.listing.models import EntryKind
from weekplanner.listing.values import Keys
from weekplanner.vocabulary.queries import part_of_day, professional_categories, vocabulary

RADII_KM = (1, 2, 5, 10, 25)
DEFAULT_RADIUS_KM = 5

ON_LOCATION = "op-locatie"
AT_HOME = "thuis"
REMOTE_FORMS = frozenset({"online", "telefoon"})
"""Activities that belong to every postcode."""

MAX_FILTER_VALUES = 40
MAX_SEARCH_LENGTH = 200
MAX_SEARCH_WORDS = 10

YES = "ja"
"""How a filter that is on or off stands in an address."""


class Scope(Enum):
    """What kind of thing a selection is about; the values stand in the feeds' addresses."""

    POSTCODE = "postcode"
    MUNICIPALITY = "gemeente"
    PROVINCE = "provincie"
    ORGANISATION = "organisatie"
    ACTIVITY = "activiteit"
    COUNTRY = "land"
    CONGRESS = "congres"


@dataclass(frozen=True)
class Circle:
    """A postcode area and what lies around it; at-home activities are found by its municipality."""

    pc4: str
    middle: Point
    municipality_code: str
    radius_km: int = DEFAULT_RADIUS_KM

    def reach_km(self, latitude: float, longitude: float) -> float | None:
        """How far a point is from the middle; None outside the circle."""
        return self._near.reach_km(Point(latitude, longitude))

    @property
    def term(self) -> Term:
        """What lies in the circle, or comes to homes in its municipality."""
        on_location = Every((OneOf("form", frozenset({ON_LOCATION})), self._near))
        at_home = Every(
            (
                OneOf("form", frozenset({AT_HOME})),
                OneOf("municipality_code", frozenset({self.municipality_code})),
            )
        )
        return Either((on_location, at_home))

    @property
    def _near(self) -> Near:
        return Near(self.middle, self.radius_km)


@dataclass(frozen=True)
class Filters:
    """What a reader chose; empty means everything. Ids are those of the vocabulary, in any order."""

    categories: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    accessibility: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def terms(self) -> Iterable[Term]:
        """What was chosen, each filter as one condition."""
        if self.categories:
            yield OneOf("category", self.categories)
        if self.forms:
            yield OneOf("form", self.forms)
        if self.audiences:
            yield either_of("audiences", self.audiences)
        for feature in sorted(self.accessibility):
            yield Has("accessibility", feature)

    def pairs(self) -> list[tuple[str, str]]:
        """As key and value in an address, always in the same order."""
        values = (
            ("categorie", self.categories),
            ("doelgroep", self.audiences),
            ("toegankelijk", self.accessibility),
            ("vorm", self.forms),
        )
        return [(key, value) for key, chosen in values for value in sorted(chosen)]


@dataclass(frozen=True)
class Selection:
    """What a reader looks at, in the editions that are held."""

    scope: Scope
    edition_years: tuple[int, ...]
    circle: Circle | None = None
    municipality_code: str | None = None
    province_code: str | None = None
    organisation_id: int | None = None
    activity_id: int | None = None
    filters: Filters = Filters()

    @property
    def kind(self) -> EntryKind:
        """What entries it is made of: a congress, for professionals, is in no agenda."""
        return EntryKind.CONGRESS if self.scope is Scope.CONGRESS else EntryKind.ACTIVITY

    def term(self) -> Term:
        """Everything that a selection means, but for the edition and the kind of entry."""
        return Every(tuple(self._terms()))

    def _terms(self) -> Iterator[Term]:
        if self.scope is Scope.POSTCODE:
            assert self.circle is not None
            remote = self.filters.forms & REMOTE_FORMS
            # What one joins from home is around a postcode only when it is asked for.
            yield Either((self.circle.term, OneOf("form", remote))) if remote else self.circle.term
        elif self.scope in _KEY_OF:
            column = _KEY_OF[self.scope]
            yield OneOf(column, frozenset({getattr(self, column)}))
        if self.scope not in _OF_ONE:
            # What is for professionals stays out of residents' selections unless it is asked for.
            for_residents = OneOf("is_for_professionals", frozenset({False}))
            asked_for = professional_categories() & self.filters.categories
            yield Either((for_residents, OneOf("category", asked_for))) if asked_for else for_residents
        yield from self.filters.terms()

    def matches(self, keys: Keys) -> bool:
        """Whether an entry with these keys is in the selection; the same as `where` and `is_near`."""
        is_held = keys.kind is self.kind and keys.edition_year in self.edition_years
        return is_held and self.term().holds(keys)

    def where(self, alias: str) -> Condition:
        """The selection in SQL, on the key columns of the table `alias`.

        Around a postcode it finds what is in a box; `is_near` then decides.
        """
        return Condition.every([*self._where_held(alias), self.term().sql(alias)])

    def _where_held(self, alias: str) -> list[Condition]:
        """The editions, and the kind of entry.

        Except for the whole country they are written so that no index fits: until its statistics are
        gathered, SQLite takes an index on the year for the best, and reads everything.
        """
        year, kind = f"{alias}.edition_year", f"{alias}.kind"
        if self.scope is not Scope.COUNTRY:
            year, kind = f"+{year}", f"COALESCE({kind}, '')"
        return [
            Condition.any_of(year, self.edition_years),
            Condition(f"{kind} = ?", (self.kind.value,)),
        ]

    def is_near(self, form: str, latitude: float | None, longitude: float | None) -> bool:
        """Whether a row that `where` found lies in the circle and not just in the box around it."""
        if self.circle is None or form != ON_LOCATION:
            return True
        assert latitude is not None
        assert longitude is not None
        return self.circle.reach_km(latitude, longitude) is not None

    def in_the_area(self) -> "Selection | None":
        """The part one goes out for, or that comes to the door; None when the filters leave it out."""
        forms = (self.filters.forms or vocabulary().forms.keys()) - REMOTE_FORMS
        return self.with_forms(forms) if forms else None

    def from_home(self) -> "Selection | None":
        """The part one joins online or by telephone; None when the filters leave it out.

        In the agenda it belongs to every postcode; a postcode's feed holds it only when it is asked for.
        """
        forms = (self.filters.forms or REMOTE_FORMS) & REMOTE_FORMS
        if not forms:
            return None
        part = self.with_forms(forms)
        return replace(part, scope=Scope.COUNTRY, circle=None) if self.circle else part

    def shown_part(self) -> "Selection":
        """The part that stands in the list: what one goes out for, unless only the rest is asked for."""
        part = self.in_the_area() or self.from_home()
        assert part is not None, "every form is one or the other"
        return part

    def with_forms(self, forms: AbstractSet[str]) -> "Selection":
        """The same, of these forms only."""
        return replace(self, filters=replace(self.filters, forms=frozenset(forms)))


_KEY_OF = {
    Scope.MUNICIPALITY: "municipality_code",
    Scope.PROVINCE: "province_code",
    Scope.ORGANISATION: "organisation_id",
    Scope.ACTIVITY: "activity_id",
}
"""The key that all entries of a selection have in common."""

_OF_ONE = frozenset({Scope.ORGANISATION, Scope.ACTIVITY, Scope.CONGRESS})
"""Selections that show professionals' categories too."""


@dataclass(frozen=True)
class Search:
    """What a reader of the agenda asks besides, and a calendar cannot; empty means everything."""

    days: frozenset[date] = frozenset()
    parts_of_day: frozenset[str] = frozenset()
    words: tuple[str, ...] = ()
    """Each must be part of the entry's text; as texts are compared (`normalised`)."""
    has_places: bool = False
    """Only what goes on and has a place left; where nobody counts places there always is one."""

    @property
    def where_words(self) -> Condition | None:
        """The words in SQL; None without any."""
        if not self.words:
            return None
        return Condition.every([Condition("e.search_text LIKE ?", (f"%{word}%",)) for word in self.words])


def part_of_minute(start_minute: int) -> str:
    """The part of the day in which something starts so many minutes after local midnight."""
    return part_of_day(time(start_minute // 60, start_minute % 60)).id


def read_filters(values: Mapping[str, Sequence[str]]) -> Filters:
    """The filters of an address, by its Dutch keys; raises UnknownValue for an id nobody knows."""
    lists = vocabulary()
    return Filters(
        categories=_chosen(values, "categorie", lists.categories),
        audiences=_chosen(values, "doelgroep", lists.audiences),
        accessibility=_chosen(values, "toegankelijk", lists.accessibility),
        forms=_chosen(values, "vorm", lists.forms),
    )


def read_radius(text: str | None) -> int:
    """The radius of an address in kilometres; raises UnknownValue for one that is not offered."""
    if not text:
        return DEFAULT_RADIUS_KM
    if text not in map(str, RADII_KM):
        raise UnknownValue(_("Kies een afstand van 1, 2, 5, 10 of 25 kilometer."))
    return int(text)


def read_search(values: Mapping[str, Sequence[str]]) -> Search:
    """What an address searches for, by its Dutch keys; raises UnknownValue for what cannot be searched."""
    return Search(
        days=frozenset(_day(text) for text in _few(values, "dag")),
        parts_of_day=_chosen(values, "dagdeel", vocabulary().parts_of_day),
        words=search_words(" ".join(values.get("q", ()))),
        has_places=bool(_chosen(values, "vrij", {YES: None})),
    )


def search_words(text: str) -> tuple[str, ...]:
    """The words of a text that is searched for, each once; raises UnknownValue for too many."""
    if len(text) > MAX_SEARCH_LENGTH:
        raise UnknownValue(_("Dit is te lang om naar te zoeken. Typ een paar woorden."))
    words = tuple(dict.fromkeys(normalised(text).split()))
    if len(words) > MAX_SEARCH_WORDS:
        raise UnknownValue(_("Dit zijn te veel woorden om naar te zoeken. Typ er een paar."))
    return words


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:  # other notations of ISO 8601 are not offered
        raise UnknownValue(_("Deze dag bestaat niet. Kies een dag van de week."))
    return day


def _chosen(values: Mapping[str, Sequence[str]], key: str, known: Mapping[str, object]) -> frozenset[str]:
    chosen = _few(values, key)
    if not chosen.issubset(known):
        raise UnknownValue(_("Deze keuze kennen wij niet. Kies opnieuw."))
    return chosen


def _few(values: Mapping[str, Sequence[str]], key: str) -> frozenset[str]:
    """The values of one key that are filled in, when there are no more than a reader would choose."""
    chosen = frozenset(value for value in values.get(key, ()) if value)
    if len(chosen) > MAX_FILTER_VALUES:
        raise UnknownValue(_("Dit zijn te veel keuzes tegelijk. Kies opnieuw."))
    return chosen
