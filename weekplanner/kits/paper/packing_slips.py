"""Packing slips: a page for each parcel, to tick while it is packed and to read where it arrives."""

from datetime import datetime
from pathlib import Path
from typing import Any

from weekplanner.core.texts import gettext as _
from weekplanner.kits.paper.heads import head as head_of
from weekplanner.kits.paper.parcels import Parcel, PrintedKit, PrintedOrder

TEMPLATE = Path(__file__).with_name("packing_slips.typ")


def head(batch: int, *, now: datetime) -> dict[str, Any]:
    """Of the slips of a batch."""
    words = {
        "for": _("Voor"),
        "quantity": _("Aantal"),
        "what": _("Wat"),
        "contents": _("Wat erin zit"),
        "in_each": _("In elk:"),
        "to_follow": _("Dit komt later, in een andere doos:"),
        "thanks": _("Fijn dat u meedoet. Klopt er iets niet? Laat het ons weten, dan sturen wij het na."),
    }
    return head_of(_("Pakbonnen van partij %(batch)s") % {"batch": batch}, now=now, words=words)


def item(parcel: Parcel) -> dict[str, Any]:
    """What stands on one slip."""
    return {
        **parcel.qr(),
        "title": _("Pakbon %(code)s") % {"code": parcel.code},
        "address": [*parcel.names, *parcel.address_lines],
        "orders_of": parcel.numbers_in_words,
        "pieces": parcel.pieces_in_words,
        "weight": parcel.weight_in_words,
        "orders": [_order(order) for order in parcel.orders],
        "note": _("Voor de bezorger: %(note)s") % {"note": parcel.note} if parcel.note else "",
    }


def _order(order: PrintedOrder) -> dict[str, Any]:
    return {
        "title": _("Bestelling %(number)s") % {"number": order.number},
        "activity": order.activity,
        "days": order.days_in_words,
        "kits": [_kit(kit) for kit in order.kits],
        "to_follow": [f"{kit.quantity} × {kit.name}" for kit in order.to_follow],
    }


def _kit(kit: PrintedKit) -> dict[str, Any]:
    return {"quantity": kit.quantity, "name": kit.name, "contents": list(kit.contents)}
