"""Entries for tests of what reads the listing."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from weekplanner.core import db
from weekplanner.core.clock import AMSTERDAM
from weekplanner.listing.models import Entry, EntryKind, EntryState
from weekplanner.listing.operations import publish_entries, tell_places_free
from weekplanner.listing.values import Details, EntryValues, Keys

STARTS_AT = datetime(2027, 10, 6, 12, 0, tzinfo=AMSTERDAM)
UTRECHT = {
    "municipality_code": "GM0344",
    "province_code": "NL-UT",
    "pc4": "3512",
    "latitude": 52.0935,
    "longitude": 5.1196,
}


class Wanted(EntryValues):
    """An entry to list, and how many places are left at it: those are told apart."""

    places_free: int | None = None


def entry_values(source_id: int = 1, *, places_free: int | None = None, **changes: Any) -> Wanted:
    """Soup at a long table in Utrecht; `changes` may name fields of the entry or of its keys."""
    of_keys = {name: changes.pop(name) for name in list(changes) if name in Keys.__dataclass_fields__}
    keys = {
        "edition_year": 2027,
        "kind": EntryKind.ACTIVITY,
        "form": "op-locatie",
        "category": "samen-eten",
        "audiences": ("iedereen",),
        "accessibility": ("rolstoeltoegankelijk", "gratis"),
        "activity_id": source_id,
        "organisation_id": 1,
        **UTRECHT,
        **of_keys,
    }
    starts_at = changes.pop("starts_at", STARTS_AT)
    values = {
        "uid": str(uuid5(NAMESPACE_URL, str(source_id))),
        "state": EntryState.LISTED,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=90),
        "title": "Soep aan de lange tafel",
        "summary": "Een kom verse soep en goed gezelschap.",
        "slug": "soep-aan-de-lange-tafel",
        "organisation_name": "Buurthuis De Linde",
        "venue": "Bibliotheek Neude",
        "place": "Utrecht",
        "details": Details(description="Soep.", location="Bibliotheek Neude, Neude 11, 3512 AE Utrecht"),
        **changes,
    }
    wanted = Wanted(source_id=source_id, keys=Keys(**keys), **values)
    object.__setattr__(wanted, "places_free", places_free)
    return wanted


async def list_entries(*values: Wanted) -> list[Entry]:
    """List these as packages above would."""
    async with db.transaction():
        await publish_entries(values)
        for each in values:
            await tell_places_free(await Entry.get(source_id=each.source_id), each.places_free)
    return await Entry.filter(source_id__in=[each.source_id for each in values]).order_by("source_id")
