"""The only place that decides what a selection and its filters mean: as SQL, and for one entry at hand.

A selection is what a reader looks at or subscribes to: around a postcode, a municipality, an
organisation, one activity, the whole country; with filters. Repeated values of one filter mean "any
of", of accessibility "all of"; different filters mean "and".
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, time
from enum import Enum
from typing import Any

from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.geo.distance import Point, bounding_box, distance_km
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


class Scope(Enum):
    """What kind of thing a selection is about; the values stand in the feeds' addresses."""

    POSTCODE = "postcode"
    MUNICIPALITY = "gemeente"
    ORGANISATION = "organisatie"
    ACTIVITY = "activiteit"
    COUNTRY = "land"


@dataclass(frozen=True)
class Circle:
    """A postcode area and what lies around it; at-home activities are found by its municipality."""

    pc4: str
    middle: Point
    municipality_code: str
    radius_km: int = DEFAULT_RADIUS_KM

    def holds(self, keys: Keys) -> bool:
        """Whether an activity on location lies in the circle, or comes to homes in it."""
        if keys.form == AT_HOME:
            return keys.municipality_code == self.municipality_code
        if keys.form != ON_LOCATION or keys.latitude is None or keys.longitude is None:
            return False
        return self.reach_km(keys.latitude, keys.longitude) is not None

    def reach_km(self, latitude: float, longitude: float) -> float | None:
        """How far a point is from the middle; None outside the circle."""
        distance = distance_km(self.middle, (latitude, longitude))
        return distance if distance <= self.radius_km else None


@dataclass(frozen=True)
class Filters:
    """What a reader chose; empty means everything. Ids are those of the vocabulary, in any order."""

    categories: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    accessibility: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def holds(self, keys: Keys) -> bool:
        """Whether an entry with these keys is what the reader chose."""
        return (
            (not self.categories or keys.category in self.categories)
            and (not self.forms or keys.form in self.forms)
            and (not self.audiences or not self.audiences.isdisjoint(keys.audiences))
            and self.accessibility.issubset(keys.accessibility)
        )

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
    organisation_id: int | None = None
    activity_id: int | None = None
    filters: Filters = Filters()

    def matches(self, keys: Keys) -> bool:
        """Whether an entry with these keys is in the selection; the same as `where` and `is_near`."""
        if keys.kind is not EntryKind.ACTIVITY or keys.edition_year not in self.edition_years:
            return False
        return self._is_about(keys) and self._shows_category(keys) and self.filters.holds(keys)

    def _is_about(self, keys: Keys) -> bool:
        if self.scope is Scope.POSTCODE:
            assert self.circle is not None
            return self.circle.holds(keys) or keys.form in self._remote_forms
        if self.scope is Scope.MUNICIPALITY:
            return keys.municipality_code == self.municipality_code
        if self.scope is Scope.ORGANISATION:
            return keys.organisation_id == self.organisation_id
        if self.scope is Scope.ACTIVITY:
            return keys.activity_id == self.activity_id
        return True

    def _shows_category(self, keys: Keys) -> bool:
        """What is for professionals stays out of residents' selections unless it is asked for."""
        return self._is_of_one or not keys.is_for_professionals or keys.category in self.filters.categories

    @property
    def _is_of_one(self) -> bool:
        return self.scope in (Scope.ORGANISATION, Scope.ACTIVITY)

    @property
    def _remote_forms(self) -> frozenset[str]:
        """Around a postcode, what one joins from home is there only when it is asked for."""
        return self.filters.forms & REMOTE_FORMS

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

    def with_forms(self, forms: AbstractSet[str]) -> "Selection":
        """The same, of these forms only."""
        return replace(self, filters=replace(self.filters, forms=frozenset(forms)))

    def where(self, alias: str) -> "Condition":
        """The selection in SQL, on the key columns of the table `alias`.

        Around a postcode it finds what is in a box; `is_near` then decides.
        """
        parts = [
            *self._where_held(alias),
            *self._where_about(alias),
            *self._where_filters(alias),
        ]
        if not self._is_of_one:
            parts.append(self._where_category_shown(alias))
        return Condition.every(parts)

    def _where_held(self, alias: str) -> list["Condition"]:
        """The editions, and the kind of entry.

        Except for the whole country they are written so that no index fits: until its statistics are
        gathered, SQLite takes an index on the year for the best, and reads everything.
        """
        year, kind = f"{alias}.edition_year", f"{alias}.kind"
        if self.scope is not Scope.COUNTRY:
            year, kind = f"+{year}", f"COALESCE({kind}, '')"
        return [
            Condition.any_of(year, self.edition_years),
            Condition(f"{kind} = ?", (EntryKind.ACTIVITY.value,)),
        ]

    def _where_category_shown(self, alias: str) -> "Condition":
        for_residents = Condition(f"NOT {alias}.is_for_professionals", ())
        asked_for = professional_categories() & self.filters.categories
        if not asked_for:
            return for_residents
        return Condition.either([for_residents, Condition.any_of(f"{alias}.category", sorted(asked_for))])

    def _where_about(self, alias: str) -> list["Condition"]:
        if self.scope is Scope.POSTCODE:
            return [self._where_near(alias)]
        one = {
            Scope.MUNICIPALITY: ("municipality_code", self.municipality_code),
            Scope.ORGANISATION: ("organisation_id", self.organisation_id),
            Scope.ACTIVITY: ("activity_id", self.activity_id),
        }.get(self.scope)
        return [Condition(f"{alias}.{one[0]} = ?", (one[1],))] if one else []

    def _where_near(self, alias: str) -> "Condition":
        assert self.circle is not None
        box = bounding_box(self.circle.middle, self.circle.radius_km)
        near = Condition(
            f"({alias}.form = ? AND {alias}.latitude BETWEEN ? AND ? AND {alias}.longitude BETWEEN ? AND ?)",
            (ON_LOCATION, box.south, box.north, box.west, box.east),
        )
        at_home = Condition(
            f"({alias}.form = ? AND {alias}.municipality_code = ?)", (AT_HOME, self.circle.municipality_code)
        )
        found = [near, at_home]
        if self._remote_forms:
            found.append(Condition.any_of(f"{alias}.form", sorted(self._remote_forms)))
        return Condition.either(found)

    def _where_filters(self, alias: str) -> Iterable["Condition"]:
        chosen = self.filters
        if chosen.categories:
            yield Condition.any_of(f"{alias}.category", sorted(chosen.categories))
        if chosen.forms:
            yield Condition.any_of(f"{alias}.form", sorted(chosen.forms))
        if chosen.audiences:
            words = [f"% {audience} %" for audience in sorted(chosen.audiences)]
            yield Condition.either([Condition(f"{alias}.audiences LIKE ?", (word,)) for word in words])
        for feature in sorted(chosen.accessibility):
            yield Condition(f"{alias}.accessibility LIKE ?", (f"% {feature} %",))


