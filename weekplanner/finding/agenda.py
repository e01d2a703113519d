"""The agenda: what there is near a reader, day by day, and what one can join from home."""

from collections.abc import Mapping
from dataclasses import dataclass
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
from weekplanner.finding.ways_on import WayOn, ways_on
from weekplanner.listing import queries as listing
from weekplanner.listing.queries import Listed
from weekplanner.listing.selection import REMOTE_FORMS
from weekplanner.listing.views import NOTHING, Choices, Count, view
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
    """What one joins online or by telephone, below what is near; its cards stand on the first page."""

    cards: list[Card]
    count: Count
    all_url: str

    @property
    def is_cut_short(self) -> bool:
        """Whether there is more than what stands here."""
        return self.count.listed > len(self.cards)


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
    def list_url(self) -> str:
        """This list, from its first page."""
        return agenda_path(self.asked.at_page(1))

    @property
    def map_url(self) -> str:
        """The same on the map."""
        return self.asked.at_page(1).path("agenda_map")

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
    check_days(asked, edition)
    selection = area.selection(edition.year, asked.filters)
    near, home = selection.in_the_area(), selection.from_home()
    shown = near or home
    assert shown is not None, "every form is one or the other"
    looked = await view(selection, asked.search)
    here, at_home = looked.part(shown), looked.part(home) if near and home else None
    per_day, total, choices = here.per_day(), here.total(), looked.choices()
    pages = Paging(asked.page, PAGE_SIZE, total.listed)
    if asked.page > pages.last:
        raise UnknownValue(_("Deze bladzijde van de agenda bestaat niet."))
    today_first = today if phase is Phase.DURING else None
    on_page = here.page(limit=PAGE_SIZE, offset=pages.offset, today=today_first)
    from_home = at_home.page(limit=MOST_FROM_HOME) if at_home and asked.page == 1 else []
    home_count = at_home.total() if at_home else NOTHING
    listed = await listing.entries([*on_page, *from_home])
    apart = {each.entry_id for each in from_home}
    return Agenda(
        asked=asked,
        area=area,
        edition=edition,
        phase=phase,
        days=day_table(edition, per_day, asked, area, route="agenda"),
        groups=_groups([each for each in listed if each.id not in apart], per_day, area, today),
        total=total,
        pages=pages,
        from_home=_from_home([each for each in listed if each.id in apart], home_count, asked),
        ways_on=[] if total.listed else await ways_on(asked, area, edition, per_day),
        choices=choices,
    )


def check_days(asked: Asked, edition: Edition) -> None:
    """Raises UnknownValue for a day that is not in the week."""
    if not asked.search.days.issubset(edition.days()):
        raise UnknownValue(
            _("Deze dag hoort niet bij de week. Kies een dag van %(days)s.")
            % {"days": edition.dates_in_words}
        )


def day_table(
    edition: Edition, per_day: Mapping[date, Count], asked: Asked, area: Area, *, route: str
) -> list[Day]:
    """The long table, leading to the days on the page `route`, which takes the keys of the agenda."""
    edition_days = edition.days()
    invite = days.day_to_invite_to(edition_days, per_day, clock.today())
    return days.table(
        edition_days,
        per_day,
        chairs=days.whole_country if area.is_country else days.near_you,
        url=lambda day: asked.on(day).path(route),
        chosen=asked.search.days,
        invite=None if asked.search.days else invite,
    )


def _groups(found: list[Listed], per_day: Mapping[date, Count], area: Area, today: date) -> list[DayGroup]:
    near_pc4 = area.circle.pc4 if area.circle else None
    return [
        DayGroup(
            day=day,
            count=per_day.get(day, NOTHING),
            is_past=day < today,
            cards=[card_of(entry, near_pc4=near_pc4) for entry in entries],
        )
        for day, entries in groupby(found, key=_day_of)
    ]


def _day_of(entry: Listed) -> date:
    return entry.day


def _from_home(found: list[Listed], count: Count, asked: Asked) -> FromHome | None:
    if not count.listed:
        return None
    names_day = len(asked.search.days) != 1
    return FromHome(
        cards=[card_of(entry, names_day=names_day) for entry in found],
        count=count,
        all_url=agenda_path(asked.with_forms(REMOTE_FORMS & (asked.filters.forms or REMOTE_FORMS))),
    )
