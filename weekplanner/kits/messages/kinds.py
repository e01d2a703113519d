"""The kinds of message about kits."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from weekplanner.core.texts import gettext as _
from weekplanner.kits.messages import deadline, team
from weekplanner.mailer.kinds import Kind, Values
from weekplanner.mailer.models import Priority

_SAMPLE: Mapping[str, Any] = {
    "number": "2027-0418",
    "items": ["1 × Kom erbij-pakket", "2 × Setje gesprekskaarten"],
    "waiting": [],
    "requested": [],
    "activity": "Soep aan de lange tafel",
    "address": ["Buurthuis De Linde", "Fatma", "Neude 11", "3512 AE Utrecht"],
    "order_url": "https://voorbeeld.nl/mijn/pakketten/418",
}


def _subject(text: str, otherwise: Mapping[str, str]) -> Callable[[Values], str]:
    """The text of the first of `otherwise` that is so, else `text`."""

    def subject(values: Values) -> str:
        said = next((words for name, words in otherwise.items() if values[name]), text)
        return _(said) % values

    return subject


def _kind(
    name: str,
    subject: str,
    *,
    label: str,
    occasion: str,
    priority: Priority = Priority.NORMAL,
    otherwise: Mapping[str, str] = MappingProxyType({}),
    **sample: Any,
) -> Kind:
    """Any: plain JSON."""
    return Kind(
        name,
        f"kits/mail/{name}",
        label,
        occasion,
        subject=_subject(subject, otherwise),
        sample={**_SAMPLE, **sample},
        priority=priority,
    )


KINDS = (
    _kind(
        "kit_order_placed",
        _("Bestelling %(number)s is binnen"),
        label=_("Pakket besteld"),
        occasion=_("Zodra iemand pakketten bestelt, of er voorraad is voor wie daarop wachtte."),
        otherwise={
            "has_waited": _("Er is weer voorraad voor bestelling %(number)s"),
            "is_granted": _("U krijgt wat u vroeg bij bestelling %(number)s"),
        },
        has_waited=False,
        is_granted=False,
    ),
    _kind(
        "kit_order_approved",
        _("Bestelling %(number)s is goedgekeurd"),
        label=_("Pakket goedgekeurd"),
        occasion=_("Zodra het team een bestelling goedkeurt."),
    ),
    _kind(
        "kit_order_back_ordered",
        _("Bestelling %(number)s wacht op voorraad"),
        label=_("Pakket nabesteld"),
        occasion=_("Zodra iemand bestelt wat niet op voorraad is."),
        items=[],
        waiting=["1 × Kom erbij-pakket"],
        has_waited=False,
        is_granted=False,
    ),
    _kind(
        "kit_order_shipped",
        _("Bestelling %(number)s is onderweg"),
        label=_("Pakket onderweg"),
        occasion=_("Zodra een doos met de bezorger mee is."),
        carrier="PostNL",
        tracking_code="3SKABA000000001",
        tracking_url="https://jouw.postnl.nl/track-and-trace/3SKABA000000001-NL-3512AE",
    ),
    _kind(
        "kit_order_changed",
        _("Bestelling %(number)s is gewijzigd"),
        label=_("Bestelling gewijzigd"),
        occasion=_("Zodra het team een bestelling of het adres ervan wijzigt."),
    ),
    _kind(
        "kit_order_cancelled",
        _("Bestelling %(number)s is geannuleerd"),
        label=_("Pakket geannuleerd"),
        occasion=_("Zodra een bestelling, of een deel ervan, wordt geannuleerd of afgewezen."),
        otherwise={"is_declined": _("Over wat u vroeg bij bestelling %(number)s")},
        reason="",
        is_declined=False,
        is_whole=True,
    ),
    _kind(
        "kit_recalled",
        _("Belangrijk bericht over bestelling %(number)s"),
        label=_("Pakket teruggeroepen"),
        occasion=_("Als het team een pakket terugroept, aan wie het al heeft."),
        priority=Priority.URGENT,
        kit="Kom erbij-pakket",
        reason="De slinger kan te warm worden. Gebruik hem niet.",
    ),
    *deadline.KINDS,
    *team.KINDS,
)
