"""Where a reader of the agenda who found nothing can look, as far as there is something to do."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from weekplanner.core import texts
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition
from weekplanner.finding.addresses import Asked
from weekplanner.finding.areas import Area
from weekplanner.listing.selection import RADII_KM
from weekplanner.listing.views import Count, view


@dataclass(frozen=True)
class WayOn:
    """Words, and the address of what they offer."""

    words: str
    url: str


async def ways_on(asked: Asked, area: Area, edition: Edition, per_day: Mapping[date, Count]) -> list[WayOn]:
    """The smallest step first; `per_day` is how much of what is asked there is on each day."""
    ways = [
        await _wider(asked, area, edition),
        _other_day(asked, per_day),
        await _without_words(asked, area, edition),
        await _without_choices(asked, area, edition),
    ]
    return [way for way in ways if way]


async def _wider(asked: Asked, area: Area, edition: Edition) -> WayOn | None:
    """The next radius within which there is something to do."""
    if area.circle is None:
        return None
    for radius_km in (radius for radius in RADII_KM if radius > asked.radius_km):
        circle = replace(area.circle, radius_km=radius_km)
        if await _leads_to_something(asked, replace(area, circle=circle), edition):
            words = _("Zoek tot %(number)s kilometer") % {"number": radius_km}
            return WayOn(words, asked.within(radius_km).path("agenda"))
    return None


def _other_day(asked: Asked, per_day: Mapping[date, Count]) -> WayOn | None:
    """The day nearest to the chosen one on which there is something to do."""
    with_something = [day for day, count in per_day.items() if count.going_on]
    if not asked.search.days or not with_something:
        return None
    chosen = min(asked.search.days)
    nearest = min(with_something, key=lambda day: (abs(day - chosen), day))
    return WayOn(_("Kijk op %(day)s") % {"day": texts.day(nearest)}, asked.on(nearest).path("agenda"))


async def _without_words(asked: Asked, area: Area, edition: Edition) -> WayOn | None:
    changed = asked.without_words()
    if not asked.text or not await _leads_to_something(changed, area, edition):
        return None
    words = _("Zoek zonder ‘%(words)s’") % {"words": asked.text}
    return WayOn(words, changed.path("agenda"))


async def _without_choices(asked: Asked, area: Area, edition: Edition) -> WayOn | None:
    changed = asked.without_choices()
    if changed == asked.without_words() or not await _leads_to_something(changed, area, edition):
        return None
    return WayOn(_("Haal uw keuzes weg"), changed.path("agenda"))


async def _leads_to_something(asked: Asked, area: Area, edition: Edition) -> bool:
    shown = area.selection(edition.year, asked.filters).shown_part()
    return bool((await view(shown, asked.search)).total().going_on)
