"""Address labels with a QR code: one on an A6, or a sheet of A4 divided evenly."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from weekplanner.core.texts import gettext as _
from weekplanner.kits.models.printing import LabelLayout
from weekplanner.kits.paper.heads import head as head_of
from weekplanner.kits.paper.parcels import Parcel

TEMPLATE = Path(__file__).with_name("labels.typ")
PER_SHEET: Mapping[LabelLayout, int] = {
    LabelLayout.A6: 1,
    LabelLayout.SHEET_2X4: 2 * 4,
    LabelLayout.SHEET_3X8: 3 * 8,
}


def head(batch: int, layout: LabelLayout, *, first_position: int, now: datetime) -> dict[str, Any]:
    """Of the labels of a batch; `first_position` is the first that is left on the first sheet."""
    return head_of(
        _("Etiketten van partij %(batch)s") % {"batch": batch},
        now=now,
        words={},
        layout=layout.value,
        first_empty=first_position - 1,
    )


def item(parcel: Parcel) -> dict[str, Any]:
    """What stands on one label."""
    note = _("Voor de bezorger: %(note)s") % {"note": parcel.note} if parcel.note else ""
    return {
        **parcel.qr(),
        "names": parcel.names,
        "place": parcel.address_lines,
        "orders": parcel.numbers_in_words,
        "pieces": parcel.pieces_in_words,
        "weight": parcel.weight_in_words,
        "note": note,
    }
