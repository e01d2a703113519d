"""How congresses and parties are labelled: always an icon with words."""

from collections.abc import Mapping
from dataclasses import dataclass

from weekplanner.congress import words
from weekplanner.congress.models.congresses import CongressState
from weekplanner.congress.models.registrations import RegistrationState, Source
from weekplanner.core.texts import gettext as _
from weekplanner.vocabulary.queries import vocabulary


@dataclass(frozen=True)
class Shown:
    """A label: its kind and icon as the macro `status` takes them."""

    kind: str
    icon: str
    words: str


CONGRESSES: Mapping[CongressState, Shown] = {
    state: Shown(kind, icon, words.CONGRESS_STATES[state])
    for state, kind, icon in (
        (CongressState.DRAFT, "wait", "edit"),
        (CongressState.PUBLISHED, "ok", "check"),
        (CongressState.CANCELLED, "stop", "cross"),
    )
}
PARTIES: Mapping[RegistrationState, Shown] = {
    state: Shown(kind, icon, words.STATES[state])
    for state, kind, icon in (
        (RegistrationState.REQUESTED, "info", "talk"),
        (RegistrationState.WAITING, "wait", "people"),
        (RegistrationState.OFFERED, "wait", "clock"),
        (RegistrationState.CONFIRMED, "ok", "check"),
        (RegistrationState.CANCELLED, "stop", "cross"),
        (RegistrationState.DECLINED, "stop", "cross"),
        (RegistrationState.EXPIRED, "stop", "clock"),
        (RegistrationState.REFUSED, "stop", "cross"),
    )
}
SOURCES: Mapping[Source, str] = {
    Source.SELF: _("Aangemeld op de website"),
    Source.TEAM: _("Aangemeld door het team"),
    Source.DOOR: _("Binnengelopen aan de deur"),
}


def audience_in_words(audience: str) -> str:
    """The vocabulary's word; who walked in belongs to none of them."""
    term = vocabulary().congress_audiences.get(audience)
    return term.label if term else audience
