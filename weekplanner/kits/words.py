"""How people call the stages of orders and parcels, and what happened to them and to the stock."""

from collections.abc import Mapping
from dataclasses import dataclass

from weekplanner.core.texts import gettext as _
from weekplanner.kits.models.ledger import MovementKind
from weekplanner.kits.models.lines import OrderEventKind
from weekplanner.kits.models.orders import LineState
from weekplanner.kits.models.parcels import ShipmentState
from weekplanner.kits.models.printing import Paper


@dataclass(frozen=True)
class Shown:
    """A stage, as a label with a kind, a drawing and words."""

    kind: str
    icon: str
    words: str


STATES: Mapping[LineState, Shown] = {
    LineState.REQUESTED: Shown("stop", "warning", _("Boven de grens")),
    LineState.BACK_ORDERED: Shown("wait", "clock", _("Nabestelling")),
    LineState.PLACED: Shown("wait", "clock", _("Besteld")),
    LineState.APPROVED: Shown("ok", "check", _("Goedgekeurd")),
    LineState.PACKED: Shown("info", "box", _("Ingepakt")),
    LineState.SHIPPED: Shown("info", "truck", _("Onderweg")),
    LineState.DELIVERED: Shown("ok", "check", _("Bezorgd")),
    LineState.RETURNED: Shown("stop", "back", _("Retour")),
    LineState.CANCELLED: Shown("stop", "cross", _("Geannuleerd")),
}

PARCELS: Mapping[ShipmentState, Shown] = {
    ShipmentState.PREPARED: Shown("wait", "clock", _("Nog in te pakken")),
    ShipmentState.PACKED: Shown("info", "box", _("Ingepakt")),
    ShipmentState.SHIPPED: Shown("info", "truck", _("Onderweg")),
    ShipmentState.DELIVERED: Shown("ok", "check", _("Bezorgd")),
    ShipmentState.RETURNED: Shown("stop", "back", _("Retour")),
    ShipmentState.DROPPED: Shown("stop", "cross", _("Vervallen")),
}

PAPERS: Mapping[Paper, str] = {
    Paper.PICK_LIST: _("Paklijst"),
    Paper.PACKING_SLIPS: _("Pakbonnen"),
    Paper.LABELS: _("Etiketten"),
}

STEPS: Mapping[OrderEventKind, str] = {
    OrderEventKind.PLACED: _("Besteld"),
    OrderEventKind.REQUESTED: _("Gevraagd, boven de grens"),
    OrderEventKind.BACK_ORDERED: _("Wacht op voorraad"),
    OrderEventKind.SERVED: _("Er is weer voorraad: nu besteld"),
    OrderEventKind.GRANTED: _("Toegekend, boven de grens"),
    OrderEventKind.DECLINED: _("Niet toegekend"),
    OrderEventKind.CHANGED: _("Bestelling gewijzigd"),
    OrderEventKind.ADDRESS_CHANGED: _("Adres gewijzigd"),
    OrderEventKind.APPROVED: _("Goedgekeurd"),
    OrderEventKind.PACKED: _("Ingepakt"),
    OrderEventKind.UNPACKED: _("Weer uitgepakt"),
    OrderEventKind.SHIPPED: _("Onderweg"),
    OrderEventKind.DELIVERED: _("Bezorgd"),
    OrderEventKind.RETURNED: _("Retour gekomen"),
    OrderEventKind.REPLACED: _("Wordt opnieuw verstuurd"),
    OrderEventKind.CANCELLED: _("Geannuleerd"),
    OrderEventKind.RECALLED: _("Teruggeroepen"),
}

MOVEMENTS: Mapping[MovementKind, str] = {
    MovementKind.RECEIVED: _("Binnengekomen"),
    MovementKind.RESERVED: _("Besteld"),
    MovementKind.RELEASED: _("Weer vrij"),
    MovementKind.SHIPPED: _("Verstuurd"),
    MovementKind.CORRECTED: _("Gecorrigeerd"),
    MovementKind.RETURNED: _("Retour"),
}


def file_size(size_bytes: int) -> str:
    """How large a file is, as people say it: 340 kB, 1,2 MB."""
    if size_bytes < 1024**2:
        return _("%(size)s kB") % {"size": max(1, round(size_bytes / 1024))}
    return _("%(size)s MB") % {"size": f"{size_bytes / 1024**2:.1f}".replace(".", ",")}


def audit_labels() -> dict[str, str]:
    """What the audit log calls the fields of kits, orders and parcels."""
    return {
        "name": _("Naam"),
        "explanation": _("Uitleg"),
        "contents": _("Inhoud"),
        "is_visible": _("Zichtbaar"),
        "is_digital": _("Digitaal"),
        "max_per_activity": _("Hooguit per activiteit"),
        "max_per_organisation": _("Hooguit per organisatie"),
        "weight_g": _("Gewicht in gram"),
        "low_stock_at": _("Bijna op bij"),
        "free": _("Vrij"),
        "state": _("Stand"),
        "tracking_code": _("Track & trace-code"),
        "printed": _("Geprint"),
        "reason": _("Reden"),
        "picture": _("Foto"),
        "file": _("Bestand"),
        "kit_order_until_on": _("Laatste besteldag"),
        "kit_last_sent_on": _("Laatste verzenddag"),
    }
