"""What waits for reviewers."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tortoise.functions import Count
from tortoise.queryset import QuerySet

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import normalised
from weekplanner.events import rights
from weekplanner.events.models import Activity, State
from weekplanner.events.queries.activities import Whole, wholes, with_belongings

QUEUE_PAGE = 20
MOST_WORDS = 8
"""Of what somebody looks for; more says nothing more."""


@dataclass(frozen=True)
class Waiting:
    """Which part of the review list one looks at.

    What nobody can publish any more, of a week that is over, is not on it; the list of all has it.
    """

    state: State = State.SUBMITTED
    """SUBMITTED for what was handed in, PUBLISHED for edits, RETURNED for what was asked about."""
    province_code: str | None = None
    municipality_code: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Area:
    """A municipality in a part of the list, with how much waits there."""

    slug: str
    name: str
    province_slug: str
    province: str
    number: int


@dataclass(frozen=True)
class LookAlike:
    """Another activity of the same organisation with the same title that begins at the same time."""

    id: int
    title: str
    state: State


async def review_list(waiting: Waiting, *, actor: Person, offset: int, limit: int) -> list[Whole]:
    """What waits for this reviewer, the oldest first; raises NotFound for who reviews nothing."""
    query = with_belongings(_waiting(waiting, actor))
    order = ("changed_at", "id") if waiting.state is State.PUBLISHED else ("submitted_at", "id")
    return await wholes(query.order_by(*order).offset(offset).limit(limit))


async def review_count(waiting: Waiting, *, actor: Person) -> int:
    """How much waits for this reviewer; raises NotFound for who reviews nothing."""
    return await _waiting(waiting, actor).count()


async def review_counts(*, actor: Person) -> dict[State, int]:
    """How much waits in each part of the list; raises NotFound for who reviews nothing."""
    parts = (State.SUBMITTED, State.PUBLISHED, State.RETURNED)
    return {state: await review_count(Waiting(state), actor=actor) for state in parts}


async def waiting_areas(waiting: Waiting, *, actor: Person) -> list[Area]:
    """Each municipality in this part of the list, by name, whatever area is chosen."""
    everywhere = replace(waiting, province_code=None, municipality_code=None)
    columns = (
        "municipality__slug",
        "municipality__name",
        "municipality__province__slug",
        "municipality__province__name",
    )
    query = _waiting(everywhere, actor).annotate(number=Count("id")).group_by(*columns)
    return sorted(
        (Area(*row) for row in await query.values_list(*columns, "number")), key=lambda area: area.name
    )


async def look_alikes(activity_ids: Sequence[int]) -> dict[int, list[LookAlike]]:
    """For each of these activities those that look like it and may be there too by mistake; one query."""
    found: dict[int, list[LookAlike]] = {each: [] for each in activity_ids}
    if not found:
        return found
    rows = await db.rows(
        "SELECT DISTINCT a.id AS of_id, b.id, b.title, b.state FROM activity a "  # noqa: S608 - only marks
        "JOIN activity b ON b.organisation_id = a.organisation_id AND b.id <> a.id "
        "AND LOWER(b.title) = LOWER(a.title) AND b.state NOT IN ('withdrawn', 'cancelled') "
        "JOIN occurrence i ON i.activity_id = a.id AND i.state = 'scheduled' "
        "JOIN occurrence j ON j.activity_id = b.id AND j.starts_at = i.starts_at "
        f"WHERE a.id IN ({', '.join('?' for _ in found)}) ORDER BY b.id",
        list(found),
    )
    for row in rows:
        found[row["of_id"]].append(LookAlike(row["id"], row["title"], State(row["state"])))
    return found


async def with_reviewed_contact(email: str) -> list[int]:
    """The ids of activities of which a reviewer last saw this address as that of the contact."""
    rows = await db.rows(
        "SELECT id FROM activity WHERE LOWER(reviewed_values ->> 'contact_email') = ?", [email.lower()]
    )
    return [row["id"] for row in rows]


def words_of(text: str) -> list[str]:
    """The words that must all be found in `Activity.searched`."""
    return normalised(text).split()[:MOST_WORDS]


def _waiting(waiting: Waiting, actor: Person) -> QuerySet[Activity]:
    if not rights.may_review(actor):
        raise NotFound
    query = Activity.filter(state=waiting.state, edition__ends_on__gte=clock.today())
    if waiting.state is State.PUBLISHED:
        query = query.filter(needs_review=True)
    if not rights.reviews_everywhere(actor):
        query = query.filter(municipality_id__in=list(actor.municipality_codes))
    if waiting.municipality_code is not None:
        query = query.filter(municipality_id=waiting.municipality_code)
    if waiting.province_code is not None:
        query = query.filter(municipality__province_id=waiting.province_code)
    for word in words_of(waiting.text):
        query = query.filter(searched__contains=word)
    return query
