"""One entry as a Feature of GeoJSON, and what stands around many of them (RFC 7946)."""

from weekplanner.core import clock
from weekplanner.core.text_cleaning import one_line
from weekplanner.feeds.frames import Frame, as_json
from weekplanner.feeds.page_addresses import page_url
from weekplanner.feeds.subjects import Subject
from weekplanner.listing.models import Entry, EntryState
from weekplanner.listing.selection import ON_LOCATION
from weekplanner.listing.values import details_of

_STATUS = {EntryState.LISTED: "confirmed", EntryState.CANCELLED: "cancelled"}
"""What was taken down is on no map."""

_DIGITS = 6
"""Of a degree: a decimetre."""


def feature(entry: Entry) -> bytes:
    """The entry at its door, else in the middle of its postcode area; nothing when it is on no map."""
    status, point = _STATUS.get(entry.state), _point(entry)
    if status is None or point is None:
        return b""
    properties = {
        "uid": entry.uid,
        "title": one_line(entry.title),
        "summary": one_line(entry.summary),
        "url": page_url(entry),
        "start": clock.local(entry.starts_at).isoformat(),
        "end": clock.local(entry.ends_at).isoformat(),
        "status": status,
        "form": entry.form,
        "category": entry.category,
        "venue": one_line(entry.venue),
        "place": one_line(entry.place),
        "municipality": entry.municipality_code,
        "organisation": one_line(entry.organisation_name),
        "price": entry.price_cents / 100,
    }
    geometry = {"type": "Point", "coordinates": point}
    return as_json({"type": "Feature", "id": entry.uid, "geometry": geometry, "properties": properties})


def frame(subject: Subject) -> Frame:
    """What stands around the features: a collection that says what it is of (foreign members, §6.1)."""
    about = {
        "type": "FeatureCollection",
        "title": subject.name,
        "description": subject.description,
        "language": subject.address.language,
        "url": subject.page_url,
        "source": subject.address.url,
    }
    return Frame.of_json(about, "features")


def _point(entry: Entry) -> list[float] | None:
    """Longitude first (§3.1.1)."""
    if entry.form != ON_LOCATION or entry.latitude is None or entry.longitude is None:
        return None
    latitude, longitude = details_of(entry).pin or (entry.latitude, entry.longitude)
    return [round(longitude, _DIGITS), round(latitude, _DIGITS)]
