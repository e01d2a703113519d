"""The mail log in words: kinds, how far a message is, why it went wrong, what came of stepping in."""

import re
from collections.abc import Callable, Mapping

from weekplanner.core import texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.mailer import kinds
from weekplanner.mailer.by_hand import Verdict
from weekplanner.mailer.kinds import UnknownKind
from weekplanner.mailer.queries import Standing

STANDINGS: Mapping[Standing, str] = {
    Standing.SENT: _("Verstuurd"),
    Standing.FAILED: _("Mislukt"),
    Standing.DROPPED: _("Vervallen"),
    Standing.WAITING: _("Moet nog weg"),
}
"""In the order of the columns."""

_WHOLE: Mapping[str, str] = {
    "too late": _("Deze mail zou te laat komen."),
    "pointless": _("Deze mail was niet meer nodig."),
    "invented": _("Deze mail hoort bij een voorbeeld. Hij gaat naar niemand."),
    "connection lost during DATA": _("De verbinding viel weg. Misschien is de mail toch aangekomen."),
}
_BEGINNINGS: Mapping[str, str] = {
    "values:": _("Wij kunnen deze mail niet maken. Meld dit aan het technisch beheer."),
    "rendering:": _("Wij kunnen deze mail niet maken. Meld dit aan het technisch beheer."),
    "connection lost": _("De verbinding met de mailserver viel weg."),
    "no connection": _("De mailserver is niet bereikbaar."),
}
_REFUSED = _("De mailserver van de ontvanger weigert deze mail.")
_LATER = _("De mailserver van de ontvanger neemt deze mail nu niet aan.")
_BUSY = _("De mailserver van de ontvanger heeft het te druk.")
_FULL = _("De mailbox is vol.")
_TOO_LARGE = _("De mail is te groot voor deze ontvanger.")
_UNREACHABLE = _("De mailserver van de ontvanger is niet bereikbaar.")
_MISWRITTEN = _("Dit adres is niet goed geschreven.")
_DISTRUSTED = _("De mailserver van de ontvanger vertrouwt onze mail niet.")

_ENHANCED: Mapping[str, str] = {
    "1.1": _("Dit adres bestaat niet."),
    "1.2": _("Wat achter de @ staat, bestaat niet."),
    "1.3": _MISWRITTEN,
    "1.6": _("Deze persoon heeft een ander adres."),
    "1.10": _("Achter deze @ kan niemand mail krijgen."),
    "2.1": _("Deze mailbox is gesloten."),
    "2.2": _FULL,
    "2.3": _TOO_LARGE,
    "3.1": _FULL,
    "3.2": _BUSY,
    "3.4": _TOO_LARGE,
    "4.1": _UNREACHABLE,
    "4.2": _UNREACHABLE,
    "4.3": _UNREACHABLE,
    "4.4": _UNREACHABLE,
    "4.5": _BUSY,
}
"""By subject and detail of an enhanced status code (RFC 3463 §3, RFC 7505 §4.1)."""

_REPLIES: Mapping[str, str] = {
    "421": _BUSY,
    "450": _LATER,
    "451": _LATER,
    "452": _BUSY,
    "552": _FULL,
    "553": _MISWRITTEN,
}
"""By reply code (RFC 5321 §4.2.3), where there is no enhanced one that says more."""

_CODES = re.compile(r"\b(?P<reply>[45][0-9]{2})(?: [45]\.(?P<enhanced>[0-9]{1,3}\.[0-9]{1,3}))?\b", re.ASCII)


def kind_label(name: str) -> str:
    """What the team calls a kind of message; the bare name of one of an earlier version."""
    try:
        return kinds.find(name).label
    except UnknownKind:
        return name


def kind_labels() -> dict[str, str]:
    """Every kind that exists, by name, in the order of the alphabet."""
    return dict(sorted(((each.name, each.label) for each in kinds.every()), key=lambda pair: pair[1].lower()))


def reason(error: str) -> str:
    """Why a message did not go, for who knows no codes; empty when there is nothing to say."""
    if error in _WHOLE:
        return _WHOLE[error]
    for beginning, words in _BEGINNINGS.items():
        if error.startswith(beginning):
            return words
    codes = _CODES.search(error)
    return _refusal(codes["reply"], codes["enhanced"] or "") if codes else ""


def code(error: str) -> str:
    """The reason as the mailer wrote it down, where it says more than the words for it."""
    return "" if error in _WHOLE else error


def _refusal(reply: str, enhanced: str) -> str:
    if enhanced in _ENHANCED:
        return _ENHANCED[enhanced]
    if reply in _REPLIES:
        return _REPLIES[reply]
    if reply.startswith("4"):
        return _LATER
    return _DISTRUSTED if enhanced.startswith("7.") else _REFUSED


def duration(seconds: float) -> str:
    """How long something waits: 7 minuten."""
    minutes = int(seconds // 60)
    if minutes < 60:
        return ngettext("%(number)s minuut", "%(number)s minuten", minutes) % {"number": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(number)s uur", "%(number)s uur", hours) % {"number": hours}
    return ngettext("%(number)s dag", "%(number)s dagen", hours // 24) % {"number": hours // 24}


def refusal(verdict: Verdict, number: int) -> str:
    """Why stepping in did nothing for so many messages."""
    return _NOT_DONE[verdict](number) % {"number": texts.number(number)}


_NOT_DONE: Mapping[Verdict, Callable[[int], str]] = {
    Verdict.FORGOTTEN: lambda number: ngettext(
        "%(number)s mail kan niet opnieuw: wij hebben de inhoud al gewist.",
        "%(number)s mails kunnen niet opnieuw: wij hebben de inhoud al gewist.",
        number,
    ),
    Verdict.TOO_LATE: lambda number: ngettext(
        "%(number)s mail gaat niet meer: die zou te laat komen.",
        "%(number)s mails gaan niet meer: die zouden te laat komen.",
        number,
    ),
    Verdict.NOT_FAILED: lambda number: ngettext(
        "%(number)s mail is niet mislukt. Misschien is die al opnieuw geprobeerd.",
        "%(number)s mails zijn niet mislukt. Misschien zijn die al opnieuw geprobeerd.",
        number,
    ),
    Verdict.NOT_WAITING: lambda number: ngettext(
        "%(number)s mail wacht niet meer.", "%(number)s mails wachten niet meer.", number
    ),
    Verdict.DUE: lambda number: ngettext(
        "%(number)s mail is al aan de beurt.", "%(number)s mails zijn al aan de beurt.", number
    ),
}


def audit_labels() -> dict[str, str]:
    """What the audit log calls what was done with many messages at once."""
    return {"day": _("Dag"), "messages": _("Aantal mails")}
