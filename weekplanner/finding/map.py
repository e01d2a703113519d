"""The map: the same as the agenda, as far as it has a place; the list is its equal and is complete."""

from dataclasses import dataclass

from weekplanner.core import clock, settings
from weekplanner.editions.models import Edition, Phase
from weekplanner.finding.addresses import Asked
from weekplanner.finding.agenda import check_days, day_table
from weekplanner.finding.areas import Area
from weekplanner.finding.clusters import MAX_ZOOM, box_of
from weekplanner.finding.days import Day
from weekplanner.finding.map_points import COUNTRY
from weekplanner.geo.distance import Box, bounding_box
from weekplanner.listing.views import Choices, Count, view


@dataclass(frozen=True)
class Background:
    """Pictures of the land, from the tile server of the settings."""

    url: str
    attribution: str


@dataclass(frozen=True)
class Map:
    """The page with the map; what stands on it is asked for by its script."""

    asked: Asked
    area: Area
    edition: Edition
    phase: Phase
    days: list[Day]
    total: Count
    """What the list holds."""
    choices: Choices
    on_the_map: int
    elsewhere: int
    """How much the list holds that has no place on the map."""
    box: Box
    """What the map shows first."""
    background: Background | None

    @property
    def list_url(self) -> str:
        """The same as a list."""
        return self.asked.path("agenda")

    @property
    def all_days_url(self) -> str:
        """The same on all days."""
        return self.asked.on().path("agenda_map")

    @property
    def points_url(self) -> str:
        """Where the script asks what stands on a piece of the map."""
        return self.asked.path("agenda_map_points")

    @property
    def closest(self) -> int:
        """How closely one can look."""
        return MAX_ZOOM


async def map_of(asked: Asked, area: Area, edition: Edition) -> Map:
    """What is asked for in an area; raises UnknownValue for a day that is not in the week."""
    check_days(asked, edition)
    selection = area.selection(edition.year, asked.filters)
    near, home = selection.in_the_area(), selection.from_home()
    looked = await view(selection, asked.search)
    shown = looked.part(selection.shown_part())
    by_pin = looked.part(near).by_pin() if near else {}
    on_the_map = sum(map(len, by_pin.values()))
    from_home = looked.part(home).total().listed if near and home else 0
    total = shown.total()
    return Map(
        asked=asked,
        area=area,
        edition=edition,
        phase=edition.phase(clock.today()),
        days=day_table(edition, shown.per_day(), asked, area, route="agenda_map"),
        total=total,
        choices=looked.choices(),
        on_the_map=on_the_map,
        elsewhere=total.listed - on_the_map + from_home,
        box=_first_box(area, box_of(by_pin) if by_pin else COUNTRY),
        background=_background(),
    )


def _first_box(area: Area, found: Box) -> Box:
    """The circle, else what there is in the municipality, else the country."""
    if area.circle:
        return bounding_box(area.circle.middle, area.circle.radius_km)
    return COUNTRY if area.is_country else found


def _background() -> Background | None:
    known = settings.current()
    return Background(known.tile_url, known.tile_attribution or "") if known.tile_url else None
