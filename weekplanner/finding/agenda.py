"""The agenda: what there is near a reader, day by day, and what one can join from home."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from weekplanner.core import clock, texts
from weekplanner.core.errors import UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition, Phase
from weekplanner.finding import days
from weekplanner.finding.addresses import Asked
from weekplanner.finding.areas import Area
from weekplanner.finding.cards import Card, card_of
from weekplanner.finding.days import Day
from weekplanner.listing import queries as listing
from weekplanner.listing.queries import Found, Listed
from weekplanner.listing.selection import RADII_KM, REMOTE_FORMS, Selection
from weekplanner.listing.views import Choices, Count
from weekplanner.web.paging import Paging

PAGE_SIZE = 30
MOST_FROM_HOME = 20
"""How much of what one joins from home stands below the list; a link leads to the rest."""


@dataclass(frozen=True)
class DayGroup:
    """What stands under the heading of one day; a long day goes on at the next page."""

    day: date
    count: Count
    is_past: bool
    cards: list[Card]

    @property
    def heading(self) -> str:
        """Woensdag 6 oktober."""
        return days.starting_a_sentence(texts.day(self.day))


@dataclass(frozen=True)
class FromHome:
    """What one joins online or by telephone, below what is near."""

    cards: list[Card]
    count: Count
    all_url: str

    @property
    def is_cut_short(self) -> bool:
        """Whether there is more than what stands here."""
        return self.count.listed > len(self.cards)


@dataclass(frozen=True)
class WayOn:
    """Where a reader who found nothing can look: words and address."""

    words: str
    url: str


@dataclass(frozen=True)
class Agenda:
    """One page of the agenda."""

    asked: Asked
    area: Area
    edition: Edition
    phase: Phase
    days: list[Day]
    groups: list[DayGroup]
    total: Count
    pages: Paging
    from_home: FromHome | None
    ways_on: list[WayOn]
    choices: Choices
    """How much each filter would lead to."""

    @property
    def is_only_from_home(self) -> bool:
        """Whether the reader asked for nothing but what one joins from home."""
        return bool(self.asked.filters.forms) and self.asked.filters.forms <= REMOTE_FORMS

    @property
    def all_days_url(self) -> str:
        """The same on all days."""
        return agenda_path(self.asked.on())

    @property
    def previous_url(self) -> str | None:
        """The page before this one."""
        return agenda_path(self.asked.at_page(self.pages.number - 1)) if self.pages.number > 1 else None

    @property
    def next_url(self) -> str | None:
        """The page after this one."""
        is_last = self.pages.number >= self.pages.last
        return None if is_last else agenda_path(self.asked.at_page(self.pages.number + 1))


def agenda_path(asked: Asked) -> str:
    """The address of the agenda that is asked for, in the reader's language."""
    return asked.path("agenda")


async def agenda(asked: Asked, area: Area, edition: Edition) -> Agenda:
    """What is asked for in an area; raises UnknownValue for a day or page that does not exist."""
    today = clock.today()
    phase = edition.phase(today)
    if not asked.search.days.issubset(edition.days()):
        raise UnknownValue(
            _("Deze dag hoort niet bij de week. Kies een dag van %(days)s.")
            % {"days": edition.dates_in_words}
        )
    selection = area.selection(edition.year, asked.filters)
    near, home = selection.in_the_area(), selection.from_home()
    shown = near or home
    assert shown is not None, "every form is one or the other"
    found = await _page(shown, asked, today if phase is Phase.DURING else None)
    pages = Paging(asked.page, PAGE_SIZE, found.total.listed)
    if asked.page > pages.last:
        raise UnknownValue(_("Deze bladzijde van de agenda bestaat niet."))
    from_home = await _from_home(home, asked) if near and home else None
    return Agenda(
        asked=asked,
        area=area,
        edition=edition,
        phase=phase,
        days=_table(edition, found, asked, area, today),
        groups=_groups(found, area, today),
        total=found.total,
        pages=pages,
        from_home=from_home,
        ways_on=[] if found.total.listed else await _ways_on(selection, asked, area, found),
        choices=await listing.choices(selection, asked.search),
    )


async def _page(selection: Selection, asked: Asked, today: date | None) -> Found:
    offset = (asked.page - 1) * PAGE_SIZE
    return await listing.agenda(selection, asked.search, limit=PAGE_SIZE, offset=offset, today=today)


def _table(edition: Edition, found: Found, asked: Asked, area: Area, today: date) -> list[Day]:
    edition_days = edition.days()
    return days.table(
        edition_days,
        found.per_day,
        chairs=days.whole_country if area.is_country else days.near_you,
        url=lambda day: agenda_path(asked.on(day)),
        chosen=asked.search.days,
        invite=None if asked.search.days else days.day_to_invite_to(edition_days, found.per_day, today),
    )


def _groups(found: Found, area: Area, today: date) -> list[DayGroup]:
    near_pc4 = area.circle.pc4 if area.circle else None
    return [
        DayGroup(
            day=day,
            count=found.per_day[day],
            is_past=day < today,
            cards=[card_of(entry, near_pc4=near_pc4) for entry in entries],
        )
        for day, entries in groupby(found.entries, key=_day_of)
    ]


def _day_of(entry: Listed) -> date:
    return entry.day


async def _from_home(selection: Selection, asked: Asked) -> FromHome | None:
    found = await listing.agenda(selection, asked.search, limit=MOST_FROM_HOME)
    if not found.total.listed:
        return None
    return FromHome(
        cards=[card_of(entry, names_day=len(asked.search.days) != 1) for entry in found.entries],
        count=found.total,
        all_url=agenda_path(asked.with_forms(selection.filters.forms)),
    )


async def _ways_on(selection: Selection, asked: Asked, area: Area, found: Found) -> list[WayOn]:
    """What does lead to something, the smallest step first."""
    ways = [await _wider(selection, asked, area), _other_day(found, asked)]
    if asked.has_choices:
        ways.append(WayOn(_("Haal uw keuzes weg"), agenda_path(asked.without_choices())))
    return [way for way in ways if way]


async def _wider(selection: Selection, asked: Asked, area: Area) -> WayOn | None:
    """The next radius within which there is something to do."""
    near = selection.in_the_area()
    if area.circle is None or near is None:
        return None
    for radius_km in (radius for radius in RADII_KM if radius > asked.radius_km):
        circle = replace(area.circle, radius_km=radius_km)
        found = await listing.agenda(replace(near, circle=circle), asked.search, limit=0)
        if found.total.going_on:
            words = _("Zoek tot %(number)s kilometer") % {"number": radius_km}
            return WayOn(words, agenda_path(asked.within(radius_km)))
    return None


def _other_day(found: Found, asked: Asked) -> WayOn | None:
    """The day nearest to the chosen one on which there is something to do."""
    with_something = [day for day, count in found.per_day.items() if count.going_on]
    if not asked.search.days or not with_something:
        return None
    chosen = min(asked.search.days)
    nearest = min(with_something, key=lambda day: (abs(day - chosen), day))
    return WayOn(_("Kijk op %(day)s") % {"day": texts.day(nearest)}, agenda_path(asked.on(nearest)))
