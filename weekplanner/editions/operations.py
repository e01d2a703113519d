"""Adding editions, moving their dates, and choosing the current one."""

from datetime import date, timedelta
from typing import TypedDict, Unpack

from weekplanner.core import db
from weekplanner.core.errors import Refused
from weekplanner.core.facts import announce
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions.facts import EditionChanged, EditionMadeCurrent
from weekplanner.editions.models import LONGEST_DAYS, Edition

FIRST_YEAR, LAST_YEAR = 2000, 2200
LONGEST_NAME = 80
REGISTRATION_OPENS_BEFORE = timedelta(days=150)
KIT_ORDERS_END_BEFORE = timedelta(days=14)
KITS_SENT_UNTIL_BEFORE = timedelta(days=7)


class EditionExists(Refused):
    """There is one edition a year."""

    def __init__(self, year: int) -> None:
        super().__init__(_("De editie van %(year)s bestaat al.") % {"year": year}, field="year")


class UnknownEdition(Refused):
    """There is no edition of that year."""

    def __init__(self, year: int) -> None:
        super().__init__(_("Er is geen editie van %(year)s.") % {"year": year}, field="year")


class WrongEdition(Refused):
    """The name or the dates of an edition cannot be these."""


class Decided(TypedDict, total=False):
    """What the team may decide otherwise than usual; all dates count themselves in."""

    name: str
    registration_opens_on: date
    registration_closes_on: date
    kit_order_until_on: date
    kit_last_sent_on: date


class Changed(Decided, total=False):
    """What can change about an edition once it exists."""

    starts_on: date
    ends_on: date


async def add_edition(year: int, *, starts_on: date, ends_on: date, **decided: Unpack[Decided]) -> Edition:
    """Add the edition of `year`; the very first one becomes the current one.

    Unless decided otherwise it is called Week tegen Eenzaamheid, registration is open from 150 days
    before the start to the last day, and kits are ordered until 14 and sent until 7 days before the
    start. Raises EditionExists and WrongEdition.
    """
    _check_year(year, starts_on)
    values = _usual(year, starts_on=starts_on, ends_on=ends_on) | decided
    edition = Edition(year=year, **values)
    _check(edition)
    async with db.transaction():
        if await Edition.exists(year=year):
            raise EditionExists(year)
        edition.is_current = not await Edition.exists()
        await edition.save()
        await announce(EditionMadeCurrent(year) if edition.is_current else EditionChanged(year))
    return edition


async def update_edition(year: int, **changes: Unpack[Changed]) -> Edition:
    """Change the name or the dates of an edition; raises UnknownEdition and WrongEdition."""
    async with db.transaction():
        edition = await _locked(year)
        edition.update_from_dict(dict(changes))
        _check(edition)
        await edition.save()
        await announce(EditionChanged(year))
    return edition


async def make_current(year: int) -> Edition:
    """Make the edition of `year` the one that the site is about; raises UnknownEdition."""
    async with db.transaction():
        edition = await _locked(year)
        if edition.is_current:
            return edition
        await Edition.filter(is_current=True).update(is_current=False)
        edition.is_current = True
        await edition.save(update_fields=["is_current"])
        await announce(EditionMadeCurrent(year))
    return edition


async def _locked(year: int) -> Edition:
    """The edition of `year`; all are locked, since two that become current at once would collide."""
    editions = await Edition.all().order_by("year").select_for_update()
    for edition in editions:
        if edition.year == year:
            return edition
    raise UnknownEdition(year)


def _usual(year: int, *, starts_on: date, ends_on: date) -> Changed:
    return {
        "name": f"Week tegen Eenzaamheid {year}",
        "starts_on": starts_on,
        "ends_on": ends_on,
        "registration_opens_on": starts_on - REGISTRATION_OPENS_BEFORE,
        "registration_closes_on": ends_on,
        "kit_order_until_on": starts_on - KIT_ORDERS_END_BEFORE,
        "kit_last_sent_on": starts_on - KITS_SENT_UNTIL_BEFORE,
    }


def _check_year(year: int, starts_on: date) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise WrongEdition(_("Vul een jaar in van %(first)s tot en met %(last)s.") % limits, field="year")
    if starts_on.year != year:
        raise WrongEdition(_("De eerste dag ligt niet in %(year)s.") % {"year": year}, field="starts_on")


def _check(edition: Edition) -> None:
    """Tidy the name, and raise WrongEdition for the first rule that does not hold."""
    _check_year(edition.year, edition.starts_on)
    edition.name = one_line(edition.name)
    longest = {"characters": LONGEST_NAME, "days": LONGEST_DAYS}
    rules = (
        (bool(edition.name), "name", _("Vul een naam in.")),
        (
            len(edition.name) <= LONGEST_NAME,
            "name",
            _("Maak de naam korter: hooguit %(characters)s tekens.") % longest,
        ),
        (edition.starts_on <= edition.ends_on, "ends_on", _("De laatste dag ligt voor de eerste.")),
        (
            edition.length_days <= LONGEST_DAYS,
            "ends_on",
            _("Een editie duurt hooguit %(days)s dagen.") % longest,
        ),
        (
            edition.registration_opens_on <= edition.registration_closes_on,
            "registration_closes_on",
            _("De inschrijving sluit voordat zij opengaat."),
        ),
        (
            edition.registration_closes_on <= edition.ends_on,
            "registration_closes_on",
            _("De inschrijving sluit na de laatste dag."),
        ),
        (
            edition.kit_order_until_on <= edition.kit_last_sent_on,
            "kit_last_sent_on",
            _("De laatste pakketten gaan weg voordat het bestellen sluit."),
        ),
        (
            edition.kit_last_sent_on <= edition.ends_on,
            "kit_last_sent_on",
            _("De laatste pakketten gaan weg na de laatste dag."),
        ),
    )
    for holds, field, message in rules:
        if not holds:
            raise WrongEdition(message, field=field)
