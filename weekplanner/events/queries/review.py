"""What waits for reviewers."""

from dataclasses import dataclass

from tortoise.expressions import Q
from tortoise.functions import Count
from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person, TeamRole
from weekplanner.core.errors import NotFound
from weekplanner.events import rights
from weekplanner.events.models import Activity, State
from weekplanner.events.queries.activities import Whole, wholes, with_belongings

QUEUE_PAGE = 20


@dataclass(frozen=True)
class Waiting:
    """Which part of the review list one looks at."""

    state: State = State.SUBMITTED
    """SUBMITTED for what was handed in, PUBLISHED for edits, RETURNED for what was asked about."""
    municipality_code: str | None = None


async def review_list(waiting: Waiting, *, actor: Person, offset: int, limit: int) -> list[Whole]:
    """What waits for this reviewer, the oldest first; raises NotFound for who reviews nothing."""
    query = with_belongings(_waiting(waiting, actor))
    order = ("changed_at", "id") if waiting.state is State.PUBLISHED else ("submitted_at", "id")
    return await wholes(query.order_by(*order).offset(offset).limit(limit))


async def review_count(waiting: Waiting, *, actor: Person) -> int:
    """How much waits for this reviewer; raises NotFound for who reviews nothing."""
    return await _waiting(waiting, actor).count()


async def waiting_municipalities(waiting: Waiting, *, actor: Person) -> list[tuple[str, str, int]]:
    """Slug, name and number of each municipality in this part of the list, by name."""
    query = _waiting(Waiting(waiting.state), actor).annotate(number=Count("id"))
    grouped = query.group_by("municipality__slug", "municipality__name")
    rows = await grouped.values_list("municipality__slug", "municipality__name", "number")
    return sorted(rows, key=lambda row: row[1])


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
