"""The page of an organisation: who it is, and what it does in the week."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from weekplanner.accounts.models import Organisation
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition
from weekplanner.finding import structured_data
from weekplanner.finding.following import Feed, feed_of_organisation
from weekplanner.finding.week import Week, other_years, page_path, page_url, trail_home, week_of
from weekplanner.listing.selection import Scope, Selection
from weekplanner.vocabulary.queries import vocabulary


@dataclass(frozen=True)
class OrganisationPage:
    """An organisation that has, or had, something on the site."""

    organisation: Organisation
    week: Week
    other_years: list[tuple[str, str]]

    @property
    def url(self) -> str:
        """The address that search engines keep."""
        return page_url("organisation", self.organisation.slug, jaar=self.week.older_year)

    @property
    def kind(self) -> str:
        """Welzijnsorganisatie."""
        return vocabulary().organisation_kinds[self.organisation.kind].label

    @property
    def about(self) -> list[str]:
        """What it says about itself, in paragraphs."""
        return [line.strip() for line in self.organisation.about.splitlines() if line.strip()]

    @property
    def trail(self) -> Sequence[tuple[str, str]]:
        """The way down to this page."""
        municipality = self.organisation.municipality
        return trail_home((municipality.name, page_path("municipality", municipality.slug)))

    @property
    def feed(self) -> Feed | None:
        """To follow it; None once there is nothing to look forward to."""
        return feed_of_organisation(self.organisation.slug) if self.week.is_followed else None

    @property
    def now_url(self) -> str:
        """The page of the current edition."""
        return page_path("organisation", self.organisation.slug)

    @property
    def previous_url(self) -> str | None:
        """The page before this one."""
        return self._page(self.week.pages.number - 1)

    @property
    def next_url(self) -> str | None:
        """The page after this one."""
        return self._page(self.week.pages.number + 1)

    def _page(self, number: int) -> str | None:
        if not 1 <= number <= self.week.pages.last:
            return None
        key = number if number > 1 else None
        return page_path("organisation", self.organisation.slug, jaar=self.week.older_year, pagina=key)

    @property
    def structured_data(self) -> Sequence[dict[str, Any]]:
        """What search engines read."""
        return (
            structured_data.organisation(self.organisation),
            structured_data.breadcrumbs(self.trail, self.organisation.name, self.url),
        )


async def organisation_page(
    organisation: Organisation, edition: Edition | None, *, page: int
) -> OrganisationPage:
    """The page of an organisation; raises UnknownValue for a page of its list that does not exist.

    Raises NotFound as long as nothing of it stood on the site: nobody may know of it before.
    """
    if edition is None:
        raise NotFound
    selection = Selection(Scope.ORGANISATION, (edition.year,), organisation_id=organisation.id)
    years = await other_years(selection, "organisation", organisation.slug, shown=edition.year)
    week = await week_of(selection, edition, page=page)
    if not (week.total.listed or years):
        raise NotFound
    return OrganisationPage(organisation, week, years)
