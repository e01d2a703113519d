"""Writing to everybody who comes."""

from weekplanner.accounts.operations import limits
from weekplanner.accounts.people import Person
from weekplanner.core import clock, db, tokens
from weekplanner.core.errors import NotFound, Refused, require
from weekplanner.core.text_cleaning import clean
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity
from weekplanner.events.operations.recording import record
from weekplanner.mailer import schedule
from weekplanner.signups import plans, rights
from weekplanner.signups.models import GuestMessage, Places
from weekplanner.signups.queries.guests import addressed


class Nobody(Refused):
    """There is nobody to write to."""

    message = "Er is nu niemand die dit bericht zou krijgen. Het is niet verstuurd."


async def write_to_guests(
    activity_id: int,
    text: str,
    *,
    occurrence_id: int | None,
    to_waiting: bool,
    request_key: str,
    actor: Person,
) -> GuestMessage:
    """Send a message to the guests of one occurrence, or of all that are still to come.

    The form sent twice sends it once; what was typed anew in it is another message. `text` is plain, 1 to
    2,000 characters. Who has no e-mail goes on the call list. Raises NotFound, NotAllowed, TooOften, Nobody.
    """
    now = clock.now()
    what = (activity_id, actor.account_id, request_key, occurrence_id, to_waiting, text)
    key = tokens.digest(f"message to guests {what!r}")
    async with db.transaction():
        activity = await db.lock(Activity, id=activity_id)
        if not rights.may_see_guests(actor, activity):
            raise NotFound
        require(rights.may_write_to_guests(actor, activity))
        await _check_own(activity, occurrence_id)
        sent = await GuestMessage.get_or_none(request_key=key)
        if sent is not None:
            return sent
        written = GuestMessage(
            activity_id=activity.id,
            occurrence_id=occurrence_id,
            to_waiting=to_waiting,
            text=clean(text),
            request_key=key,
            written_by_id=actor.account_id,
            created_at=now,
        )
        if not await addressed(written).exists():
            raise Nobody
        await limits.count(limits.GUEST_MESSAGES, str(activity.id))
        await written.save()
        edition = await Edition.get(id=activity.edition_id)
        _begins_at, ends_at = clock.day_range(edition.ends_on)
        not_after = max(ends_at, now + plans.WRITTEN_AFTERWARDS)
        await schedule.plan([plans.message(written, not_after=not_after)])
        await record(actor, rights.WRITE_TO_GUESTS, activity)
    return written


async def _check_own(activity: Activity, occurrence_id: int | None) -> None:
    if occurrence_id is None:
        return
    if not await Places.filter(activity_id=activity.id, occurrence_id=occurrence_id).exists():
        raise NotFound
