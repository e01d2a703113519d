"""Conditions on entries, said once and read three ways: as SQL, for one entry at hand, and as sets of bits.

The third is how `listing.board` answers: each value of each key has the set of entries that hold it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any, Protocol

from weekplanner.geo.distance import Point, bounding_box, distance_km
from weekplanner.listing.values import Keys

EVERYTHING = -1
"""All bits: the set that leaves nothing out."""


@dataclass(frozen=True)
class Condition:
    """A piece of SQL with its parameters; `?` on both databases."""

    sql: str
    parameters: tuple[Any, ...] = ()

    @classmethod
    def any_of(cls, column: str, values: Sequence[Any]) -> "Condition":
        """`column` is one of `values`; of none, nothing is found."""
        if not values:
            return cls("1 = 0")
        return cls(f"{column} IN ({', '.join('?' * len(values))})", tuple(values))

    @classmethod
    def every(cls, parts: Sequence["Condition"]) -> "Condition":
        """All of `parts`."""
        if not parts:
            return cls("1 = 1")
        return cls(" AND ".join(part.sql for part in parts), sum((part.parameters for part in parts), ()))

    @classmethod
    def either(cls, parts: Sequence["Condition"]) -> "Condition":
        """At least one of `parts`."""
        joined = " OR ".join(part.sql for part in parts)
        return cls(f"({joined})", sum((part.parameters for part in parts), ()))


class Sets(Protocol):
    """Which entries hold a value, each entry as one bit."""

    def holding(self, column: str, value: Any) -> int:
        """Those whose `column` is, or has among its values, `value`."""

    def near(self, holds: Callable[[Point], bool], box: tuple[float, float, float, float]) -> int:
        """Those at a point for which `holds`, all of which lie in the box (south, west, north, east)."""


class Term(Protocol):
    """A condition on the keys of an entry."""

    def sql(self, alias: str) -> Condition:
        """On the columns of the table `alias`; a `Near` finds what is in a box."""

    def holds(self, keys: Keys) -> bool:
        """Of one entry."""

    def bits(self, sets: Sets) -> int:
        """Of all at once."""


@dataclass(frozen=True)
class OneOf:
    """A key has one of these values."""

    column: str
    values: frozenset[Any]

    def sql(self, alias: str) -> Condition:
        """Read by `Term`."""
        return Condition.any_of(f"{alias}.{self.column}", sorted(self.values))

    def holds(self, keys: Keys) -> bool:
        """Read by `Term`."""
        return getattr(keys, self.column) in self.values

    def bits(self, sets: Sets) -> int:
        """Read by `Term`."""
        return reduce(or_, (sets.holding(self.column, value) for value in self.values), 0)


@dataclass(frozen=True)
class Has:
    """A list of ids has this one in it."""

    column: str
    value: str

    def sql(self, alias: str) -> Condition:
        """Read by `Term`; each id stands between spaces."""
        return Condition(f"{alias}.{self.column} LIKE ?", (f"% {self.value} %",))

    def holds(self, keys: Keys) -> bool:
        """Read by `Term`."""
        return self.value in getattr(keys, self.column)

    def bits(self, sets: Sets) -> int:
        """Read by `Term`."""
        return sets.holding(self.column, self.value)


@dataclass(frozen=True)
class Near:
    """At most so far from a point, as the crow flies."""

    middle: Point
    radius_km: int

    def sql(self, alias: str) -> Condition:
        """What is in a box around the circle: the index finds it, `holds` decides."""
        box = bounding_box(self.middle, self.radius_km)
        return Condition(
            f"{alias}.latitude BETWEEN ? AND ? AND {alias}.longitude BETWEEN ? AND ?",
            (box.south, box.north, box.west, box.east),
        )

    def holds(self, keys: Keys) -> bool:
        """Read by `Term`; what has no place is nowhere near."""
        if keys.latitude is None or keys.longitude is None:
            return False
        return self.reach_km(Point(keys.latitude, keys.longitude)) is not None

    def bits(self, sets: Sets) -> int:
        """Read by `Term`."""
        box = bounding_box(self.middle, self.radius_km)
        return sets.near(lambda point: self.reach_km(point) is not None, box)

    def reach_km(self, point: Point) -> float | None:
        """How far a point is from the middle; None outside the circle."""
        distance = distance_km(self.middle, point)
        return distance if distance <= self.radius_km else None


@dataclass(frozen=True)
class Every:
    """All of these."""

    parts: tuple[Term, ...]

    def sql(self, alias: str) -> Condition:
        """Read by `Term`."""
        every = Condition.every([part.sql(alias) for part in self.parts])
        return Condition(f"({every.sql})", every.parameters)

    def holds(self, keys: Keys) -> bool:
        """Read by `Term`."""
        return all(part.holds(keys) for part in self.parts)

    def bits(self, sets: Sets) -> int:
        """Read by `Term`."""
        return reduce(and_, (part.bits(sets) for part in self.parts), EVERYTHING)


@dataclass(frozen=True)
class Either:
    """At least one of these."""

    parts: tuple[Term, ...]

    def sql(self, alias: str) -> Condition:
        """Read by `Term`."""
        return Condition.either([part.sql(alias) for part in self.parts])

    def holds(self, keys: Keys) -> bool:
        """Read by `Term`."""
        return any(part.holds(keys) for part in self.parts)

    def bits(self, sets: Sets) -> int:
        """Read by `Term`."""
        return reduce(or_, (part.bits(sets) for part in self.parts), 0)


def either_of(column: str, values: Iterable[str]) -> Either:
    """A list of ids has at least one of these in it."""
    return Either(tuple(Has(column, value) for value in sorted(values)))