@dataclass(frozen=True)
class When:
    """The days and parts of the day a reader of the agenda chose; empty means all of them."""

    days: frozenset[date] = frozenset()
    parts_of_day: frozenset[str] = frozenset()

    def holds(self, day: date, start_minute: int) -> bool:
        """Whether something that starts then (minutes after local midnight) is what the reader chose."""
        return (not self.days or day in self.days) and self._is_part_of_day(start_minute)

    def _is_part_of_day(self, start_minute: int) -> bool:
        starts = time(start_minute // 60, start_minute % 60)
        return not self.parts_of_day or part_of_day(starts).id in self.parts_of_day

    def where_part_of_day(self, alias: str) -> "Condition | None":
        """The parts of the day in SQL; None when there is nothing to leave out."""
        if not self.parts_of_day:
            return None
        stretches = [part[1:] for part in _minutes_of_parts() if part[0] in self.parts_of_day]
        between = f"({alias}.start_minute >= ? AND {alias}.start_minute < ?)"
        return Condition.either([Condition(between, stretch) for stretch in stretches])


def _minutes_of_parts() -> Iterable[tuple[str, int, int]]:
    """Each part of the day with its first minute and the first one past it."""
    begin = 0
    for part in vocabulary().parts_of_day.values():
        end = part.before.hour * 60 + part.before.minute if part.before else 24 * 60
        yield part.id, begin, end
        begin = end


@dataclass(frozen=True)
class Condition:
    """A piece of SQL with its parameters; `?` on both databases."""

    sql: str
    parameters: tuple[Any, ...]

    @classmethod
    def any_of(cls, column: str, values: Sequence[Any]) -> "Condition":
        """`column` is one of `values`; of none, nothing is found."""
        if not values:
            return cls("1 = 0", ())
        return cls(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))

    @classmethod
    def every(cls, parts: Sequence["Condition"]) -> "Condition":
        """All of `parts`."""
        return cls(" AND ".join(part.sql for part in parts), sum((part.parameters for part in parts), ()))

    @classmethod
    def either(cls, parts: Sequence["Condition"]) -> "Condition":
        """At least one of `parts`."""
        joined = " OR ".join(part.sql for part in parts)
        return cls(f"({joined})", sum((part.parameters for part in parts), ()))


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


def read_when(values: Mapping[str, Sequence[str]]) -> When:
    """The days and parts of the day of an address; raises UnknownValue for what is neither."""
    return When(
        days=frozenset(_day(text) for text in _few(values, "dag")),
        parts_of_day=_chosen(values, "dagdeel", vocabulary().parts_of_day),
    )


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
