"""What the team wrote to who comes, whom it would reach, and what became of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from weekplanner.accounts.people import Person
from weekplanner.congress import plans, rights
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.models.mailings import CongressMessage, Readers
from weekplanner.congress.queries.readers import readers_of
from weekplanner.core.errors import NotFound
from weekplanner.mailer import schedule
from weekplanner.mailer.models import DueState, OutboxMessage, Status

KIND = "congress_message"


@dataclass(frozen=True)
class Progress:
    """A message that was written before, and how far it is."""

    written: CongressMessage
    is_queueing: bool
    """Whether more of its readers are still to be written to."""
    queued: int
    sent: int
    failed: int


async def reach_of(congress: Congress, readers: Readers, *, workshop_id: int | None, actor: Person) -> int:
    """How many addresses a message would go to now; raises NotFound for who may not write."""
    _require(actor)
    return await readers_of(congress.id, readers, workshop_id=workshop_id).exclude(email="").count()


async def messages_of(congress: Congress, *, actor: Person) -> list[Progress]:
    """What was written, the latest first."""
    _require(actor)
    of = CongressMessage.filter(congress_id=congress.id).order_by("-id")
    written = await of.select_related("written_by", "workshop")
    rows = await schedule.rows_of(plans.MESSAGE, [each.id for each in written])
    became = {each.id: await _became(each) for each in written}
    return [
        Progress(
            each,
            is_queueing=each.id in rows and rows[each.id].state is DueState.WAITING,
            queued=sum(became[each.id].values()),
            sent=became[each.id][Status.SENT],
            failed=became[each.id][Status.FAILED] + became[each.id][Status.DROPPED],
        )
        for each in written
    ]


async def _became(written: CongressMessage) -> Mapping[Status, int]:
    key = f"{KIND}:{written.congress_id}:message-{written.id}:"
    mails = OutboxMessage.filter(dated_at__gte=written.created_at, kind=KIND, unique_key__startswith=key)
    return Counter(row[0] for row in await mails.values_list("status"))


def _require(actor: Person) -> None:
    if not rights.may_write_to_attendees(actor):
        raise NotFound
