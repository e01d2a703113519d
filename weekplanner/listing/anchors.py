"""Which feeds and pages a change can concern, found without asking every one.

A selection is kept under its anchors, and an entry looks under its own: where they have none in
common, the selection never matches the entry. Where they do, `Selection.matches` decides.
"""

from collections.abc import Hashable, Iterable, Sequence
from typing import Any, cast

from weekplanner.listing.models import EntryKind
from weekplanner.listing.selection import (
    AT_HOME,
    ON_LOCATION,
    RADII_KM,
    REMOTE_FORMS,
    Scope,
    Selection,
)
from weekplanner.listing.values import Keys

CELL_LATITUDE, CELL_LONGITUDE = 0.25, 0.42
"""Degrees. At 53.7° north, the top of the country, a cell is 27.8 by 27.6 kilometres: no circle with its
middle in a cell reaches further than the cells around it."""

assert max(RADII_KM) == 25


def about(scope: Scope, key: object) -> Hashable:
    """Where pages are kept that tell of one municipality, province, organisation or activity."""
    return (scope, key)


def kind_of(about: Hashable) -> Hashable:
    """Where what tells of every municipality, organisation or activity is kept, given one of them."""
    scope, _key = cast("tuple[Scope, object]", about)
    return scope


def to_json(scope: Scope, key: object) -> list[object]:
    """As the change log keeps it."""
    return [scope.value, key]


def from_json(written: Sequence[Any]) -> Hashable:
    """As the change log kept it."""
    return about(Scope(written[0]), written[1])


def of_selection(selection: Selection) -> Iterable[Hashable]:
    """Where a selection is kept."""
    if selection.scope is Scope.POSTCODE:
        assert selection.circle is not None
        yield _cell(*selection.circle.middle)
        yield (AT_HOME, selection.circle.municipality_code)
        if selection.filters.forms & REMOTE_FORMS:
            yield REMOTE_FORMS
        return
    yield {
        Scope.MUNICIPALITY: about(Scope.MUNICIPALITY, selection.municipality_code),
        Scope.PROVINCE: about(Scope.PROVINCE, selection.province_code),
        Scope.ORGANISATION: about(Scope.ORGANISATION, selection.organisation_id),
        Scope.ACTIVITY: about(Scope.ACTIVITY, selection.activity_id),
        Scope.COUNTRY: Scope.COUNTRY,
        Scope.CONGRESS: Scope.CONGRESS,
    }[selection.scope]


def of_entry(keys: Keys) -> Iterable[Hashable]:
    """Where an entry looks."""
    if keys.kind is EntryKind.CONGRESS:
        yield Scope.CONGRESS
        return
    yield Scope.COUNTRY
    yield about(Scope.MUNICIPALITY, keys.municipality_code)
    yield about(Scope.PROVINCE, keys.province_code)
    yield about(Scope.ORGANISATION, keys.organisation_id)
    yield about(Scope.ACTIVITY, keys.activity_id)
    if keys.form == AT_HOME:
        yield (AT_HOME, keys.municipality_code)
    if keys.form in REMOTE_FORMS:
        yield REMOTE_FORMS
    if keys.form == ON_LOCATION and keys.latitude is not None and keys.longitude is not None:
        row, column = _cell(keys.latitude, keys.longitude)
        yield from ((row + up, column + along) for up in (-1, 0, 1) for along in (-1, 0, 1))


def _cell(latitude: float, longitude: float) -> tuple[int, int]:
    return int(latitude // CELL_LATITUDE), int(longitude // CELL_LONGITUDE)
