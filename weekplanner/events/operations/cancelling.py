"""Calling off an activity, or one of its occurrences."""

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.events import messages, rights, wording
from weekplanner.events.differences import Difference
from weekplanner.events.models import Activity, Occurrence, OccurrenceState, State
from weekplanner.events.operations.recording import record
from weekplanner.events.operations.steps import (
    check_version,
    check_week_lasts,
    is_repeated,
    list_again,
    locked,
    move_on,
    occurrences_of,
    tell,
)
from weekplanner.events.values import OccurrenceValues


class NotPublished(Refused):
    """Only what stands on the site can be called off."""

    message = "Deze activiteit staat niet op de site. Afgelasten is niet nodig."


class LastOccurrence(Refused):
    """Without its last occurrence there is nothing left to go to."""

    message = "Dit is de enige keer die nog doorgaat. Gelast dan de hele activiteit af."


async def cancel_activity(activity_id: int, apology: str, *, version: int, actor: Person) -> Activity:
    """Call a published activity off and tell everyone it concerns.

    It stays listed, with STATUS:CANCELLED (RFC 5545 §3.8.1.11), until the week is over. `apology` is what
    participants read: plain text, 1 to 500 characters. Raises NotFound, NotAllowed, Stale, WeekIsOver,
    and NotPublished when the activity is not on the site.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_cancel_activity(actor, activity))
        if is_repeated(activity, State.CANCELLED, version) and activity.apology == apology:
            return activity
        if activity.state is not State.PUBLISHED:
            raise NotPublished
        check_version(activity, version)
        check_week_lasts(activity.edition, clock.local(now).date())
        await move_on(activity, State.CANCELLED, now=now, apology=apology, needs_review=False)
        await record(actor, rights.CANCEL_ACTIVITY, activity)
        await list_again(activity)
        await tell(await messages.activity_cancelled(activity))
    return activity


async def cancel_occurrence(
    activity_id: int, occurrence_id: int, apology: str, *, version: int, actor: Person
) -> Activity:
    """Call one occurrence of a published activity off; the others go on.

    It is told to participants and shown like a cancelled activity. Raises NotFound, NotAllowed,
    Stale, NotPublished, WeekIsOver, and LastOccurrence for the only one that still goes on.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_cancel_activity(actor, activity))
        occurrences = {each.id: each for each in await occurrences_of(activity)}
        if occurrence_id not in occurrences:
            raise NotFound
        if not occurrences[occurrence_id].is_scheduled:
            return activity
        if activity.state is not State.PUBLISHED:
            raise NotPublished
        check_version(activity, version)
        check_week_lasts(activity.edition, clock.local(now).date())
        if sum(each.is_scheduled for each in occurrences.values()) == 1:
            raise LastOccurrence
        await Occurrence.filter(id=occurrence_id).update(state=OccurrenceState.CANCELLED, apology=apology)
        await move_on(activity, State.PUBLISHED, now=now)
        called_off = wording.moment(OccurrenceValues.of(occurrences[occurrence_id]))
        await record(
            actor,
            rights.CANCEL_ACTIVITY,
            activity,
            [Difference("occurrences", "", before=called_off, after="")],
        )
        await list_again(activity)
    return activity
