"""What a door says of who stands before it: in words, with what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from weekplanner.core import clock, texts
from weekplanner.core.texts import gettext as _


class Verdict(Enum):
    """What can come of somebody at the door."""

    WELCOME = "welcome"
    AGAIN = "again"
    """They are inside already, or somebody is with their ticket."""
    OLD_TICKET = "old_ticket"
    NO_SEAT = "no_seat"
    """It was given back."""
    OTHER_CONGRESS = "other_congress"
    NOT_A_TICKET = "not_a_ticket"
    NOBODY = "nobody"
    """No name is like what was typed."""
    FULL = "full"
    NOT_LISTED = "not_listed"
    """A door without network knows a real ticket of nobody on its list."""


@dataclass(frozen=True)
class Words:
    """How it looks: kind and drawing of the notice, its heading, and what to do.

    The heading may hold `%(name)s` and `%(time)s`.
    """

    kind: str
    icon: str
    heading: str
    advice: str


VERDICTS: Mapping[Verdict, Words] = {
    Verdict.WELCOME: Words("ok", "check", _("Welkom, %(name)s"), _("Laat binnen.")),
    Verdict.AGAIN: Words(
        "stop",
        "cross",
        _("%(name)s is al binnen sinds %(time)s uur"),
        _("Laat niemand meer binnen op dit toegangsbewijs. Klopt het niet? Stuur door naar de balie."),
    ),
    Verdict.OLD_TICKET: Words(
        "stop",
        "cross",
        _("Dit is een oud toegangsbewijs"),
        _("Vraag naar de nieuwste mail. Is die er niet? Zoek dan op naam en vraag wie het is."),
    ),
    Verdict.NO_SEAT: Words(
        "stop",
        "cross",
        _("%(name)s is afgemeld"),
        _("Dit toegangsbewijs geldt niet meer. Laat binnen zonder aanmelding als er nog plek is."),
    ),
    Verdict.OTHER_CONGRESS: Words(
        "stop",
        "cross",
        _("Dit toegangsbewijs is voor een ander congres"),
        _("Vraag naar het toegangsbewijs voor vandaag, of zoek op naam."),
    ),
    Verdict.NOT_A_TICKET: Words(
        "stop",
        "cross",
        _("Dit is geen geldig toegangsbewijs"),
        _("Typ de code die eronder staat, of zoek op naam."),
    ),
    Verdict.NOBODY: Words(
        "wait",
        "search",
        _("Niemand gevonden"),
        _("Probeer alleen de achternaam. Staat iemand niet op de lijst? Laat binnen zonder aanmelding."),
    ),
    Verdict.FULL: Words("stop", "cross", _("De zaal is vol"), _("Er kan niemand meer bij.")),
    Verdict.NOT_LISTED: Words(
        "stop",
        "cross",
        _("Dit toegangsbewijs staat niet op uw lijst"),
        _("U heeft geen verbinding, en deze deelnemer is nieuw of afgemeld. Stuur door naar de balie."),
    ),
}


def came_in_twice(name: str, first: tuple[str, datetime], second: tuple[str, datetime]) -> str:
    """What doors found out when they met again: by which door somebody came in when, twice."""
    return _("%(name)s kwam binnen %(first)s, en ook %(second)s.") % {
        "name": name,
        "first": _door_and_time(*first),
        "second": _door_and_time(*second),
    }


def _door_and_time(door: str, at: datetime) -> str:
    where = _("bij %(door)s") % {"door": door} if door else _("bij het team")
    return _("%(where)s om %(time)s uur") % {"where": where, "time": texts.clock_time(clock.local(at))}
