"""Who watches what is told: what came of each due row, and what guests knew when they were told."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from weekplanner.core import clock
from weekplanner.mailer.models import DueRow, DueState, OutboxMessage, Status
from weekplanner.mailer.schedule import Progress, Reminder
from weekplanner.signups import plans
from weekplanner.signups.models import Places, PlacesState, SignUp, SignUpState

SIGNUP_REMINDER = "signup_reminder"


@dataclass(frozen=True)
class Cause:
    """Why a message was queued: what was due, and in which time it could be told."""

    reminder: str
    due_at: datetime
    not_after: datetime


@dataclass
class Witness:
    """What was seen; `wrongs` are sentences about what should not have been."""

    causes: dict[int, Cause] = field(default_factory=dict)
    """By the id of the message in the outbox."""
    messages: dict[str, Counter[str]] = field(default_factory=dict)
    """By kind of reminder, which kinds of message it made."""
    wrongs: list[str] = field(default_factory=list)
    ended: dict[int, DueRow] = field(default_factory=dict)
    """The due rows that ended since the season began: in the end the purge has taken them."""
    _rows_until: datetime = field(default_factory=clock.now)
    _sent_until: datetime = field(default_factory=clock.now)

    def messages_of(self, kind: str, state: DueState) -> int:
        """How many messages the rows of a kind that ended like this say they were."""
        return sum(row.messages for row in self.ended.values() if (row.kind, row.state) == (kind, state))

    def watched(self, reminder: Reminder) -> Reminder:
        """The same reminder; what it queues is noted."""

        async def work(rows: Sequence[DueRow]) -> Progress:
            before = await last_message()
            progress = await reminder.work(rows)
            new = await OutboxMessage.filter(id__gt=before).order_by("id").values_list("id", "kind")
            self._note(reminder.kind, rows, new)
            if len(new) != progress.messages:
                said = f"{reminder.kind} said that it queued {progress.messages} messages"
                self.wrongs.append(f"{said}, and {len(new)} are there.")
            if new:
                await self._check_goes_on(reminder.kind, rows)
            return progress

        return replace(reminder, work=work)

    def _note(self, kind: str, rows: Sequence[DueRow], new: Sequence[tuple[int, str]]) -> None:
        cause = Cause(kind, min(row.due_at for row in rows), max(row.not_after for row in rows))
        self.causes.update({number: cause for number, _kind in new})
        self.messages.setdefault(kind, Counter()).update(name for _number, name in new)

    async def _check_goes_on(self, kind: str, rows: Sequence[DueRow]) -> None:
        """What tells of an occurrence to come tells of none that was called off, or has begun."""
        if kind not in {plans.GUESTS_REMINDER, plans.ORGANISER_DAY_BEFORE}:
            return
        for places in await Places.filter(occurrence_id__in=[row.subject_id for row in rows]):
            if places.state is PlacesState.CALLED_OFF or places.starts_at < clock.now():
                self.wrongs.append(f"{kind} told of occurrence {places.occurrence_id}, which does not come.")

    async def look_at_ended_rows(self) -> None:
        """Keep what the rows say that the schedule just ended. Call it after each time it ran."""
        since, self._rows_until = self._rows_until, clock.now()
        ended = DueRow.filter(ended_at__gt=since).exclude(state=DueState.WAITING)
        self.ended.update({row.id: row for row in await ended})

    async def look_at_reminders_sent(self) -> None:
        """Who was just reminded had a place, at what goes on and has not begun.

        Call it after each sending.
        """
        since, self._sent_until = self._sent_until, clock.now()
        sent = OutboxMessage.filter(kind=SIGNUP_REMINDER, status=Status.SENT)
        for message in await sent.filter(ended_at__gt=since):
            guest = await SignUp.get(id=message.values["sign_up"])
            places = await Places.get(occurrence_id=guest.occurrence_id)
            told_start = datetime.fromisoformat(message.values["starts_at"])
            if guest.state is not SignUpState.PLACED:
                self.wrongs.append(f"Guest {guest.id} was reminded, and had no place any more.")
            if places.state is PlacesState.CALLED_OFF:
                self.wrongs.append(f"Guest {guest.id} was reminded of what was called off.")
            elif places.starts_at < clock.now():
                self.wrongs.append(f"Guest {guest.id} was reminded of what had begun.")
            elif told_start != places.starts_at:
                self.wrongs.append(f"Guest {guest.id} was reminded of a time at which it is not.")

    async def look_who_should_be_reminded(self) -> None:
        """Everybody who had a place at tomorrow's occurrences before today has a reminder in the outbox.

        Call it after the schedule ran at the moment of the reminders.
        """
        today, tomorrow = clock.day_range(clock.today())
        _begins_at, day_after = clock.day_range(clock.local(tomorrow).date())
        coming = Places.filter(starts_at__gte=tomorrow, starts_at__lt=day_after)
        for places in await coming.exclude(state=PlacesState.CALLED_OFF):
            guests = await SignUp.filter(occurrence_id=places.occurrence_id, state=SignUpState.PLACED)
            stamp = places.starts_at.isoformat()
            for guest in guests:
                if not guest.reached_at or guest.placed_at is None or guest.placed_at >= today:
                    continue
                told = OutboxMessage.filter(kind=SIGNUP_REMINDER, unique_key__endswith=f":signup-{guest.id}")
                if stamp not in {message.values["starts_at"] for message in await told}:
                    self.wrongs.append(f"Guest {guest.id} has a place tomorrow, and was not reminded.")


async def last_message() -> int:
    """Id of the newest message in the outbox."""
    last = await OutboxMessage.all().order_by("-id").first()
    return last.id if last else 0
