"""The addresses of feeds, read into one form: however a query is written, the same feed is the same value."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from weekplanner.core import links, texts
from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.texts import LANGUAGES, SOURCE_LANGUAGE
from weekplanner.core.texts import gettext as _
from weekplanner.feeds.models import Format
from weekplanner.listing.selection import DEFAULT_RADIUS_KM, Filters, Scope, read_filters, read_radius

_PAGES = {
    Scope.POSTCODE: ("feed_postcode", "pc4"),
    Scope.MUNICIPALITY: ("feed_municipality", "slug"),
    Scope.PROVINCE: ("feed_province", "slug"),
    Scope.ORGANISATION: ("feed_organisation", "slug"),
    Scope.ACTIVITY: ("feed_activity", "id"),
    Scope.COUNTRY: ("feed_country", ""),
    Scope.CONGRESS: ("feed_congress", ""),
}
"""The name of each kind of feed among the routes, and what its path calls the thing it is about."""

PREFIX = "/feeds/"

_ID = re.compile("[1-9][0-9]{0,8}")
"""No leading zero, and small enough for the database."""


@dataclass(frozen=True, slots=True)
class Address:
    """Which feed: of what, with which filters, in which format and language that feeds are written in.

    `name` is the postcode's four digits, a slug or the id of an activity; empty for the country and the
    congress.
    """

    scope: Scope
    name: str = ""
    radius_km: int | None = None
    filters: Filters = field(default_factory=Filters)
    language: str = SOURCE_LANGUAGE
    format: Format = Format.ICS

    @property
    def page(self) -> str:
        """The name of its route."""
        return page_of(self.scope, self.format)

    @property
    def url(self) -> str:
        """The whole address, always written the same way."""
        parameter = _PAGES[self.scope][1]
        values = {parameter: self.name} if parameter else {}
        return links.url(self.page, query=self._query(), **values)

    def _query(self) -> dict[str, object]:
        query: dict[str, object] = {}
        if self.radius_km is not None and self.radius_km != DEFAULT_RADIUS_KM:
            query["straal"] = self.radius_km
        query.update(filters_query(self.filters))
        if self.language != SOURCE_LANGUAGE:
            query["taal"] = self.language
        return query

    @property
    def file_name(self) -> str:
        """What the feed is called when it is saved: ASCII, without spaces."""
        parts = ("kom-erbij", self.scope.value, self.name, f"{self.radius_km}km" if self.radius_km else "")
        return f"{'-'.join(part for part in parts if part)}.{self.format.value}"


def page_of(scope: Scope, written_in: Format) -> str:
    """The name of the route of such a feed: that of the calendar, the others with their format behind it."""
    name = _PAGES[scope][0]
    return name if written_in is Format.ICS else f"{name}_{written_in.value}"


def pattern_of(scope: Scope, written_in: Format) -> str:
    """The path of that route."""
    parameter = _PAGES[scope][1]
    parts = (scope.value, f"{{{parameter}}}") if parameter else (scope.value,)
    return f"{PREFIX}{'/'.join(parts)}.{written_in.value}"


def languages() -> tuple[str, ...]:
    """The languages that feeds are written in; another one gets the Dutch feed."""
    return tuple(language for language in LANGUAGES if texts.is_translated(language))


def filters_query(filters: Filters) -> dict[str, object]:
    """Filters as the query of an address, in feeds and on the agenda alike."""
    query: dict[str, list[str]] = {}
    for key, value in filters.pairs():
        query.setdefault(key, []).append(value)
    return dict(query)


def read(scope: Scope, written_in: Format, name: str, query: Mapping[str, Sequence[str]]) -> Address:
    """The address of a feed from the parts of a request.

    Keys that feeds do not know are left alone, since calendar apps and their servers add their own;
    raises UnknownValue for a value that a known key does not have, NotFound for what is no id.
    """
    if scope is Scope.ACTIVITY and not _ID.fullmatch(name):
        raise NotFound
    radius_km = read_radius(_one(query, "straal"))
    return Address(
        scope=scope,
        name=name,
        radius_km=radius_km if scope is Scope.POSTCODE else None,
        filters=read_filters(query),
        language=_language(_one(query, "taal")),
        format=written_in,
    )


def _one(query: Mapping[str, Sequence[str]], key: str) -> str | None:
    values = set(query.get(key, ()))
    if len(values) > 1:
        raise UnknownValue(_("Kies bij %(key)s één waarde.") % {"key": key})
    return values.pop() if values else None


def _language(text: str | None) -> str:
    if text and text not in LANGUAGES:
        raise UnknownValue(_("Deze taal hebben wij niet. Kies nl of en."))
    return text if text and text in languages() else SOURCE_LANGUAGE
