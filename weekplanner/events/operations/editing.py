"""Changing what waits for review or stands on the site."""

from datetime import datetime

from weekplanner.accounts.people import Person
from weekplanner.core import clock, db
from weekplanner.core.errors import Refused, require
from weekplanner.core.texts import gettext as _
from weekplanner.events import messages, rights, rules
from weekplanner.events.differences import Difference, differences
from weekplanner.events.models import Activity, Occurrence, OccurrenceState, State
from weekplanner.events.operations.pins import with_fitting_pin
from weekplanner.events.operations.recording import record
from weekplanner.events.operations.steps import (
    WrongOccurrences,
    check_complete,
    check_may_fill_in,
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


class ApologyNeeded(Refused):
    """An occurrence is taken out of what stands on the site, and participants read nothing about it."""

    def __init__(self) -> None:
        sentence = _("Schrijf één of twee zinnen voor de deelnemers: een keer die u weghaalt, gaat niet door")
        super().__init__(sentence, field="apology")


class CancellingIsForOthers(Refused):
    """A coordinator corrects; calling an occurrence off is for the organiser and the team."""

    def __init__(self) -> None:
        sentence = _("Alleen de organisator en het team kunnen een keer afgelasten. Laat alle keren staan")
        super().__init__(sentence, field="occurrences")


class TooManyWithCancelled(WrongOccurrences):
    """What was called off goes on to stand on the site, and counts."""

    def __init__(self) -> None:
        sentence = _("Een activiteit heeft hooguit %(most)s keren. Wat niet doorgaat, telt mee")
        super().__init__(sentence % {"most": rules.MOST_OCCURRENCES})


async def edit_activity(
    activity_id: int, values: ActivityValues, *, version: int, actor: Person, apology: str = ""
) -> Activity:
    """Change a submitted or published activity; it stays what it was.

    What differs from what a reviewer last saw waits on the review list. An occurrence that is taken out
    of a published activity is cancelled, keeps its uid, and gets the `apology` for participants. Raises
    NotFound, NotAllowed, Stale, WrongState, Incomplete, WeekIsOver, WrongOccurrences, ApologyNeeded and
    UnknownPostcode.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        before, wanted = await stored_values(activity), await with_fitting_pin(values)
        if says_the_same(before, wanted):
            return activity  # also for who helped to fill it in and clicked twice: it is handed in now
        check_may_fill_in(activity, version, actor=actor)
        check_version(activity, version)
        changes = await _change(activity, before, wanted, apology=apology, actor=actor, now=now)
        await record(actor, rights.EDIT_ACTIVITY, activity, changes)
        await keep_for_review(activity, is_reviewed=rights.may_review_activity(actor, activity))
        await list_again(activity)
    return activity


async def correct_activity(
    activity_id: int, values: ActivityValues, *, version: int, actor: Person, apology: str = ""
) -> Activity:
    """Change a submitted or published activity as its reviewer, and tell the organiser what changed.

    Raises what `edit_activity` does, OtherMunicipality, and CancellingIsForOthers for a coordinator who
    takes an occurrence out of what stands on the site.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_review_activity(actor, activity))
        before, wanted = await stored_values(activity), await with_fitting_pin(values)
        if says_the_same(before, wanted):
            return activity
        check_version(activity, version)
        changes = await _change(activity, before, wanted, apology=apology, actor=actor, now=now)
        check_place(activity, actor=actor)
        await record(actor, rights.CORRECT_ACTIVITY, activity, changes)
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
        if activity.needs_review:
            await record(actor, rights.ACCEPT_EDIT, activity)
            await keep_for_review(activity, is_reviewed=True)
    return activity


async def _change(
    activity: Activity,
    before: ActivityValues,
    wanted: ActivityValues,
    *,
    apology: str,
    actor: Person,
    now: datetime,
) -> list[Difference]:
    """Store the values; answers what reads differently."""
    check_state(activity, State.SUBMITTED, State.PUBLISHED)
    check_week_lasts(activity.edition, clock.local(now).date())
    check_complete(wanted)
    check_occurrences(wanted.occurrences, activity.edition)
    if activity.was_published:
        await _check_cancelling(activity, before, wanted, apology=apology, actor=actor)
    await write_values(activity, wanted, apology=apology, now=now)
    return differences(before, wanted)


async def _check_cancelling(
    activity: Activity, before: ActivityValues, wanted: ActivityValues, *, apology: str, actor: Person
) -> None:
    """What is taken out is cancelled, and goes on to count among the occurrences of the activity."""
    taken_out = {each.id for each in before.occurrences} - {each.id for each in wanted.occurrences}
    if taken_out and not rights.may_cancel_activity(actor, activity):
        raise CancellingIsForOthers
    if any(each.id is None for each in wanted.occurrences):
        cancelled = Occurrence.filter(activity_id=activity.id, state=OccurrenceState.CANCELLED)
        if len(wanted.occurrences) + len(taken_out) + await cancelled.count() > rules.MOST_OCCURRENCES:
            raise TooManyWithCancelled
    if taken_out and not apology:
        raise ApologyNeeded


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
