"""The week on somebody's own page: what an organisation or a municipality does in one edition, day by day."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from weekplanner.core import clock, links, texts
from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition, Phase
from weekplanner.finding.agenda import DayGroup
from weekplanner.finding.cards import card_of
from weekplanner.listing import queries as listing
from weekplanner.listing.queries import Found, Listed
from weekplanner.listing.selection import Search, Selection
from weekplanner.listing.views import Count
from weekplanner.web.paging import Paging

PAGE_SIZE = 30


@dataclass(frozen=True)
class Week:
    """What a selection holds in one edition: how much on each day, and a page of the activities."""

    edition: Edition
    phase: Phase
    found: Found
    groups: list[DayGroup]
    pages: Paging

    @property
    def total(self) -> Count:
        """On all days together."""
        return self.found.total

    @property
    def is_over(self) -> bool:
        """Whether there is nothing left to go to."""
        return self.phase is Phase.AFTER

    @property
    def is_cut_short(self) -> bool:
        """Whether there is more than what stands on this page."""
        return self.pages.last > 1

    @property
    def is_followed(self) -> bool:
        """Whether a calendar can look forward to it."""
        return self.edition.is_current and not self.is_over

    @property
    def older_year(self) -> int | None:
        """As it stands in addresses: None for the current edition."""
        return None if self.edition.is_current else self.edition.year


async def week_of(selection: Selection, edition: Edition, *, page: int = 1) -> Week:
    """A page of a selection in one edition, today first in the week itself; raises UnknownValue."""
    today = clock.today()
    phase = edition.phase(today)
    found = await listing.agenda(
        replace(selection, edition_years=(edition.year,)),
        Search(),
        limit=PAGE_SIZE,
        offset=(page - 1) * PAGE_SIZE,
        today=today if phase is Phase.DURING else None,
    )
    pages = Paging(page, PAGE_SIZE, found.total.listed)
    if page > pages.last:
        raise UnknownValue(_("Deze bladzijde bestaat niet."))
    return Week(edition, phase, found, _by_day(found, today), pages)


async def other_years(
    selection: Selection, route: str, slug: str, *, shown: int | None
) -> list[tuple[str, str]]:
    """The other editions in which a selection holds something, the latest first: the year, and the page."""
    everything = tuple(edition.year for edition in await editions.all_editions())
    current = await editions.current()
    held = await listing.years(replace(selection, edition_years=everything)) if everything else []
    return [
        (str(year), page_path(route, slug, jaar=None if current and year == current.year else year))
        for year in held
        if year != shown
    ]


def page_path(route: str, slug: str, **query: object) -> str:
    """The path of a page in the reader's language; keys without a value are left out."""
    kept = {key: value for key, value in query.items() if value}
    return links.path(route, language=texts.language(), query=kept or None, slug=slug)


def page_url(route: str, slug: str, **query: object) -> str:
    """The same as a whole address."""
    kept = {key: value for key, value in query.items() if value}
    return links.url(route, language=texts.language(), query=kept or None, slug=slug)


def _by_day(found: Found, today: date) -> list[DayGroup]:
    return [
        DayGroup(
            day=day,
            count=found.per_day[day],
            is_past=day < today,
            cards=[card_of(entry) for entry in entries],
        )
        for day, entries in groupby(found.entries, key=_day_of)
    ]


def _day_of(entry: Listed) -> date:
    return entry.day


def trail_home(*further: tuple[str, str]) -> Sequence[tuple[str, str]]:
    """The way from the home page down, for breadcrumbs: words and path."""
    return [(_("Begin"), links.path("home", language=texts.language())), *further]
