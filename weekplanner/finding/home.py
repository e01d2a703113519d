"""The home page: how much there is to do in the country, and a few examples of it."""

import hashlib
from dataclasses import dataclass
from datetime import date

from weekplanner.congress.queries import congresses
from weekplanner.congress.words import KINDS
from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.editions.models import Edition, Phase
from weekplanner.finding import days
from weekplanner.finding.addresses import NO_FILTERS, Asked
from weekplanner.finding.agenda import agenda_path
from weekplanner.finding.areas import Area
from weekplanner.finding.cards import Card, card_of
from weekplanner.finding.days import Day, starting_a_sentence
from weekplanner.listing import queries as listing
from weekplanner.listing.queries import Listed, Totals
from weekplanner.listing.selection import Selection

EXAMPLES = 3
ENOUGH = 30
"""From so many entries the examples are taken, so that they differ from one another."""

LOOKED_AT = 200
"""How many entries a draw looks at: late in the week most are over."""


@dataclass(frozen=True)
class Home:
    """What the home page shows of an edition."""

    edition: Edition
    phase: Phase
    days: list[Day]
    today: Day | None
    """The place at the table of this day, in the week itself."""
    examples: list[Card]
    totals: Totals | None
    """What the week came to, once it is over."""
    congresses: str
    """Which are still to come, in one sentence; empty when there is none."""


async def home(edition: Edition) -> Home:
    """The home page of the current edition."""
    today = clock.today()
    phase = edition.phase(today)
    everything = Area().selection(edition.year, NO_FILTERS)
    table = await _table(edition, everything, today)
    return Home(
        edition=edition,
        phase=phase,
        days=table,
        today=next((place for place in table if place.day == today), None),
        examples=[] if phase is Phase.AFTER else await _examples(everything, today),
        totals=await listing.totals(everything) if phase is Phase.AFTER else None,
        congresses=await _congresses(edition),
    )


async def _table(edition: Edition, everything: Selection, today: date) -> list[Day]:
    near = everything.in_the_area()
    per_day = await listing.count_per_day(near) if near else {}
    edition_days = edition.days()
    return days.table(
        edition_days,
        per_day,
        chairs=days.whole_country,
        url=lambda day: agenda_path(Asked().on(day)),
        invite=days.day_to_invite_to(edition_days, per_day, today),
    )


async def _examples(everything: Selection, today: date) -> list[Card]:
    """A few of what is still to come, drawn anew each day, in the order of the week."""
    drawn = await listing.draw(
        everything, after=clock.now(), first_uid=_first_uid(today), among=LOOKED_AT, enough=ENOUGH
    )
    chosen = sorted(_unlike(drawn), key=lambda entry: (entry.starts_at, entry.id))
    return [card_of(entry, names_day=True) for entry in chosen]


async def _congresses(edition: Edition) -> str:
    """Openingscongres op 1 oktober en slotcongres op 8 oktober."""
    now = clock.now()
    to_come = [each for each in await congresses.going_on(edition.id) if each.ends_at > now]
    named = [
        _("%(congress)s op %(day)s")
        % {
            "congress": texts.within(_(KINDS[each.kind])),
            "day": texts.day_of_month(clock.local(each.starts_at).date()),
        }
        for each in to_come
    ]
    return starting_a_sentence(texts.listed(named))


def _first_uid(today: date) -> str:
    """Where in the UIDs, which are random, the lot of this day falls."""
    return hashlib.sha256(today.isoformat().encode()).hexdigest()[:8]


def _unlike(drawn: list[Listed]) -> list[Listed]:
    """The first few that differ in activity, category, day and province; fewer when there is less variety."""
    chosen: list[Listed] = []
    for entry in drawn:
        if len(chosen) < EXAMPLES and all(_differ(entry, other) for other in chosen):
            chosen.append(entry)
    return chosen


def _differ(one: Listed, other: Listed) -> bool:
    return (
        one.activity_id != other.activity_id
        and one.category != other.category
        and one.day != other.day
        and one.province_code != other.province_code
    )
