"""Reading activities: for their own people, for reviewers, and for what readers see of them."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person, TeamRole
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition
from weekplanner.events import rights
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.values import ActivityValues
from weekplanner.listing import queries as listing
from weekplanner.listing.queries import Totals
from weekplanner.listing.selection import Scope, Selection

QUEUE_PAGE = 20


@dataclass(frozen=True)
class Whole:
    """An activity with all it belongs to, and its occurrences by start."""

    activity: Activity
    occurrences: tuple[Occurrence, ...]

    @property
    def values(self) -> ActivityValues:
        """What is filled in."""
        return ActivityValues.of(self.activity, self.occurrences)

    @property
    def reviewed(self) -> ActivityValues | None:
        """What a reviewer last saw of what stands on the site."""
        kept = self.activity.reviewed_values
        return ActivityValues.from_json(kept) if kept else None


@dataclass(frozen=True)
class Waiting:
    """Which part of the review list one looks at."""

    state: State = State.SUBMITTED
    """SUBMITTED for what was handed in, PUBLISHED for edits, RETURNED for what was asked about."""
    municipality_code: str | None = None


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


async def own_activities(organisation_id: int, *, edition: Edition, actor: Person) -> list[Whole]:
    """The activities of an organisation in an edition, the latest made first; raises NotFound for others."""
    if organisation_id not in actor.organisation_ids:
        raise NotFound
    query = Activity.filter(organisation_id=organisation_id, edition_id=edition.id)
    return await _wholes(_with_belongings(query).order_by("-created_at", "-id"))


async def review_list(waiting: Waiting, *, actor: Person, offset: int, limit: int) -> list[Whole]:
    """What waits for this reviewer, the oldest first; raises NotFound for who reviews nothing."""
    query = _with_belongings(_waiting(waiting, actor))
    order = ("changed_at", "id") if waiting.state is State.PUBLISHED else ("submitted_at", "id")
    return await _wholes(query.order_by(*order).offset(offset).limit(limit))


async def review_count(waiting: Waiting, *, actor: Person) -> int:
    """How much waits for this reviewer; raises NotFound for who reviews nothing."""
    return await _waiting(waiting, actor).count()


async def waiting_municipalities(waiting: Waiting, *, actor: Person) -> list[tuple[str, str, int]]:
    """Slug, name and number of each municipality in this part of the list, by name."""
    query = _waiting(Waiting(waiting.state), actor).annotate(number=Count("id"))
    grouped = query.group_by("municipality__slug", "municipality__name")
    rows = await grouped.values_list("municipality__slug", "municipality__name", "number")
    return sorted(rows, key=lambda row: row[1])


async def edition_activities(edition: Edition) -> AsyncIterator[Whole]:
    """Every activity of an edition, a few hundred in memory at a time."""
    page: list[Activity] = []
    query = _with_belongings(Activity.filter(edition_id=edition.id))
    async for activity in db.pages(query):
        page.append(activity)
        if len(page) == db.PAGE_ROWS:
            for whole in await _complete(page):
                yield whole
            page = []
    for whole in await _complete(page):
        yield whole


async def totals_on_site(edition: Edition) -> Totals:
    """How many activities of an edition go on, in how many municipalities."""
    return await listing.totals(Selection(Scope.COUNTRY, (edition.year,)))


async def look_alikes(whole: Whole) -> list[Activity]:
    """Other activities of the same organisation with the same title that begin at the same time."""
    starts = [each.starts_at for each in whole.occurrences if each.is_scheduled]
    others = Activity.filter(
        organisation_id=whole.activity.organisation_id,
        title__iexact=whole.activity.title,
        occurrences__starts_at__in=starts,
    ).exclude(Q(id=whole.activity.id) | Q(state__in=[State.WITHDRAWN, State.CANCELLED]))
    return await others.distinct() if starts else []


def _waiting(waiting: Waiting, actor: Person) -> QuerySet[Activity]:
    if not rights.may_review(actor):
        raise NotFound
    query = Activity.filter(state=waiting.state)
    if waiting.state is State.PUBLISHED:
        query = query.filter(needs_review=True)
    if not actor.has_role(TeamRole.MODERATION):
        query = query.filter(municipality_id__in=list(actor.municipality_codes))
    if waiting.municipality_code is not None:
        query = query.filter(municipality_id=waiting.municipality_code)
    return query


def _with_belongings(query: QuerySet[Activity]) -> QuerySet[Activity]:
    return query.select_related("edition", "organisation", "municipality__province")


async def _whole(query: QuerySet[Activity]) -> Whole:
    wholes = await _wholes(_with_belongings(query))
    if not wholes:
        raise NotFound
    return wholes[0]


async def _wholes(query: QuerySet[Activity]) -> list[Whole]:
    return await _complete(await query)


async def _complete(activities: Sequence[Activity]) -> list[Whole]:
    """Each with its occurrences, read in one go."""
    ids = [activity.id for activity in activities]
    found: dict[int, list[Occurrence]] = {activity_id: [] for activity_id in ids}
    if ids:
        for occurrence in await Occurrence.filter(activity_id__in=ids).order_by("starts_at", "id"):
            found[occurrence.activity_id].append(occurrence)
    return [Whole(activity, tuple(found[activity.id])) for activity in activities]
