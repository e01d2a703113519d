"""Reading municipalities: the list at the desk, and what stands on the page of one."""

from dataclasses import dataclass
from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import appointments
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import normalised
from weekplanner.editions import queries as editions
from weekplanner.events.queries.activities import published_per_municipality
from weekplanner.geo import queries as geo
from weekplanner.geo.models import Municipality
from weekplanner.municipalities import rights
from weekplanner.municipalities.models import MunicipalityPage
from weekplanner.municipalities.values import PageTexts

LIST_PAGE = 50


@dataclass(frozen=True)
class Page:
    """What stands on the page of a municipality; version 0 as long as nobody wrote anything."""

    texts: PageTexts
    version: int


@dataclass(frozen=True)
class Overview:
    """A municipality in the list."""

    municipality: Municipality
    coordinators: int
    is_written: bool
    activities: int
    """That stand on the site in the current edition."""


@dataclass(frozen=True)
class ListFilter:
    """Which municipalities one looks at; empty is everything."""

    text: str = ""
    """Every word as part of the name."""
    province_slug: str = ""
    is_without_coordinator: bool = False


async def page_of(code: str) -> Page:
    """What the coordinator wrote about the municipality with this code; empty texts when nothing."""
    stored = await MunicipalityPage.get_or_none(municipality_id=code)
    return Page(PageTexts.of(stored), stored.version) if stored else Page(PageTexts(), 0)


async def when_written() -> dict[str, datetime]:
    """When what a coordinator wrote last changed, by the code of the municipality."""
    return dict(await MunicipalityPage.all().values_list("municipality_id", "changed_at"))


async def municipality_at_desk(slug: str, *, actor: Person) -> Municipality:
    """A municipality with its province; raises NotFound for who may not see it at the desk."""
    municipality = await geo.municipality(slug)
    if not rights.may_see_municipality(actor, municipality.code):
        raise NotFound
    return municipality


async def municipalities_at_desk(wanted: ListFilter, *, actor: Person) -> list[Overview]:
    """The municipalities that somebody may see, by name; raises NotFound for who may see none."""
    if not rights.may_see_municipalities(actor):
        raise NotFound
    coordinators = await appointments.numbers_of_coordinators()
    written = {code for (code,) in await MunicipalityPage.all().values_list("municipality_id")}
    edition = await editions.current()
    activities = await published_per_municipality(edition) if edition else {}
    return [
        Overview(each, coordinators[each.code], each.code in written, activities.get(each.code, 0))
        for each in await geo.municipalities()
        if rights.may_see_municipality(actor, each.code)
        and _fits(each, wanted)
        and not (wanted.is_without_coordinator and coordinators[each.code])
    ]


def _fits(municipality: Municipality, wanted: ListFilter) -> bool:
    if wanted.province_slug and municipality.province.slug != wanted.province_slug:
        return False
    name = normalised(municipality.name)
    return all(word in name for word in normalised(wanted.text).split())
