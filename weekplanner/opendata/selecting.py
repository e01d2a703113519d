"""Which activities an address of the API asks for: those that the agenda shows for the same filters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.finding.addresses import Asked
from weekplanner.finding.areas import Area, area_of
from weekplanner.listing.selection import Filters, Search, Selection, search_words
from weekplanner.listing.views import view
from weekplanner.opendata import parameters
from weekplanner.opendata.parameters import ActivityParameters
from weekplanner.opendata.problems import Wrong, WrongParameters


@dataclass(frozen=True)
class Meant:
    """What an address asks for; `edition` is None as long as there is none."""

    asked: ActivityParameters
    edition: Edition | None
    area: Area

    @property
    def search(self) -> Search:
        """What is searched for."""
        return Search(
            days=frozenset(self.asked.day),
            parts_of_day=frozenset(self.asked.part_of_day),
            words=search_words(self.asked.text or ""),
            has_places=self.asked.places_left,
        )

    @property
    def parts(self) -> list[Selection]:
        """What one goes out for, then what one joins from home, as the agenda shows them."""
        if self.edition is None:
            return []
        filters = Filters(
            categories=frozenset(self.asked.category),
            audiences=frozenset(self.asked.audience),
            accessibility=frozenset(self.asked.accessibility),
            forms=frozenset(self.asked.form),
        )
        selection = self.area.selection(self.edition.year, filters)
        return [part for part in (selection.in_the_area(), selection.from_home()) if part]


async def read(pairs: Sequence[tuple[str, str]]) -> Meant:
    """What the query of an address asks for; raises WrongParameters with everything that is wrong."""
    asked, wrong = parameters.read(ActivityParameters, pairs)
    edition, of_edition = await _edition(asked)
    area, of_place = await _area(asked)
    if wrong := [*wrong, *of_edition, *of_place]:
        raise WrongParameters(wrong)
    return Meant(asked, edition, area)


async def found(meant: Meant) -> list[int]:
    """The ids of the activities, each at the first moment that is asked for, by day, time and distance."""
    ids: list[int] = []
    for part in meant.parts:
        ids += (await view(part, meant.search)).activity_ids()
    return ids


async def _edition(asked: ActivityParameters) -> tuple[Edition | None, list[Wrong]]:
    if asked.year is None:
        edition = await editions.current()
    else:
        try:
            edition = await editions.by_year(asked.year)
        except NotFound:
            return None, [Wrong("year", "unknownValue", _("Van dit jaar hebben wij geen agenda."))]
    if edition is not None and not set(asked.day).issubset(edition.days()):
        return edition, [_outside(edition.starts_on, edition.ends_on)]
    return edition, []


def _outside(starts_on: date, ends_on: date) -> Wrong:
    sentence = _("Kies een dag van %(first)s tot en met %(last)s.")
    return Wrong("day", "unknownValue", sentence % {"first": starts_on, "last": ends_on})


async def _area(asked: ActivityParameters) -> tuple[Area, list[Wrong]]:
    if asked.postcode and asked.municipality:
        sentence = _("Kies een postcode of een gemeente, niet allebei.")
        return Area(), [Wrong(name, "conflict", sentence) for name in ("postcode", "municipality")]
    place = Asked(pc4=asked.postcode, municipality_slug=asked.municipality, radius_km=asked.radius_km)
    try:
        return await area_of(place), []
    except UnknownValue as error:
        name = "postcode" if asked.postcode else "municipality"
        return Area(), [Wrong(name, "unknownValue", error.message)]
