"""weekplanner export registrations: everybody who signed up for the congresses of an edition, as a table."""

from collections.abc import AsyncIterator

from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.queries.attendees import ListFilter
from weekplanner.congress.queries.tables import PersonRow, people_of
from weekplanner.editions.exporting import Export
from weekplanner.editions.models import Edition
from weekplanner.formats.tables import Cell

COLUMNS = (
    "congress",
    "registration",
    "name",
    "is_companion",
    "signed_up_by",
    "email",
    "organisation",
    "role",
    "audience",
    "municipality_code",
    "municipality",
    "province",
    "state",
    "source",
    "signed_up_at",
    "confirmed_at",
    "arrived_at",
    "invitation",
    "workshops",
    "waits_for",
)
"""One row a person; 30 days after the week names and addresses are empty. What people need is in no file of
the command line. Moments are local times."""


async def _rows(edition: Edition) -> AsyncIterator[list[Cell]]:
    for congress in await Congress.filter(edition_id=edition.id).order_by("starts_at", "id"):
        async for row in people_of(ListFilter(congress.id)):
            yield _row(congress, row)


def _row(congress: Congress, row: PersonRow) -> list[Cell]:
    return [
        congress.slug,
        row.registration_id,
        row.name,
        row.is_companion,
        row.contact,
        row.email,
        row.organisation,
        row.role,
        row.audience,
        row.municipality_code,
        row.municipality,
        row.province,
        row.state.value,
        row.source.value,
        row.created_at,
        row.confirmed_at,
        row.arrived_at,
        row.invitation,
        ", ".join(row.workshops),
        ", ".join(row.waits_for),
    ]


REGISTRATIONS = Export(
    "registrations", "everybody who signed up for the congresses of an edition", COLUMNS, _rows
)
