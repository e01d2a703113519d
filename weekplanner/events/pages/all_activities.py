"""The list of all activities in words, on a page and as a table."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from weekplanner.core import clock, links, texts
from weekplanner.core.texts import gettext as _
from weekplanner.events.pages.desk import STATE_WORDS
from weekplanner.events.queries.all_activities import Order, Row
from weekplanner.formats.tables import Cell
from weekplanner.geo.models import Province
from weekplanner.vocabulary.queries import vocabulary

COLUMNS = (
    _("Titel"),
    _("Status"),
    _("Organisatie"),
    _("Plaats"),
    _("Gemeente"),
    _("Soort activiteit"),
    _("Eerste keer"),
    _("Aantal keren"),
    _("Laatst gewijzigd"),
    _("Adres"),
)
ORDER_WORDS = {
    Order.FIRST_MOMENT: _("Eerste keer"),
    Order.CHANGED: _("Laatst gewijzigd"),
    Order.TITLE: _("Titel"),
    Order.ORGANISATION: _("Organisatie"),
}


@dataclass(frozen=True, slots=True)
class ListRow:
    """An activity on the page."""

    row: Row
    when: str
    category: str
    changed: str


@dataclass(frozen=True)
class ListChoice:
    """One of the filters: what may be chosen, and what is."""

    key: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


def choices(
    asked: Mapping[str, str],
    *,
    years: Iterable[str],
    provinces: Iterable[Province],
    municipalities: list[tuple[str, str]],
) -> list[ListChoice]:
    """The filters, and the order; one with a single thing to choose is left out."""
    areas = [(each.slug, each.name) for each in provinces]
    states = [(state.value, words) for state, words in STATE_WORDS.items()]
    categories = [(term.id, term.label) for term in vocabulary().categories.values()]
    orders = [(order.value, words) for order, words in ORDER_WORDS.items()]
    found = [
        ListChoice("jaar", _("Jaar"), [(year, year) for year in years], asked["jaar"]),
        _choice(asked, "status", _("Status"), _("Alles"), states),
        _choice(asked, "provincie", _("Provincie"), _("Alle provincies"), areas),
        _choice(asked, "gemeente", _("Gemeente"), _("Alle gemeenten"), municipalities),
        _choice(asked, "categorie", _("Soort activiteit"), _("Alle soorten"), categories),
        ListChoice("volgorde", _("Volgorde"), orders, asked["volgorde"]),
    ]
    return [each for each in found if len([value for value, _words in each.options if value]) > 1]


def _choice(
    asked: Mapping[str, str], key: str, label: str, all_of_them: str, options: list[tuple[str, str]]
) -> ListChoice:
    return ListChoice(key, label, [("", all_of_them), *options], asked.get(key, ""))


def list_row(row: Row) -> ListRow:
    """What the page shows of it."""
    return ListRow(row, _when(row), _category(row), texts.day_short(clock.local(row.changed_at).date()))


async def cells(rows: AsyncIterator[Row]) -> AsyncIterator[list[Cell]]:
    """The same as a table."""
    async for row in rows:
        yield [
            row.title,
            STATE_WORDS[row.state],
            row.organisation,
            row.place,
            row.municipality,
            _category(row),
            row.first_at,
            row.moments,
            row.changed_at,
            links.url("review_activity", id=row.id),
        ]


def _category(row: Row) -> str:
    category = vocabulary().categories.get(row.category)
    return category.label if category else ""


def _when(row: Row) -> str:
    if row.first_at is None:
        return _("Geen dag")
    first = _moment(row.first_at)
    if row.moments == 1:
        return first
    return _("%(number)s keer, vanaf %(first)s") % {"number": row.moments, "first": first}


def _moment(at: datetime) -> str:
    words = {"day": texts.day_short(clock.local(at).date()), "time": texts.clock_time(at)}
    return _("%(day)s, %(time)s uur") % words
