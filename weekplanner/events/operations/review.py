"""What a reviewer decides: publish, ask something, or refuse; and what the team takes down."""

from weekplanner.accounts.operations.organisations import trust_after_review
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import require
from weekplanner.events import messages, rights
from weekplanner.events.models import Activity, State
from weekplanner.events.operations.recording import record
from weekplanner.events.operations.steps import (
    check_complete,
    check_not_overtaken,
    check_occurrences,
    check_state,
    check_version,
    check_week_lasts,
    is_repeated,
    list_again,
    locked,
    move_on,
    put_on_site,
    stored_values,
    tell,
)


async def publish_activity(activity_id: int, *, version: int, actor: Person, trust: bool = True) -> Activity:
    """Put a submitted activity on the site.

    With `trust`, what the organisation submits from now on is published without a review. Raises
    NotFound, NotAllowed, WrongState, WeekIsOver, and Stale when the organiser changed it since it was read.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_review_activity(actor, activity))
        if is_repeated(activity, State.PUBLISHED, version):
            return activity
        check_version(activity, version)
        check_state(activity, State.SUBMITTED)
        check_week_lasts(activity.edition, clock.local(now).date())
        values = await stored_values(activity)
        check_complete(values)
        check_occurrences(values.occurrences, activity.edition)
        await record(actor, rights.PUBLISH_ACTIVITY, activity)
        if trust:
            await trust_after_review(
                activity.organisation_id,
                right=rights.PUBLISH_ACTIVITY,
                municipality_code=activity.municipality_id,
                actor=actor,
            )
        await put_on_site(activity, values, now=now)
    return activity


async def return_activity(activity_id: int, reason: str, *, version: int, actor: Person) -> Activity:
    """Send a submission back with a question or remark that the organiser can read.

    Raises NotFound, NotAllowed, Stale and WrongState.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_review_activity(actor, activity))
        if is_repeated(activity, State.RETURNED, version) and activity.review_reason == reason:
            return activity
        check_version(activity, version)
        check_state(activity, State.SUBMITTED)
        await move_on(activity, State.RETURNED, now=now, review_reason=reason)
        await record(actor, rights.RETURN_ACTIVITY, activity)
        await tell(await messages.activity_returned(activity))
    return activity


async def withdraw_activity(activity_id: int, reason: str, *, version: int, actor: Person) -> Activity:
    """Refuse a submission, or take down what stands on the site.

    What stood there is gone for residents; feeds show it as cancelled. Raises NotFound, NotAllowed,
    Stale and WrongState.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_review_activity(actor, activity))
        if is_repeated(activity, State.WITHDRAWN, version) and activity.review_reason == reason:
            return activity
        if not rights.may_withdraw_activity(actor, activity):  # published since, or a moderator's to do
            check_not_overtaken(activity, version)
        require(rights.may_withdraw_activity(actor, activity))
        check_version(activity, version)
        check_state(activity, State.SUBMITTED, State.RETURNED, State.PUBLISHED, State.CANCELLED)
        right = rights.TAKE_DOWN_ACTIVITY if activity.was_published else rights.REFUSE_ACTIVITY
        await move_on(activity, State.WITHDRAWN, now=now, review_reason=reason, needs_review=False)
        await record(actor, right, activity)
        await list_again(activity)
        await tell(await messages.activity_withdrawn(activity))
    return activity
