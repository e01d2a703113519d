"""The activities of a municipality in a page of another site: what its address asks, and what it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from starlette.datastructures import QueryParams

from weekplanner.core import clock, links, texts
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition, Phase
from weekplanner.finding.addresses import NO_FILTERS, Asked
from weekplanner.finding.agenda import DayGroup, check_days
from weekplanner.finding.areas import Area
from weekplanner.finding.cards import card_of
from weekplanner.geo.models import Municipality
from weekplanner.listing import queries as listing
from weekplanner.listing.queries import Listed
from weekplanner.listing.selection import (
    REMOTE_FORMS,
    Filters,
    Search,
    read_filters,
    read_search,
)
from weekplanner.listing.views import NOTHING, Count, View, view

COLOUR, LETTER, NUMBER = "kleur", "letter", "aantal"

COLOURS = ("warm", "wit", "donker")
"""What there is to choose from, the usual one first. Each is a whole set of colours with enough contrast
(WCAG 2.2 SC 1.4.3 and 1.4.11): a colour that somebody makes up could be hard to read."""

LETTERS = ("gewoon", "groot")
FEWEST, USUAL_NUMBER, MOST = 3, 10, 30

KEYS = (COLOUR, LETTER, NUMBER, "dag", "categorie", "doelgroep", "toegankelijk", "vorm")
"""The keys that mean something; others are ignored, as those of the agenda are."""


@dataclass(frozen=True)
class Wanted:
    """How the list must look, and what must be in it."""

    colour: str = COLOURS[0]
    letter: str = LETTERS[0]
    number: int = USUAL_NUMBER
    days: frozenset[date] = frozenset()
    filters: Filters = NO_FILTERS

    @property
    def search(self) -> Search:
        """What is asked besides the filters."""
        return Search(days=self.days)

    def query(self) -> dict[str, list[str]]:
        """As keys and values of an address, always in the same order, without what goes without saying."""
        found = (
            (COLOUR, self.colour if self.colour != COLOURS[0] else None),
            (LETTER, self.letter if self.letter != LETTERS[0] else None),
            (NUMBER, str(self.number) if self.number != USUAL_NUMBER else None),
            *(("dag", day.isoformat()) for day in sorted(self.days)),
            *self.filters.pairs(),
        )
        by_key: dict[str, list[str]] = {}
        for key, value in found:
            if value:
                by_key.setdefault(key, []).append(value)
        return by_key

    def on(self, *days: date) -> "Wanted":
        """The same on these days; on all of them when there are none."""
        return replace(self, days=frozenset(days))


@dataclass(frozen=True)
class DayLink:
    """A day that a reader can choose in the list."""

    day: date
    count: int
    url: str
    is_current: bool


@dataclass(frozen=True)
class Widget:
    """The list, ready to be shown."""

    municipality: Municipality
    wanted: Wanted
    edition: Edition | None = None
    phase: Phase = Phase.BEFORE
    days: Sequence[DayLink] = ()
    groups: Sequence[DayGroup] = ()
    total: Count = NOTHING
    """Of the days that were chosen, in the agenda."""
    from_home: Count = NOTHING
    """What one joins online or by telephone, besides the list."""

    @property
    def all_days_url(self) -> str:
        """The same on all days."""
        return path_of(self.municipality.slug, self.wanted.on())

    @property
    def agenda_url(self) -> str:
        """Everything, of which the list is the beginning."""
        return self._agenda(self.wanted.filters)

    @property
    def from_home_url(self) -> str:
        """What one joins online or by telephone."""
        filters = self.wanted.filters
        return self._agenda(replace(filters, forms=(filters.forms or REMOTE_FORMS) & REMOTE_FORMS))

    def _agenda(self, filters: Filters) -> str:
        asked = Asked(municipality_slug=self.municipality.slug, search=self.wanted.search, filters=filters)
        return asked.path("agenda")


def read(parameters: QueryParams) -> Wanted:
    """What an address asks; raises UnknownValue, with a sentence for who made the address."""
    values = {key: [one_line(value) for value in parameters.getlist(key)] for key in KEYS}
    return Wanted(
        colour=_one_of(values, COLOUR, COLOURS),
        letter=_one_of(values, LETTER, LETTERS),
        number=_number(values),
        days=read_search({"dag": values["dag"]}).days,
        filters=read_filters(values),
    )


def path_of(slug: str, wanted: Wanted) -> str:
    """The path of the list, in the reader's language."""
    return links.path("widget_municipality", language=texts.language(), query=wanted.query(), slug=slug)


