"""Telling the guests of an occurrence something: a part of them in each transaction."""

from collections.abc import Awaitable, Callable, Sequence

from tortoise.queryset import QuerySet

from weekplanner.core import clock, tokens
from weekplanner.listing.models import Entry
from weekplanner.mailer import outbox
from weekplanner.mailer.models import DueRow
from weekplanner.mailer.schedule import Progress
from weekplanner.signups.call_list import CallAbout, with_call
from weekplanner.signups.messages import guests as messages
from weekplanner.signups.models import GuestMessage, Places, PlacesState, SignUp, SignUpState
from weekplanner.signups.operations.places import entries_of, entry_of, locked
from weekplanner.signups.queries.guests import addressed
from weekplanner.signups.queries.places import uninformed
from weekplanner.signups.values import Facts

GUESTS_AT_ONCE = 100
"""Some 50 ms."""

Tell = Callable[[SignUp], Awaitable[bool]]
"""Tells one guest; answers whether it queued a message."""


async def remind(rows: Sequence[DueRow]) -> Progress:
    """The day before: everybody who has a place, but for who got it only today."""
    (row,) = rows
    places = await locked(row.subject_id)
    if places.state is PlacesState.CALLED_OFF:
        return Progress(0)
    entry = await entry_of(places)

    async def tell(sign_up: SignUp) -> bool:
        is_reached = bool(sign_up.reached_at)
        return is_reached and await outbox.put(messages.reminder(sign_up, entry, not_after=row.not_after))

    return await _some(to_remind(places), row, tell)


def to_remind(places: Places) -> QuerySet[SignUp]:
    """Those who have a place since a day before this one."""
    today, _tomorrow = clock.day_range(clock.today())
    placed = SignUp.filter(occurrence_id=places.occurrence_id, state=SignUpState.PLACED)
    return placed.filter(placed_at__lt=today)


async def tell_of_change(rows: Sequence[DueRow]) -> Progress:
    """Everybody who was last told something else; who has no e-mail goes on the call list."""
    (row,) = rows
    places = await locked(row.subject_id)
    entry = await entry_of(places)
    facts = Facts.of(entry)

    async def tell(sign_up: SignUp) -> bool:
        before = Facts.told(places, sign_up.knows) or facts
        sign_up.knows, sign_up.to_call_about = facts.digest, with_call(sign_up, CallAbout.CHANGED)
        await sign_up.save(update_fields=["knows", "to_call_about"])
        letter = messages.occurrence_changed(sign_up, entry, before, number=places.notices + 1)
        return bool(sign_up.reached_at) and await outbox.put(letter)

    progress = await _some(uninformed(places, facts), row, tell)
    if progress.go_on_after is not None:
        return progress
    if await uninformed(places, facts).exists():  # changed again since the first of them were told
        return Progress(progress.messages, go_on_after=0)
    told = {facts.digest: facts.to_json()}
    places.update_from_dict({"told": told, "told_at": clock.now(), "notices": places.notices + 1})
    await places.save(update_fields=["told", "told_at", "notices"])
    return progress


async def tell_of_cancellation(rows: Sequence[DueRow]) -> Progress:
    """Everybody who has a place, or waits for one."""
    (row,) = rows
    places = await locked(row.subject_id)
    entry = await entry_of(places)

    async def tell(sign_up: SignUp) -> bool:
        before = Facts.told(places, sign_up.knows) or Facts.of(entry)
        await _put_on_call_list(sign_up, CallAbout.CALLED_OFF)
        letter = messages.occurrence_cancelled(sign_up, entry, before)
        return bool(sign_up.reached_at) and await outbox.put(letter)

    live = SignUp.filter(occurrence_id=places.occurrence_id).exclude(state=SignUpState.CANCELLED)
    return await _some(live, row, tell)


async def tell_message(rows: Sequence[DueRow]) -> Progress:
    """What the organiser wrote, to each address once; who has none goes on the call list."""
    (row,) = rows
    written = await GuestMessage.get_or_none(id=row.subject_id)
    if written is None:
        return Progress(0)
    entries: dict[int, Entry] = {}

    async def tell(sign_up: SignUp) -> bool:
        await _put_on_call_list(sign_up, CallAbout.MESSAGE)
        if sign_up.occurrence_id not in entries:
            entries.update(await entries_of([sign_up.occurrence_id]))
        if not sign_up.reached_at:
            return False
        to = tokens.sign("guests_message", sign_up.reached_at.lower())
        return await outbox.put(
            messages.from_organiser(sign_up, entries[sign_up.occurrence_id], written, to=to)
        )

    return await _some(addressed(written), row, tell)


async def _some(guests: QuerySet[SignUp], row: DueRow, tell: Tell) -> Progress:
    """The next part of them."""
    part = await guests.filter(id__gt=row.done_until).order_by("id").limit(GUESTS_AT_ONCE)
    queued = 0
    for sign_up in part:
        queued += await tell(sign_up)
    return Progress(queued, part[-1].id if len(part) == GUESTS_AT_ONCE else None)


async def _put_on_call_list(sign_up: SignUp, about: CallAbout) -> None:
    if sign_up.reached_at:
        return
    sign_up.to_call_about = with_call(sign_up, about)
    await sign_up.save(update_fields=["to_call_about"])
