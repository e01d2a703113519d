"""The lists of guests in words: on a page, on paper, and as a file."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.events import wording
from weekplanner.events.values import OccurrenceValues
from weekplanner.formats.tables import Cell
from weekplanner.signups import call_list
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState, Source
from weekplanner.signups.purge import TERM
from weekplanner.signups.queries.lists import Group, GuestBook, Moment

GUEST_COLUMNS = (
    _("Wanneer"),
    _("Stand"),
    _("Naam"),
    _("Mensen"),
    _("Telefoon"),
    _("E-mail"),
    _("Ophalen"),
    _("Opmerking"),
    _("Aangemeld door"),
    _("Aangemeld op"),
)
CALL_COLUMNS = (
    _("Wanneer"),
    _("Naam"),
    _("Telefoon"),
    _("Bel over"),
    _("Stand"),
    _("Mensen"),
    _("Opmerking"),
)
RIDE_COLUMNS = (_("Wanneer"), _("Naam"), _("Mensen"), _("Telefoon"), _("Opmerking"))

STATE_WORDS = {
    SignUpState.PLACED: _("Heeft een plek"),
    SignUpState.WAITING: _("Wacht"),
    SignUpState.CANCELLED: _("Afgemeld"),
}


class Done(Enum):
    """What was just done about a guest, as the address of the page that follows says it."""

    ADDED = "toegevoegd"
    CHANGED = "gewijzigd"
    REMOVED = "afgemeld"
    CALLED = "gebeld"


@dataclass(frozen=True)
class Said:
    """What a page says of what was just done."""

    is_ok: bool
    title: str
    text: str


@dataclass(frozen=True)
class MomentRow:
    """An occurrence in the table of numbers, and above its guests."""

    moment: Moment
    words: str
    is_off: bool

    @property
    def heading(self) -> str:
        """Where it stands by itself."""
        return capital(self.words)

    @property
    def places(self) -> Places:
        """With the numbers."""
        return self.moment.places


@dataclass(frozen=True)
class GuestRow:
    """A party in a list."""

    sign_up: SignUp
    by: str
    """Who signed them up; empty when they did it themselves."""
    since: str
    calls: list[str]
    """What they must be told by telephone."""
    when: str
    """Which occurrence, where a list is of several."""
    state: str
    position: int = 0
    """In the line; 0 for who has a place."""


@dataclass(frozen=True)
class ShownGroup:
    """Who comes to one occurrence, and who waits."""

    moment: MomentRow
    placed: list[GuestRow]
    waiting: list[GuestRow]


class Words:
    """Says things of sign-ups at the occurrences of one activity."""

    def __init__(self, moments: Iterable[Moment]) -> None:
        self.whens = {each.id: moment_words(each) for each in moments}

    def row(self, sign_up: SignUp, position: int = 0) -> GuestRow:
        """A party in a list."""
        return GuestRow(
            sign_up=sign_up,
            by=signed_up_by(sign_up),
            since=_moment(sign_up.created_at),
            calls=call_list.words(sign_up.to_call_about),
            when=self.whens[sign_up.occurrence_id],
            state=STATE_WORDS[sign_up.state],
            position=position,
        )

    def group(self, group: Group) -> ShownGroup:
        """Those at one occurrence."""
        return ShownGroup(
            moment=moment_row(group.moment),
            placed=[self.row(each) for each in group.placed],
            waiting=[self.row(each, position) for position, each in group.waiting],
        )

    async def guest_cells(self, sign_ups: AsyncIterator[SignUp]) -> AsyncIterator[list[Cell]]:
        """The list of guests as a table."""
        async for each in sign_ups:
            yield [
                self.whens[each.occurrence_id],
                STATE_WORDS[each.state],
                each.name,
                each.people,
                each.phone,
                each.email,
                each.wants_transport,
                each.remark,
                signed_up_by(each),
                each.created_at,
            ]

    async def call_cells(self, sign_ups: Iterable[SignUp]) -> AsyncIterator[list[Cell]]:
        """The list of whom to call as a table."""
        for each in sign_ups:
            about = texts.listed(call_list.words(each.to_call_about))
            state = STATE_WORDS[each.state]
            yield [
                self.whens[each.occurrence_id],
                each.name,
                each.phone,
                about,
                state,
                each.people,
                each.remark,
            ]

    async def ride_cells(self, sign_ups: Iterable[SignUp]) -> AsyncIterator[list[Cell]]:
        """The list of whom to pick up as a table."""
        for each in sign_ups:
            yield [self.whens[each.occurrence_id], each.name, each.people, each.phone, each.remark]


def moment_words(moment: Moment) -> str:
    """Woensdag 6 oktober, 12.00 tot 13.30 uur."""
    return wording.moment(OccurrenceValues.of(moment.occurrence))


def capital(text: str) -> str:
    """As a sentence begins."""
    return text[:1].upper() + text[1:]


def moment_row(moment: Moment) -> MomentRow:
    """An occurrence with its numbers."""
    return MomentRow(moment, moment_words(moment), moment.places.state is PlacesState.CALLED_OFF)


def signed_up_by(sign_up: SignUp) -> str:
    """Who did it, if it was not the guest; a helper with the address that messages go to."""
    if sign_up.source is Source.ORGANISER:
        return _("uzelf of een collega")
    if sign_up.source is Source.HELPER:
        return f"{sign_up.helper_name} ({sign_up.helper_email})"
    return ""


def moments_to_join(book: GuestBook) -> list[Moment]:
    """Where a guest can still be added, or changed: what goes on and has not begun."""
    now = clock.now()
    return [
        each
        for each in book.moments
        if each.places.state is not PlacesState.CALLED_OFF and now < each.places.starts_at
    ]


def joining_choices(moments: Iterable[Moment]) -> list[tuple[str, str]]:
    """The occurrences to choose from, with how full they are."""
    return [(str(each.id), f"{capital(moment_words(each))} ({fullness(each.places)})") for each in moments]


def fullness(places: Places) -> str:
    """Nog 3 plaatsen; vol, 2 wachten; plek genoeg."""
    if places.free is None:
        return _("plek genoeg")
    if places.free:
        return ngettext("nog %(num)s plaats", "nog %(num)s plaatsen", places.free) % {"num": places.free}
    if not places.waiting:
        return _("vol")
    return ngettext("vol, %(num)s wacht", "vol, %(num)s wachten", places.waiting) % {"num": places.waiting}


def kept_until(book: GuestBook) -> str:
    """The last day of the lists: 8 november."""
    last = book.activity.edition.ends_on + TERM
    return texts.date_range(last, last)


def said(done: Done, sign_up: SignUp, *, ahead: int) -> Said:
    """What just happened to a guest; `ahead` parties wait longer."""
    name = {"name": sign_up.name}
    if done is Done.CALLED:
        return Said(True, _("U heeft %(name)s gesproken") % name, _("Wat u vertelde, is van de bellijst."))
    if not sign_up.is_live:
        return Said(True, _("%(name)s is afgemeld") % name, _removed(sign_up))
    if sign_up.state is SignUpState.WAITING:
        return Said(False, _("%(name)s staat op de wachtlijst") % name, f"{_waiting(ahead)} {_told(sign_up)}")
    title = _("%(name)s staat op de gastenlijst") if done is Done.ADDED else _("%(name)s is gewijzigd")
    seats = ngettext("Er is een plek.", "Er is plek voor %(num)s mensen.", sign_up.people)
    return Said(True, title % name, f"{seats % {'num': sign_up.people}} {_told(sign_up)}")


def _waiting(ahead: int) -> str:
    if not ahead:
        return _("Er is nu geen plek. Dit is de eerste die aan de beurt is.")
    return ngettext(
        "Er is nu geen plek. %(num)s aanmelding is eerder aan de beurt.",
        "Er is nu geen plek. %(num)s aanmeldingen zijn eerder aan de beurt.",
        ahead,
    ) % {"num": ahead}


def _told(sign_up: SignUp) -> str:
    if sign_up.email:
        return _("Er gaat een mail naar de gast.")
    if sign_up.helper_email:
        return _("Er gaat een mail naar wie de gast heeft aangemeld.")
    return _("Er gaat geen mail: vertel het zelf.")


def _removed(sign_up: SignUp) -> str:
    if sign_up.to_call_about:
        return _("De gast staat op de bellijst, want die weet het nog niet.")
    return _("De plek is vrij, of gaat naar wie wacht.")


def _moment(at: datetime) -> str:
    words = {"day": texts.day_short(clock.local(at).date()), "time": texts.clock_time(at)}
    return _("%(day)s, %(time)s uur") % words
