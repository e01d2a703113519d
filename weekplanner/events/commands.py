"""weekplanner export activities: everything about the activities of an edition, as a table."""

from collections.abc import AsyncIterator

from weekplanner.core import clock
from weekplanner.editions.exporting import Export
from weekplanner.editions.models import Edition
from weekplanner.events.models import State
from weekplanner.events.pages import activity as activity_pages
from weekplanner.events.queries import activities
from weekplanner.events.queries.activities import Whole
from weekplanner.events.values import NO, YES
from weekplanner.formats.tables import Cell

TEXTS = (
    "title",
    "summary",
    "description",
    "category",
    "form",
    "venue",
    "street",
    "house_number",
    "postcode",
    "online_url",
    "dial_in_phone",
    "price_note",
    "directions",
    "transport",
    "transport_phone",
    "host_name",
    "host_welcome",
    "join_url",
    "contact_name",
    "contact_phone",
    "contact_email",
    "example_slug",
)
LISTS = ("audiences", "languages", "join_ways")
COLUMNS = (
    "id",
    "state",
    "organisation",
    "organisation_slug",
    "municipality_code",
    "municipality",
    "place",
    *TEXTS,
    *LISTS,
    "accessibility_yes",
    "accessibility_no",
    "price_euro",
    "occurrences",
    "capacity",
    "submitted_at",
    "published_at",
    "url",
)
"""One row an activity; several values in a cell are separated by `;`, moments are local times."""


async def _rows(edition: Edition) -> AsyncIterator[list[Cell]]:
    async for whole in activities.edition_activities(edition):
        yield _row(whole)


def _row(whole: Whole) -> list[Cell]:
    activity, values = whole.activity, whole.values
    is_on_site = activity.state in {State.PUBLISHED, State.CANCELLED}
    starts = (clock.local(each.starts_at) for each in whole.occurrences)
    ends = (clock.local(each.ends_at) for each in whole.occurrences)
    capacities = [each.capacity for each in whole.occurrences if each.capacity is not None]
    return [
        activity.id,
        activity.state.value,
        activity.organisation.name,
        activity.organisation.slug,
        activity.municipality_id,
        activity.municipality.name,
        activity.place,
        *(getattr(values, name) for name in TEXTS),
        *(";".join(getattr(values, name)) for name in LISTS),
        ";".join(name for name, answer in values.accessibility.items() if answer == YES),
        ";".join(name for name, answer in values.accessibility.items() if answer == NO),
        values.price_cents / 100,
        ";".join(
            f"{start:%Y-%m-%dT%H:%M}/{end:%Y-%m-%dT%H:%M}" for start, end in zip(starts, ends, strict=True)
        ),
        sum(capacities) if capacities else None,
        activity.submitted_at,
        activity.published_at,
        activity_pages.public_url(activity) if is_on_site else "",
    ]


ACTIVITIES = Export("activities", "all activities of an edition, drafts and contacts too", COLUMNS, _rows)
