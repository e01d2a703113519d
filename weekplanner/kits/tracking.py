"""The carriers: what they are called, where their parcels can be followed, what their files look like."""

import re
from dataclasses import dataclass
from urllib.parse import quote

TRACKING_CODE = re.compile(r"[A-Z0-9][A-Z0-9-]{4,39}", re.ASCII)
"""What carriers call a parcel, in capitals and without spaces."""


@dataclass(frozen=True)
class Carrier:
    """One carrier; the columns are the headings in its file that mean the same, in lower case."""

    id: str
    name: str
    tracking_url: str
    """With `{code}` and `{postcode}`; both are optional."""
    reference_columns: tuple[str, ...]
    tracking_columns: tuple[str, ...]
    status_columns: tuple[str, ...] = ("status",)
    delivered_words: tuple[str, ...] = ("bezorgd", "afgeleverd", "delivered")
    """What such a column says, in lower case, of what arrived."""


CARRIERS: tuple[Carrier, ...] = (
    Carrier(
        "postnl",
        "PostNL",
        "https://jouw.postnl.nl/track-and-trace/{code}-NL-{postcode}",
        ("referentie", "kenmerk", "klantreferentie", "reference"),
        ("barcode", "3s-code", "track & trace", "trackingcode"),
    ),
    Carrier(
        "dhl",
        "DHL",
        "https://my.dhlecommerce.nl/home/tracktrace/{code}/{postcode}",
        ("reference", "referentie", "order reference", "your reference"),
        ("tracking code", "trackercode", "track & trace code", "barcode"),
    ),
)
_BY_ID = {carrier.id: carrier for carrier in CARRIERS}


def carrier(carrier_id: str) -> Carrier | None:
    """The carrier with an id."""
    return _BY_ID.get(carrier_id)


def carrier_name(carrier_id: str) -> str:
    """What people call it; empty when there is none."""
    found = _BY_ID.get(carrier_id)
    return found.name if found else carrier_id


def url(carrier_id: str, tracking_code: str, postcode: str) -> str:
    """Where a parcel can be followed; empty when that is not known."""
    found = _BY_ID.get(carrier_id)
    if found is None or not tracking_code:
        return ""
    return found.tracking_url.format(
        code=quote(tracking_code, safe=""), postcode=quote(postcode.replace(" ", ""), safe="")
    )
