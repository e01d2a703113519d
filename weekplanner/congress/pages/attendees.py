"""The list of who signed up, in words: filters, and the tables that leave the site."""

from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass

from weekplanner.congress import needs as known
from weekplanner.congress.models.congresses import Workshop
from weekplanner.congress.models.registrations import RegistrationState
from weekplanner.congress.pages.shown import SOURCES, audience_in_words
from weekplanner.congress.queries.attendees import Presence
from weekplanner.congress.queries.congresses import Programme
from weekplanner.congress.queries.tables import PersonRow, WhoNeeds, counted
from weekplanner.congress.words import STATES
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.formats.tables import Cell
from weekplanner.vocabulary.queries import vocabulary

PEOPLE_COLUMNS = (
    _("Aanmelding"),
    _("Naam"),
    _("Komt mee om te helpen"),
    _("Aangemeld door"),
    _("E-mailadres"),
    _("Organisatie"),
    _("Functie"),
    _("Doelgroep"),
    _("Gemeente"),
    _("Provincie"),
    _("Stand"),
    _("Workshops"),
    _("Wacht op workshop"),
    _("Binnen om"),
    _("Aangemeld op"),
    _("Bevestigd op"),
    _("Hoe aangemeld"),
    _("Code voor"),
)
NEEDS_COLUMNS = (
    _("Aanmelding"),
    _("Naam"),
    _("Mensen"),
    _("Eten"),
    _("Toegankelijkheid"),
    _("Opmerking"),
)
COUNT_COLUMNS = (_("Soort"), _("Wat"), _("Hoe vaak"))
PRESENCES: Mapping[Presence, str] = {Presence.INSIDE: _("Is binnen"), Presence.ABSENT: _("Nog niet binnen")}


@dataclass(frozen=True)
class Choice:
    """One of the filters: what may be chosen, and what is."""

    key: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


@dataclass(frozen=True)
class Need:
    """How often a diet or a need was ticked by who has a seat."""

    words: str
    number: int


def choices(
    asked: Mapping[str, str], *, programme: Programme, states: Mapping[RegistrationState, int]
) -> list[Choice]:
    """The filters; one with nothing to choose is left out."""
    in_states = [(state.value, f"{_(STATES[state])} ({number})") for state, number in states.items()]
    audiences = [(term.id, term.label) for term in vocabulary().congress_audiences.values()]
    workshops = [(str(each.id), named) for each, named in _workshops(programme)]
    presences = [(each.value, _(words)) for each, words in PRESENCES.items()]
    found = [
        _choice(asked, "stand", _("Stand"), in_states),
        _choice(asked, "doelgroep", _("Doelgroep"), audiences),
        _choice(asked, "workshop", _("Zit in workshop"), workshops),
        _choice(asked, "wacht", _("Wacht op workshop"), workshops),
        _choice(asked, "deur", _("Aan de deur"), presences),
        _choice(asked, "behoefte", _("Heeft iets nodig"), [("ja", _("Ja"))]),
    ]
    return [each for each in found if len(each.options) > 1]


def _choice(asked: Mapping[str, str], key: str, label: str, options: list[tuple[str, str]]) -> Choice:
    return Choice(key, label, [("", _("Alles")), *options], asked.get(key, ""))


def _workshops(programme: Programme) -> Iterable[tuple[Workshop, str]]:
    for each in programme.rounds:
        for workshop in each.workshops:
            yield (
                workshop,
                _("Ronde %(number)s: %(title)s") % {"number": each.number, "title": workshop.title},
            )


def decided_in_words(number: int, *, lets_in: bool) -> str:
    """What a button did with many."""
    if not number:
        return _("Hierover was al besloten.")
    if lets_in:
        words = ngettext("%(num)s aanmelding is toegelaten.", "%(num)s aanmeldingen zijn toegelaten.", number)
    else:
        words = ngettext(
            "%(num)s aanmelding is niet toegelaten.", "%(num)s aanmeldingen zijn niet toegelaten.", number
        )
    return words % {"num": number}


async def people_cells(rows: AsyncIterator[PersonRow]) -> AsyncIterator[list[Cell]]:
    """The list as a table, a row for each person; what they need is not in it."""
    async for row in rows:
        yield [
            row.registration_id,
            row.name,
            row.is_companion,
            row.contact,
            row.email,
            row.organisation,
            row.role,
            audience_in_words(row.audience),
            row.municipality,
            row.province,
            _(STATES[row.state]),
            ", ".join(row.workshops),
            ", ".join(row.waits_for),
            row.arrived_at,
            row.created_at,
            row.confirmed_at,
            _(SOURCES[row.source]),
            row.invitation,
        ]


async def needs_cells(needs: Iterable[WhoNeeds]) -> AsyncIterator[list[Cell]]:
    """What who has a seat needs, by name."""
    for each in needs:
        yield [
            each.registration_id,
            each.name,
            each.people,
            in_words(each.needs.diets),
            in_words(each.needs.access),
            each.needs.remark,
        ]


async def count_cells(needs: list[WhoNeeds]) -> AsyncIterator[list[Cell]]:
    """How often each was ticked: for who cooks and who prepares the rooms, without names."""
    for kind, found in ((_("Eten"), diets(needs)), (_("Toegankelijkheid"), access(needs))):
        for each in found:
            yield [kind, each.words, each.number]


def diets(needs: list[WhoNeeds]) -> list[Need]:
    """How often each diet was ticked."""
    return _counted(needs, known.DIETS)


def access(needs: list[WhoNeeds]) -> list[Need]:
    """How often each need in the building was ticked."""
    return _counted(needs, known.ACCESS)


def in_words(ticked: Iterable[str]) -> str:
    """What was ticked, as it is called."""
    labels = {**known.DIETS, **known.ACCESS}
    return ", ".join(_(labels.get(each, each)) for each in ticked)


def _counted(needs: list[WhoNeeds], labels: Mapping[str, str]) -> list[Need]:
    numbers = counted(needs)
    return [Need(_(words), numbers.get(each, 0)) for each, words in labels.items()]
