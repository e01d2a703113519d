"""All activities of an edition as one file: CSV for programs, GeoJSON for maps. Made while it is sent."""

from collections.abc import AsyncIterator, Callable

from weekplanner.editions.models import Edition
from weekplanner.formats import tables
from weekplanner.formats.tables import Cell
from weekplanner.opendata import queries, schemas
from weekplanner.opendata.describing import published_activity
from weekplanner.opendata.schemas import LICENCE, PublishedActivity

VERSION = 1
"""Raise it whenever the same activities would give another file than before."""

Pieces = Callable[[Edition], AsyncIterator[bytes]]

COLUMNS = (
    "id",
    "url",
    "state",
    "title",
    "summary",
    "description",
    "category",
    "audiences",
    "form",
    "accessibility_yes",
    "accessibility_no",
    "languages",
    "price_euro",
    "price_note",
    "organisation",
    "organisation_slug",
    "municipality_code",
    "municipality",
    "province_code",
    "venue",
    "street",
    "house_number",
    "postcode",
    "place",
    "latitude",
    "longitude",
    "online_url",
    "join_ways",
    "join_url",
    "occurrences",
    "published_at",
    "changed_at",
)
"""One row an activity; several values in a cell are separated by `;`, an occurrence is `start/end`."""


async def csv(edition: Edition) -> AsyncIterator[bytes]:
    """UTF-8 without byte order mark, commas, CRLF (RFC 4180)."""
    yield tables.program_csv_line(COLUMNS).encode()
    async for piece in queries.pieces_of(edition):
        lines = (tables.program_csv_line(_row(published_activity(each))) for each in piece)
        yield "".join(lines).encode()


async def geojson(edition: Edition) -> AsyncIterator[bytes]:
    """A FeatureCollection (RFC 7946), a feature a line; what has no place has no geometry."""
    yield f'{{"type":"FeatureCollection","license":"{LICENCE}","features":['.encode()
    separator = "\n"
    async for piece in queries.pieces_of(edition):
        lines = (_feature(published_activity(each)).model_dump_json() for each in piece)
        yield (separator + ",\n".join(lines)).encode()
        separator = ",\n"
    yield b"\n]}\n"


def _feature(activity: PublishedActivity) -> schemas.Feature:
    place, point = activity.place, None
    if place and place.latitude is not None and place.longitude is not None:
        point = schemas.Point(coordinates=(place.longitude, place.latitude))
    return schemas.Feature(id=activity.id, geometry=point, properties=activity)


def _row(activity: PublishedActivity) -> list[Cell]:
    place = activity.place
    return [
        activity.id,
        activity.url,
        activity.state,
        activity.title,
        activity.summary,
        activity.description,
        activity.category,
        ";".join(activity.audiences),
        activity.form,
        _features(activity, "yes"),
        _features(activity, "no"),
        ";".join(activity.languages),
        f"{activity.price_cents / 100:.2f}",
        activity.price_note,
        activity.organisation.name,
        activity.organisation.slug,
        activity.municipality.code,
        activity.municipality.name,
        activity.municipality.province.code,
        *(
            (place.venue, place.street, place.house_number, place.postcode, place.place)
            if place
            else [None] * 5
        ),
        *((place.latitude, place.longitude) if place else [None] * 2),
        activity.online_url,
        ";".join(activity.join_ways),
        activity.join_url,
        ";".join(
            f"{each.start.isoformat()}/{each.end.isoformat()}"
            for each in activity.occurrences
            if each.state == "scheduled"
        ),
        activity.published_at,
        activity.changed_at,
    ]


def _features(activity: PublishedActivity, answer: schemas.Answer) -> str:
    return ";".join(name for name, known in activity.accessibility.items() if known == answer)
