"""How kinds of congress and the standing of parties are called, for people."""

from collections.abc import Mapping

from weekplanner.congress.models.congresses import CongressKind, CongressState, Workshop
from weekplanner.congress.models.registrations import Decision, RegistrationState
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext, number

KINDS: Mapping[CongressKind, str] = {
    CongressKind.OPENING: _("Openingscongres"),
    CongressKind.CLOSING: _("Slotcongres"),
    CongressKind.WEBINAR: _("Webinar"),
    CongressKind.MASTERCLASS: _("Masterclass"),
    CongressKind.OTHER: _("Bijeenkomst"),
}
IN_A_SENTENCE: Mapping[CongressKind, str] = {
    CongressKind.OPENING: _("het openingscongres"),
    CongressKind.CLOSING: _("het slotcongres"),
    CongressKind.WEBINAR: _("het webinar"),
    CongressKind.MASTERCLASS: _("de masterclass"),
    CongressKind.OTHER: _("de bijeenkomst"),
}
CONGRESS_STATES: Mapping[CongressState, str] = {
    CongressState.DRAFT: _("Concept"),
    CongressState.PUBLISHED: _("Staat op de site"),
    CongressState.CANCELLED: _("Gaat niet door"),
}
STATES: Mapping[RegistrationState, str] = {
    RegistrationState.REQUESTED: _("Vraagt om erbij te mogen"),
    RegistrationState.WAITING: _("Wachtlijst"),
    RegistrationState.OFFERED: _("Stoel aangeboden"),
    RegistrationState.CONFIRMED: _("Heeft een stoel"),
    RegistrationState.CANCELLED: _("Afgemeld"),
    RegistrationState.DECLINED: _("Wilde de stoel niet"),
    RegistrationState.EXPIRED: _("Niet op tijd geantwoord"),
    RegistrationState.REFUSED: _("Niet toegelaten"),
}
DECISIONS: Mapping[Decision, str] = {
    Decision.LET_IN: _("Toegelaten"),
    Decision.REFUSED: _("Niet toegelaten"),
    Decision.OFFERED: _("Stoel aangeboden: er kwam er een vrij"),
    Decision.ACCEPTED: _("Stoel aangenomen"),
    Decision.DECLINED: _("Stoel niet gewild"),
    Decision.EXPIRED: _("Niet op tijd geantwoord"),
    Decision.PROMOTED: _("Stoel gekregen: er kwam er een vrij op de dag zelf"),
    Decision.CHANGED: _("Gewijzigd"),
    Decision.CANCELLED: _("Afgemeld"),
    Decision.CALLED_OFF: _("Congres gaat niet door"),
    Decision.WORKSHOP_OFFERED: _("Plek in workshop aangeboden"),
    Decision.WORKSHOP_ACCEPTED: _("Plek in workshop aangenomen"),
    Decision.WORKSHOP_DECLINED: _("Plek in workshop niet gewild"),
    Decision.WORKSHOP_EXPIRED: _("Niet op tijd geantwoord over workshop"),
    Decision.WORKSHOP_SEATED: _("Plek in workshop gekregen op de dag zelf"),
}


def audit_labels() -> dict[str, str]:
    """What the audit log calls the fields of congresses."""
    return {
        "kind": _("Soort bijeenkomst"),
        "state": _("Stand"),
        "title": _("Titel"),
        "summary": _("Samenvatting"),
        "description": _("Beschrijving"),
        "starts_at": _("Begin"),
        "ends_at": _("Einde"),
        "opens_at": _("Aanmelden vanaf"),
        "closes_at": _("Aanmelden tot"),
        "audiences": _("Doelgroepen"),
        "capacity": _("Stoelen"),
        "venue": _("Gebouw"),
        "street": _("Straat"),
        "house_number": _("Huisnummer"),
        "postcode": _("Postcode"),
        "place": _("Plaats"),
        "travel": _("Route"),
        "online_url": _("Link om online mee te doen"),
        "file": _("Bestand"),
    }


def places_left(free: int) -> str:
    """How many can still get a seat, as a label."""
    return ngettext("Nog %(number)s plaats", "Nog %(number)s plaatsen", free) % {"number": number(free)}


def room_in(workshop: Workshop) -> str:
    """Whether one can still get a seat in a workshop, and else at which place in line one comes."""
    if workshop.free:
        return f"{places_left(workshop.free)}."
    return _("Vol. U komt op de wachtlijst, als nummer %(number)s.") % {"number": workshop.waiting + 1}
