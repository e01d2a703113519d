"""Adding editions, moving their dates, and choosing the current one."""

from dataclasses import asdict, dataclass
from datetime import date, timedelta

from weekplanner.core import db
from weekplanner.core.errors import Refused
from weekplanner.core.facts import announce
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.editions.facts import EditionMadeCurrent
from weekplanner.editions.models import LONGEST_DAYS, Edition

FIRST_YEAR, LAST_YEAR = 2000, 2200
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


class WrongDates(Refused):
    """The dates of an edition do not fit together."""


@dataclass(frozen=True, slots=True)
class EditionValues:
    """What the team decides about an edition; all dates count themselves in."""

    name: str
    starts_on: date
    ends_on: date
    registration_opens_on: date
    registration_closes_on: date
    kit_order_until_on: date
    kit_last_sent_on: date


def usual_values(year: int, *, starts_on: date, ends_on: date) -> EditionValues:
    """What an edition is like unless the team decides otherwise.

    Registration opens 150 days before the start and closes on the last day; kits are ordered until 14
    and sent until 7 days before the start. Raises WrongDates for a start outside the year.
    """
    _check_year(year, starts_on)
    return EditionValues(
        name=f"Week tegen Eenzaamheid {year}",
        starts_on=starts_on,
        ends_on=ends_on,
        registration_opens_on=starts_on - REGISTRATION_OPENS_BEFORE,
        registration_closes_on=ends_on,
        kit_order_until_on=starts_on - KIT_ORDERS_END_BEFORE,
        kit_last_sent_on=starts_on - KITS_SENT_UNTIL_BEFORE,
    )


async def add_edition(year: int, values: EditionValues) -> Edition:
    """Add the edition of `year`; the very first one becomes the current one.

    Raises EditionExists and WrongDates.
    """
    _check(year, values)
    async with db.transaction():
        if await Edition.exists(year=year):
            raise EditionExists(year)
        is_first = not await Edition.exists()
        edition = Edition(year=year, is_current=is_first, **_columns(values))
        await edition.save()
        if is_first:
            await announce(EditionMadeCurrent(year))
    return edition


async def update_edition(year: int, values: EditionValues) -> Edition:
    """Change the name and the dates of an edition; raises UnknownEdition and WrongDates."""
    _check(year, values)
    async with db.transaction():
        edition = await _locked(year)
        await edition.update_from_dict(_columns(values)).save()
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
    """The edition, while all editions are locked: two that become current at once would collide."""
    editions = await Edition.all().order_by("year").select_for_update()
    for edition in editions:
        if edition.year == year:
            return edition
    raise UnknownEdition(year)


def _columns(values: EditionValues) -> dict[str, object]:
    return {**asdict(values), "name": one_line(values.name)}


def _check_year(year: int, starts_on: date) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        limits = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise WrongDates(_("Vul een jaar in van %(first)s tot en met %(last)s.") % limits, field="year")
    if starts_on.year != year:
        raise WrongDates(_("De eerste dag ligt niet in %(year)s.") % {"year": year}, field="starts_on")


def _check(year: int, values: EditionValues) -> None:
    """Raise WrongDates with the sentence for the first rule that does not hold."""
    _check_year(year, values.starts_on)
    if not one_line(values.name) or len(one_line(values.name)) > 80:
        raise WrongDates(_("Vul een naam in van hooguit 80 tekens."), field="name")
    if values.ends_on < values.starts_on:
        raise WrongDates(_("De laatste dag ligt voor de eerste."), field="ends_on")
    if (values.ends_on - values.starts_on).days >= LONGEST_DAYS:
        longest = {"days": LONGEST_DAYS}
        raise WrongDates(_("Een editie duurt hooguit %(days)s dagen.") % longest, field="ends_on")
    if values.registration_closes_on < values.registration_opens_on:
        raise WrongDates(_("De inschrijving sluit voordat zij opengaat."), field="registration_closes_on")
    if values.registration_closes_on > values.ends_on:
        raise WrongDates(_("De inschrijving sluit na de laatste dag."), field="registration_closes_on")
    if values.kit_last_sent_on < values.kit_order_until_on:
        raise WrongDates(
            _("De laatste pakketten gaan weg voordat het bestellen sluit."), field="kit_last_sent_on"
        )
    if values.kit_last_sent_on > values.ends_on:
        raise WrongDates(_("De laatste pakketten gaan weg na de laatste dag."), field="kit_last_sent_on")
