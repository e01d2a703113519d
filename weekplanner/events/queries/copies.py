"""Reading what an activity was copied from, what looks the same, and what could be copied."""

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound
from weekplanner.editions.models import Edition
from weekplanner.events import rights
from weekplanner.events.models import Activity, State
from weekplanner.events.queries.activities import Whole, wholes, with_belongings

MOST_FROM_BEFORE = 50
NOT_WORTH_A_COPY = (State.DRAFT, State.RETURNED, State.WITHDRAWN)
"""What never was there, or what nobody wanted."""


async def original_of(activity: Activity, *, actor: Person) -> Whole | None:
    """What an activity was copied from; None when it is no copy, or of something `actor` may not see."""
    if activity.copied_from_id is None:
        return None
    found = await wholes(with_belongings(Activity.filter(id=activity.copied_from_id)))
    return next((whole for whole in found if rights.may_see_activity(actor, whole.activity)), None)


async def not_copied_yet(
    organisation_id: int, *, before: Edition, edition: Edition, actor: Person
) -> list[Activity]:
    """What an organisation did in the edition before and has no copy of in this one, by title.

    At most 50; raises NotFound for others.
    """
    if organisation_id not in actor.organisation_ids:
        raise NotFound
    theirs = Activity.filter(organisation_id=organisation_id)
    copied = await theirs.filter(edition_id=edition.id, copied_from_id__isnull=False).values_list(
        "copied_from_id"
    )
    query = theirs.filter(edition_id=before.id).exclude(state__in=NOT_WORTH_A_COPY)
    if copied:
        query = query.exclude(id__in=[row[0] for row in copied])
    return await query.order_by("searched", "id").limit(MOST_FROM_BEFORE)
