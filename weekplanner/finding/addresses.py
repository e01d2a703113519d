"""What the address of the agenda asks for, and the addresses that ask for something else."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from starlette.datastructures import QueryParams

from weekplanner.core import links, texts
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.geo.place_names import typed_postcode
from weekplanner.listing.selection import (
    DEFAULT_RADIUS_KM,
    YES,
    Filters,
    Search,
    read_filters,
    read_radius,
    read_search,
)
from weekplanner.web.paging import page_number

KEYS = (
    "waar",
    "postcode",
    "gemeente",
    "straal",
    "dag",
    "dagdeel",
    "categorie",
    "doelgroep",
    "toegankelijk",
    "vorm",
    "q",
    "vrij",
    "jaar",
    "pagina",
)
"""The keys that mean something; others, such as those that a newsletter adds, are ignored."""

ALWAYS = Search()
NO_FILTERS = Filters()


@dataclass(frozen=True)
class Asked:
    """The keys of an agenda's address, read and known to be well-formed.

    `typed` is what a person typed for a place; it stands before `pc4` and `municipality_slug`. `year` is
    None for the current edition.
    """

    typed: str | None = None
    pc4: str | None = None
    municipality_slug: str | None = None
    radius_km: int = DEFAULT_RADIUS_KM
    search: Search = ALWAYS
    text: str = ""
    """What is searched for, as it was typed."""
    filters: Filters = NO_FILTERS
    year: int | None = None
    page: int = 1

    @property
    def has_choices(self) -> bool:
        """Whether more is asked than a place and a day."""
        return self.filters != NO_FILTERS or replace(self.search, days=frozenset()) != ALWAYS

    def pairs(self) -> list[tuple[str, str]]:
        """As keys and values of an address, always in the same order, without what goes without saying."""
        found = (
            ("postcode", self.pc4),
            ("gemeente", self.municipality_slug),
            ("straal", str(self.radius_km) if self.radius_km != DEFAULT_RADIUS_KM else None),
            *(("dag", day.isoformat()) for day in sorted(self.search.days)),
            *(("dagdeel", part) for part in sorted(self.search.parts_of_day)),
            *self.filters.pairs(),
            ("q", self.text),
            ("vrij", YES if self.search.has_places else None),
            ("jaar", str(self.year) if self.year else None),
            ("pagina", str(self.page) if self.page > 1 else None),
        )
        return [(key, value) for key, value in found if value]

    def query(self) -> dict[str, list[str]]:
        """The same by key."""
        return _by_key(self.pairs())

    def path(self, route: str) -> str:
        """The path of a page that takes these keys, in the reader's language."""
        return links.path(route, language=texts.language(), query=self.query())

    def path_without(self, route: str, key: str, value: str) -> str:
        """The first page of the same, without one of the values that were chosen."""
        kept = [pair for pair in self.at_page(1).pairs() if pair != (key, value)]
        return links.path(route, language=texts.language(), query=_by_key(kept))

    def at_postcode(self, pc4: str) -> "Asked":
        """The same around a postcode."""
        return replace(self, typed=None, pc4=pc4, municipality_slug=None, page=1)

    def at_municipality(self, slug: str) -> "Asked":
        """The same in a municipality, which has no radius."""
        return replace(
            self, typed=None, pc4=None, municipality_slug=slug, radius_km=DEFAULT_RADIUS_KM, page=1
        )

    def anywhere(self) -> "Asked":
        """The same in the whole country."""
        return replace(
            self, typed=None, pc4=None, municipality_slug=None, radius_km=DEFAULT_RADIUS_KM, page=1
        )

    def within(self, radius_km: int) -> "Asked":
        """The same with another radius."""
        return replace(self, radius_km=radius_km, page=1)

    def on(self, *days: date) -> "Asked":
        """The same on these days; on all of them when there are none."""
        return replace(self, search=replace(self.search, days=frozenset(days)), page=1)

    def with_forms(self, forms: frozenset[str]) -> "Asked":
        """The same for other ways to take part."""
        return replace(self, filters=replace(self.filters, forms=forms), page=1)

    def without_words(self) -> "Asked":
        """The same, whatever stands in its text."""
        return replace(self, search=replace(self.search, words=()), text="", page=1)

    def without_choices(self) -> "Asked":
        """The same place and day, and nothing else."""
        return replace(self, search=Search(days=self.search.days), text="", filters=NO_FILTERS, page=1)

    def just_the_place(self) -> "Asked":
        """The address that search engines keep."""
        return Asked(pc4=self.pc4, municipality_slug=self.municipality_slug, year=self.year)

    def at_page(self, number: int) -> "Asked":
        """Another page of the same list."""
        return replace(self, page=number)


def read(parameters: QueryParams) -> Asked:
    """What an address asks; raises UnknownValue, with a sentence for the reader, for what it cannot mean."""
    values = {key: [one_line(value) for value in parameters.getlist(key)] for key in KEYS}
    postcode, slug = _one(values, "postcode"), _one(values, "gemeente")
    if postcode and slug:
        raise UnknownValue(_("Kies een postcode of een gemeente, niet allebei."))
    return Asked(
        typed=_one(values, "waar"),
        pc4=_pc4(postcode) if postcode else None,
        municipality_slug=slug,
        radius_km=read_radius(_one(values, "straal")),
        search=read_search(values),
        text=" ".join(values["q"]).strip(),
        filters=read_filters(values),
        year=_year(_one(values, "jaar")),
        page=page_number(_one(values, "pagina")),
    )


def _by_key(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def _one(values: Mapping[str, Sequence[str]], key: str) -> str | None:
    filled_in = {value for value in values[key] if value}
    if len(filled_in) > 1:
        raise UnknownValue(_("In dit adres staat iets dubbel. Kies opnieuw."))
    return filled_in.pop() if filled_in else None


def _pc4(text: str) -> str:
    postcode = typed_postcode(text)
    if postcode is None or text.replace(" ", "").upper() != f"{postcode.pc4}{postcode.letters}":
        raise UnknownValue(_("Deze postcode klopt niet. Vul 4 cijfers in, bijvoorbeeld 3511."))
    return postcode.pc4


def _year(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise UnknownValue(_("Van dit jaar hebben wij geen agenda."))
    return int(text)


def for_the_whole_week(asked: Asked) -> Asked:
    """A calendar follows a selection, not a day of it."""
    return replace(asked, search=ALWAYS, text="", year=None, page=1)
