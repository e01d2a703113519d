"""Reading activities whole: for their own people, for reviewers, and for what readers see of them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tortoise.functions import Count
from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition
from weekplanner.events import rights
from weekplanner.events.models import Activity, Occurrence, OccurrenceState, State
from weekplanner.events.pictures import PictureValues
from weekplanner.events.queries.pictures import pictures_of
from weekplanner.events.reviewed import Reviewed
from weekplanner.events.values import ActivityValues
from weekplanner.listing import queries as listing
from weekplanner.listing.queries import Totals
from weekplanner.listing.selection import Scope, Selection

Moment = tuple[datetime, datetime]
"""When something starts and ends."""


@dataclass(frozen=True)
class Whole:
    """An activity with all it belongs to, its occurrences by start, and its picture."""

    activity: Activity
    occurrences: tuple[Occurrence, ...]
    picture: PictureValues | None = None

    @property
    def values(self) -> ActivityValues:
        """What is filled in."""
        return ActivityValues.of(self.activity, self.occurrences)

    @property
    def reviewed(self) -> Reviewed | None:
        """What a reviewer last saw of what stands on the site."""
        kept = self.activity.reviewed_values
        return Reviewed.from_json(kept) if kept else None


async def public_activity(activity_id: int) -> Whole:
    """An activity that stands or stood on the site; raises NotFound.

    One that was withdrawn comes back too: its page says that it is gone.
    """
    return await _whole(Activity.filter(id=activity_id, published_at__isnull=False))


async def visible_activity(activity_id: int, *, actor: Person) -> Whole:
    """An activity for its own people or its reviewer; raises NotFound for others."""
    whole = await _whole(Activity.filter(id=activity_id))
    if not rights.may_see_activity(actor, whole.activity):
        raise NotFound
    return whole


async def reviewable_activity(activity_id: int, *, actor: Person) -> Whole:
    """An activity for its reviewer; raises NotFound for others."""
    whole = await _whole(Activity.filter(id=activity_id))
    if not rights.may_review_activity(actor, whole.activity):
        raise NotFound
    return whole


async def edition_activities(edition: Edition) -> AsyncIterator[Whole]:
    """Every activity of an edition, a few hundred in memory at a time."""
    page: list[Activity] = []
    query = with_belongings(Activity.filter(edition_id=edition.id))
    async for activity in db.pages(query):
        page.append(activity)
        if len(page) == db.PAGE_ROWS:
            for whole in await complete(page):
                yield whole
            page = []
    for whole in await complete(page):
        yield whole


@dataclass(frozen=True, slots=True)
class Address:
    """What the address of an activity's page is made of, and when it was last changed, or confirmed."""

    id: int
    slug: str
    changed_at: datetime


async def addresses_on_site(edition: Edition) -> list[Address]:
    """Of every activity of an edition that stands on the site, also of what was called off."""
    on_site = Activity.filter(edition_id=edition.id, state__in=[State.PUBLISHED, State.CANCELLED])
    rows = await on_site.order_by("id").values_list("id", "slug", "changed_at", "confirmed_at")
    return [Address(number, slug, max(filter(None, moments))) for number, slug, *moments in rows]


async def begun_with(example_slug: str, *, edition: Edition) -> list[int]:
    """The ids of the activities of an edition that stand on the site and began with this example."""
    found = Activity.filter(edition_id=edition.id, example_slug=example_slug, state=State.PUBLISHED)
    return [row[0] for row in await found.values_list("id")]


async def published_per_municipality(edition: Edition) -> dict[str, int]:
    """How many activities of an edition stand on the site and go on, by the code of their municipality."""
    published = Activity.filter(edition_id=edition.id, state=State.PUBLISHED)
    counted = published.annotate(number=Count("id")).group_by("municipality_id")
    return dict(await counted.values_list("municipality_id", "number"))


async def totals_on_site(edition: Edition) -> Totals:
    """How many activities of an edition go on, in how many municipalities."""
    return await listing.totals(Selection(Scope.COUNTRY, (edition.year,)))


async def moments_of(activity_ids: Sequence[int]) -> dict[int, list[Moment]]:
    """When each of these activities goes on, by start; what is called off is left out."""
    found: dict[int, list[Moment]] = {activity_id: [] for activity_id in activity_ids}
    scheduled = Occurrence.filter(activity_id__in=list(found), state=OccurrenceState.SCHEDULED)
    ordered = scheduled.order_by("starts_at", "ends_at", "id")
    for activity_id, starts_at, ends_at in await ordered.values_list("activity_id", "starts_at", "ends_at"):
        found[activity_id].append((starts_at, ends_at))
    return found


def with_belongings(query: QuerySet[Activity]) -> QuerySet[Activity]:
    """With what `Whole` needs besides occurrences."""
    return query.select_related("edition", "organisation", "municipality__province")


async def _whole(query: QuerySet[Activity]) -> Whole:
    found = await wholes(with_belongings(query))
    if not found:
        raise NotFound
    return found[0]


async def wholes(query: QuerySet[Activity]) -> list[Whole]:
    """What the query finds, whole."""
    return await complete(await query)


async def complete(activities: Sequence[Activity]) -> list[Whole]:
    """Each with its occurrences and its picture, read in one go."""
    ids = [activity.id for activity in activities]
    found: dict[int, list[Occurrence]] = {activity_id: [] for activity_id in ids}
    if ids:
        for occurrence in await Occurrence.filter(activity_id__in=ids).order_by("starts_at", "id"):
            found[occurrence.activity_id].append(occurrence)
    pictures = await pictures_of(ids)
    return [Whole(activity, tuple(found[activity.id]), pictures.get(activity.id)) for activity in activities]
