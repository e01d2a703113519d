"""The page of a province: how much there is to do on each day, and in which of its municipalities."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from weekplanner.core import clock
from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition, Phase
from weekplanner.finding import days, structured_data
from weekplanner.finding.addresses import Asked
from weekplanner.finding.days import Day
from weekplanner.finding.following import Feed, feed_of_province
from weekplanner.finding.week import other_years, page_path, page_url, trail_home
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality, Province
from weekplanner.listing.selection import Scope, Search, Selection
from weekplanner.listing.views import Count, View, view


@dataclass(frozen=True)
class InMunicipality:
    """How much there is to do in one municipality, and where that stands."""

    name: str
    url: str
    count: int


@dataclass(frozen=True)
class ProvinceWeek:
    """What there is in a province in one edition; on the chosen day, or on all."""

    edition: Edition
    phase: Phase
    days: list[Day]
    total: Count
    """On all days together."""
    municipalities: list[InMunicipality]

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to go to."""
        return self.phase is Phase.AFTER


@dataclass(frozen=True)
class ProvincePage:
    """A province; `week` is None as long as there is no edition at all."""

    province: Province
    day: date | None
    week: ProvinceWeek | None
    other_years: list[tuple[str, str]]

    @property
    def url(self) -> str:
        """The address that search engines keep."""
        return page_url("province", self.province.slug, jaar=self._older_year)

    @property
    def all_days_url(self) -> str:
        """The same on all days."""
        return page_path("province", self.province.slug, jaar=self._older_year)

    @property
    def now_url(self) -> str:
        """The page of the current edition."""
        return page_path("province", self.province.slug)

    @property
    def trail(self) -> Sequence[tuple[str, str]]:
        """The way down to this page."""
        return trail_home()

    @property
    def feed(self) -> Feed | None:
        """To follow it; None once there is nothing to look forward to."""
        is_followed = self.week and self.week.edition.is_current and not self.week.is_over
        return feed_of_province(self.province.slug) if is_followed else None

    @property
    def structured_data(self) -> Sequence[dict[str, Any]]:
        """What search engines read."""
        return (structured_data.breadcrumbs(self.trail, self.province.name, self.url),)

    @property
    def _older_year(self) -> int | None:
        return None if self.week is None else _older_year(self.week.edition)


async def province_page(
    province: Province, edition: Edition | None, *, chosen: frozenset[date]
) -> ProvincePage:
    """The page of a province in an edition; raises UnknownValue for a day that is not in it."""
    year = edition.year if edition else 0
    if len(chosen) > 1 or (edition and not chosen.issubset(edition.days())):
        raise UnknownValue(_("Deze dag hoort niet bij de week. Kies een dag van de week."))
    selection = Selection(Scope.PROVINCE, (year,), province_code=province.code)
    return ProvincePage(
        province=province,
        day=next(iter(chosen), None),
        week=await _week(province, edition, selection, chosen) if edition else None,
        other_years=await other_years(selection, "province", province.slug, shown=year),
    )


async def _week(
    province: Province, edition: Edition, selection: Selection, chosen: frozenset[date]
) -> ProvinceWeek:
    looked = await view(selection.shown_part(), Search(days=chosen))
    per_day = looked.per_day()
    return ProvinceWeek(
        edition=edition,
        phase=edition.phase(clock.today()),
        days=days.table(
            edition.days(),
            per_day,
            chairs=days.whole_country,
            url=lambda day: page_path(
                "province", province.slug, jaar=_older_year(edition), dag=day.isoformat()
            ),
            chosen=chosen,
            invite=None if chosen else days.day_to_invite_to(edition.days(), per_day, clock.today()),
        ),
        total=sum(per_day.values(), Count()),
        municipalities=_counted(await geo.municipalities_of(province), looked, edition),
    )


def _counted(municipalities: Sequence[Municipality], looked: View, edition: Edition) -> list[InMunicipality]:
    counts = looked.per_municipality(each.code for each in municipalities)
    return [
        InMunicipality(each.name, _url(each, looked.search.days, edition), counts[each.code])
        for each in municipalities
    ]


def _url(municipality: Municipality, chosen: frozenset[date], edition: Edition) -> str:
    """The page of the municipality; its agenda when a day is chosen."""
    year = _older_year(edition)
    if chosen:
        return Asked(municipality_slug=municipality.slug, year=year).on(*chosen).path("agenda")
    return page_path("municipality", municipality.slug, jaar=year)


def _older_year(edition: Edition) -> int | None:
    return None if edition.is_current else edition.year
