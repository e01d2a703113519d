"""Changing what waits for review or stands on the site."""

from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import require
from weekplanner.events import messages, rights
from weekplanner.events.differences import Difference, differences
from weekplanner.events.models import Activity, State
from weekplanner.events.operations.pins import with_fitting_pin
from weekplanner.events.operations.steps import (
    check_complete,
    check_occurrences,
    check_place,
    check_state,
    check_version,
    check_week_lasts,
    list_again,
    locked,
    says_the_same,
    stored_values,
    tell,
    write_values,
)
from weekplanner.events.queries.pictures import picture_of
from weekplanner.events.reviewed import Reviewed
from weekplanner.events.values import ActivityValues


async def edit_activity(activity_id: int, values: ActivityValues, *, version: int, actor: Person) -> Activity:
    """Change a submitted or published activity; it stays what it was.

    What differs from what a reviewer last saw waits on the review list. An occurrence that is taken out
    of a published activity is cancelled, and keeps its uid. Raises NotFound, NotAllowed, Stale,
    WrongState, Incomplete, WeekIsOver, WrongOccurrences and UnknownPostcode.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_edit_activity(actor, activity))
        if await _change(activity, values, version=version, now=now):
            is_reviewer = rights.may_review_activity(actor, activity)
            await keep_for_review(activity, is_reviewed=is_reviewer)
            await list_again(activity)
    return activity


async def correct_activity(
    activity_id: int, values: ActivityValues, *, version: int, actor: Person
) -> Activity:
    """Change a submitted or published activity as its reviewer, and tell the organiser what changed.

    Raises what `edit_activity` does, and OtherMunicipality.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_review_activity(actor, activity))
        changes = await _change(activity, values, version=version, now=now)
        check_place(activity, actor=actor)
        if changes:
            await keep_for_review(activity, is_reviewed=True)
            await list_again(activity)
            await tell(await messages.activity_corrected(activity, changes))
    return activity


async def accept_edit(activity_id: int, *, version: int, actor: Person) -> Activity:
    """Take the difference of a published activity off the review list: a reviewer has seen it.

    Raises NotFound, NotAllowed, Stale and WrongState.
    """
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_review_activity(actor, activity))
        check_version(activity, version)
        check_state(activity, State.PUBLISHED)
        await keep_for_review(activity, is_reviewed=True)
    return activity


async def _change(
    activity: Activity, values: ActivityValues, *, version: int, now: datetime
) -> list[Difference]:
    """Store the values unless they are stored already; answers what reads differently."""
    before, values = await stored_values(activity), await with_fitting_pin(values)
    if says_the_same(before, values):
        return []
    check_version(activity, version)
    check_state(activity, State.SUBMITTED, State.PUBLISHED)
    check_week_lasts(activity.edition, clock.local(now).date())
    check_complete(values)
    check_occurrences(values.occurrences, activity.edition)
    await write_values(activity, values, now=now)
    return differences(before, values)


async def keep_for_review(activity: Activity, *, is_reviewed: bool) -> None:
    """Compare with what a reviewer last saw, of what stands on the site."""
    if activity.state is not State.PUBLISHED:
        return
    stored = Reviewed(await stored_values(activity), await picture_of(activity.id))
    if is_reviewed:
        activity.reviewed_values, activity.needs_review = stored.to_json(), False
    else:
        seen = Reviewed.from_json(activity.reviewed_values)
        activity.needs_review = bool(seen.differences(stored))
    await activity.save(update_fields=["reviewed_values", "needs_review"])
