"""Saying that what stands on the site is still right, in the week before it."""

from datetime import datetime

from weekplanner.accounts.people import SYSTEM, Person
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.core import clock, db
from weekplanner.core.errors import NotFound, require
from weekplanner.events import personal, rights
from weekplanner.events.models import Activity, State
from weekplanner.events.operations.recording import record
from weekplanner.events.operations.steps import check_state, check_version, check_week_lasts, locked
from weekplanner.listing.operations import tell_of
from weekplanner.listing.selection import Scope


def link_to_confirm(activity: Activity) -> PersonalLink:
    """The right to confirm this activity; its edition is loaded."""
    return personal.link_to_confirm(activity.id, year=activity.edition.year)


async def confirm_activity(activity_id: int, *, version: int, actor: Person) -> Activity:
    """Note that everything is right as it stood there; calendars do not hear of it.

    A reviewer does it for an organiser who said so on the telephone. Raises NotFound, NotAllowed, Stale when
    it changed since it was read, WrongState, and WeekIsOver.
    """
    now = clock.now()
    async with db.transaction():
        activity = await locked(activity_id, actor=actor)
        require(rights.may_confirm_activity(actor, activity))
        await _confirm(activity, version=version, now=now)
        await record(actor, rights.CONFIRM_ACTIVITY, activity)
    return activity


async def confirm_by_link(link: PersonalLink, *, version: int) -> Activity:
    """The same, for who has the personal link: that is the right to it."""
    now = clock.now()
    async with db.transaction():
        activity = await locked(link.id, actor=SYSTEM)
        if link_to_confirm(activity) != link:
            raise NotFound
        await _confirm(activity, version=version, now=now)
    return activity


async def _confirm(activity: Activity, *, version: int, now: datetime) -> None:
    """The version stays: nothing that a form shows is different."""
    check_version(activity, version)
    check_state(activity, State.PUBLISHED)
    check_week_lasts(activity.edition, clock.local(now).date())
    activity.confirmed_at = now
    await activity.save(update_fields=["confirmed_at"])
    await tell_of(Scope.ACTIVITY, activity.id)
