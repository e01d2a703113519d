"""The pick list of a batch: how many of each kit to fetch, then what goes into which parcel."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from weekplanner.core import texts
from weekplanner.core.texts import gettext as _
from weekplanner.core.texts import ngettext
from weekplanner.kits.paper.heads import head as head_of
from weekplanner.kits.paper.parcels import Parcel, PrintedKit, pieces_in_words

TEMPLATE = Path(__file__).with_name("pick_list.typ")


def head(batch: int, totals: Sequence[PrintedKit], *, parcels: int, now: datetime) -> dict[str, Any]:
    """Of the list of a batch: `totals` is how many of each kit it takes in all."""
    words = {
        "by_kit": _("Alles bij elkaar"),
        "by_parcel": _("Per doos"),
        "quantity": _("Aantal"),
        "what": _("Wat"),
        "total": _("Samen"),
        "in_it": _("Wat erin gaat"),
    }
    number = ngettext("%(number)s doos", "%(number)s dozen", parcels) % {"number": texts.number(parcels)}
    pieces = sum(kit.quantity for kit in totals)
    return head_of(
        _("Paklijst van partij %(batch)s") % {"batch": batch},
        now=now,
        words=words,
        totals=[{"quantity": texts.number(kit.quantity), "name": kit.name} for kit in totals],
        pieces=texts.number(pieces),
        size=f"{number}, {pieces_in_words(pieces)}",
    )


def item(parcel: Parcel) -> dict[str, Any]:
    """One parcel on the list."""
    return {
        "code": parcel.code,
        "who": ", ".join(part for part in (parcel.organisation, parcel.recipient, parcel.place) if part),
        "weight": parcel.weight_in_words,
        "orders": [
            {
                "number": order.number,
                "kits": [{"quantity": kit.quantity, "name": kit.name} for kit in order.kits],
            }
            for order in parcel.orders
        ],
    }
