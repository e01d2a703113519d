"""What is stored of a guest beside what was typed, when somebody else changed it meanwhile."""

from dataclasses import dataclass

from weekplanner.core.texts import gettext as _
from weekplanner.signups.models import SignUp
from weekplanner.signups.values import Guest

_LABELS = {
    "name": _("Naam van de gast"),
    "phone": _("Telefoonnummer"),
    "email": _("E-mailadres"),
    "people": _("Met hoeveel mensen"),
    "wants_transport": _("Wil graag worden opgehaald"),
    "remark": _("Opmerking"),
}


@dataclass(frozen=True)
class Difference:
    """What stands on the list now beside what was typed."""

    label: str
    before: str
    after: str


def differences(sign_up: SignUp, typed: Guest) -> list[Difference]:
    """The fields that are not the same, in the order of the form."""
    now, wanted = Guest.of(sign_up).columns(), typed.columns()
    return [
        Difference(label, _words(now[name]), _words(wanted[name]))
        for name, label in _LABELS.items()
        if now[name] != wanted[name]
    ]


def _words(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return _("ja") if value else _("nee")
    return str(value)