def url_of(slug: str, wanted: Wanted) -> str:
    """The address of the list, for a frame in a page of another site."""
    return links.url("widget_municipality", language=texts.language(), query=wanted.query(), slug=slug)


def title_of(municipality: Municipality) -> str:
    """What a screen reader calls the frame."""
    return _("Activiteiten in de gemeente %(municipality)s") % {"municipality": municipality.name}


async def widget(municipality: Municipality, wanted: Wanted, edition: Edition | None) -> Widget:
    """What there is to do in a municipality, what comes next first; raises UnknownValue for another day."""
    if edition is None:
        return Widget(municipality, wanted)
    check_days(Asked(search=wanted.search), edition)
    today = clock.today()
    phase = edition.phase(today)
    if phase is Phase.AFTER:
        return Widget(municipality, wanted, edition, phase)
    area = Area(municipality.name, municipality_code=municipality.code, municipality_slug=municipality.slug)
    selection = area.selection(edition.year, wanted.filters)
    near, home = selection.in_the_area(), selection.from_home()
    looked = await view(selection, wanted.search)
    here = looked.part(selection.shown_part())
    per_day = here.per_day()
    return Widget(
        municipality,
        wanted,
        edition,
        phase,
        days=_days(municipality.slug, wanted, per_day, today),
        groups=_groups(await _to_come(here, wanted.number, today), per_day),
        total=here.total(),
        from_home=looked.part(home).total() if near and home else NOTHING,
    )


async def _to_come(here: View, number: int, today: date) -> list[Listed]:
    """The first so many that are not over yet; of today the agenda begins with what is."""
    of_today = here.per_day().get(today, NOTHING).listed
    found = await listing.entries(here.page(limit=number + of_today, today=today))
    now = clock.now()
    return [entry for entry in found if entry.ends_at > now][:number]


def _days(slug: str, wanted: Wanted, per_day: Mapping[date, Count], today: date) -> list[DayLink]:
    """The days to come on which there is something to do, and any day that was chosen."""
    offered = {day for day, count in per_day.items() if count.going_on and day >= today}
    return [
        DayLink(
            day=day,
            count=per_day.get(day, NOTHING).going_on,
            url=path_of(slug, wanted.on(day)),
            is_current=day in wanted.days,
        )
        for day in sorted(offered | wanted.days)
    ]


def _groups(entries: Sequence[Listed], per_day: Mapping[date, Count]) -> list[DayGroup]:
    return [
        DayGroup(day, per_day.get(day, NOTHING), is_past=False, cards=[card_of(entry) for entry in of_day])
        for day, of_day in groupby(entries, key=_day_of)
    ]


def _day_of(entry: Listed) -> date:
    return entry.day


def _one_of(values: Mapping[str, Sequence[str]], key: str, known: Sequence[str]) -> str:
    value = _one(values, key)
    if value is None:
        return known[0]
    if value not in known:
        raise UnknownValue(
            _("Bij ‘%(key)s’ kunt u kiezen uit: %(choices)s.")
            % {"key": key, "choices": texts.listed([*known])}
        )
    return value


def _number(values: Mapping[str, Sequence[str]]) -> int:
    value = _one(values, NUMBER)
    if value is None:
        return USUAL_NUMBER
    if value not in map(str, range(FEWEST, MOST + 1)):
        raise UnknownValue(
            _("Bij ‘aantal’ kunt u kiezen uit een getal van %(fewest)s tot en met %(most)s.")
            % {"fewest": FEWEST, "most": MOST}
        )
    return int(value)


def _one(values: Mapping[str, Sequence[str]], key: str) -> str | None:
    """The one value of a key; raises UnknownValue for two that differ."""
    filled_in = {value for value in values[key] if value}
    if len(filled_in) > 1:
        raise UnknownValue(_("In dit adres staat ‘%(key)s’ dubbel. Kies er één.") % {"key": key})
    return filled_in.pop() if filled_in else None
