"""The page of a municipality: what its coordinator writes, and what there is to do in the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from weekplanner.core import clock
from weekplanner.editions.models import Edition
from weekplanner.finding import days, shared_pictures, structured_data
from weekplanner.finding.addresses import NO_FILTERS, Asked
from weekplanner.finding.areas import Area
from weekplanner.finding.days import Day
from weekplanner.finding.following import Feed, feed_of_area
from weekplanner.finding.shared_pictures import SharedPicture
from weekplanner.finding.week import Week, other_years, page_path, page_url, trail_home, week_of
from weekplanner.formats import markdown
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality
from weekplanner.listing import queries as listing
from weekplanner.listing.selection import REMOTE_FORMS, Search, Selection
from weekplanner.listing.views import NOTHING, Count
from weekplanner.municipalities import queries as municipalities
from weekplanner.municipalities.values import PageTexts, Partner

MOST_NEIGHBOURS = 6


@dataclass(frozen=True)
class MunicipalityPage:
    """A municipality; `week` is None as long as there is no edition at all."""

    municipality: Municipality
    texts: PageTexts
    week: Week | None
    from_home: Count
    other_years: list[tuple[str, str]]
    neighbours: list[Municipality]

    @property
    def url(self) -> str:
        """The address that search engines keep."""
        return page_url("municipality", self.municipality.slug, jaar=self._older_year)

    @property
    def introduction(self) -> Markup:
        """What the coordinator writes, as HTML."""
        return markdown.html(self.texts.introduction)

    @property
    def partners(self) -> list[Partner]:
        """Who makes the week together there."""
        return self.texts.shown_partners

    @property
    def trail(self) -> Sequence[tuple[str, str]]:
        """The way down to this page."""
        province = self.municipality.province
        return trail_home((province.name, page_path("province", province.slug)))

    @property
    def days(self) -> list[Day]:
        """The table; each place leads to that day in the agenda."""
        if self.week is None:
            return []
        edition_days, per_day = self.week.edition.days(), self.week.found.per_day
        return days.table(
            edition_days,
            per_day,
            chairs=days.near_you,
            url=lambda day: self._asked.on(day).path("agenda"),
            invite=days.day_to_invite_to(edition_days, per_day, clock.today()),
        )

    @property
    def agenda_url(self) -> str:
        """Everything there is, with filters."""
        return self._asked.path("agenda")

    @property
    def from_home_url(self) -> str:
        """What one joins online or by telephone."""
        return self._asked.with_forms(REMOTE_FORMS).path("agenda")

    @property
    def subscribe_url(self) -> str:
        """How following works."""
        return self._asked.path("subscribe")

    @property
    def now_url(self) -> str:
        """The page of the current edition."""
        return page_path("municipality", self.municipality.slug)

    @property
    def feed(self) -> Feed | None:
        """To follow it; None once there is nothing to look forward to."""
        return (
            feed_of_area(_area(self.municipality), NO_FILTERS)
            if self.week and self.week.is_followed
            else None
        )

    @property
    def shared_picture(self) -> SharedPicture:
        """What stands beside its address where somebody shares it."""
        return shared_pictures.of_municipality(self.municipality, self.week.edition if self.week else None)

    @property
    def structured_data(self) -> Sequence[dict[str, Any]]:
        """What search engines read."""
        return (structured_data.breadcrumbs(self.trail, self.municipality.name, self.url),)

    @property
    def _asked(self) -> Asked:
        return Asked(municipality_slug=self.municipality.slug, year=self._older_year)

    @property
    def _older_year(self) -> int | None:
        return self.week.older_year if self.week else None


async def municipality_page(municipality: Municipality, edition: Edition | None) -> MunicipalityPage:
    """The page of a municipality in an edition."""
    written = await municipalities.page_of(municipality.code)
    year = edition.year if edition else 0
    selection = _area(municipality).selection(year, NO_FILTERS)
    return MunicipalityPage(
        municipality=municipality,
        texts=written.texts,
        week=await _week(selection, edition) if edition else None,
        from_home=await _from_home(selection) if edition else NOTHING,
        other_years=await other_years(selection, "municipality", municipality.slug, shown=year),
        neighbours=await geo.neighbours(municipality, most=MOST_NEIGHBOURS),
    )


def _area(municipality: Municipality) -> Area:
    return Area(
        name=municipality.name, municipality_code=municipality.code, municipality_slug=municipality.slug
    )


async def _week(selection: Selection, edition: Edition) -> Week:
    return await week_of(selection.shown_part(), edition)


async def _from_home(selection: Selection) -> Count:
    part = selection.from_home()
    assert part is not None, "no forms were left out"
    return (await listing.agenda(part, Search(), limit=0)).total
