"""Who is told of what, where several due things go into one message to each address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from weekplanner.events.models import Activity
from weekplanner.events.queries.recipients import Recipient, grouped
from weekplanner.mailer.models import DueRow

MOST_LISTED = 50
"""Things in one message: Gmail cuts off what comes after 102 kB."""
LISTED_AT_ONCE = 60
"""Things in the messages of one transaction: some 100 ms."""


@dataclass(frozen=True)
class Addressed:
    """What concerns one address, of the due rows of a group."""

    recipient: Recipient
    rows: list[DueRow]
    """The soonest first; also what turns out to have lost its point."""
    lead: DueRow
    """The one that was planned first: it names the message."""

    @property
    def cause(self) -> str:
        """What a message to them is for: what is planned for the same day later gets a message of its own."""
        return f"{self.lead.unique_key}:{self.recipient.mailbox}"


async def addressed(rows: Sequence[DueRow], activity_of: Mapping[int, Activity]) -> list[Addressed]:
    """Each address with what concerns it, in the order of their leads.

    `activity_of` has the activity by the subject of a row; all are of one organisation. A row without one
    concerns nobody any more.
    """
    rows_of: dict[int, list[DueRow]] = {}
    for row in sorted(rows, key=lambda row: (row.not_after, row.id)):
        if activity := activity_of.get(row.subject_id):
            rows_of.setdefault(activity.id, []).append(row)
    activities = {each.id: each for each in activity_of.values() if each.id in rows_of}
    found = []
    for recipient, theirs in await grouped(activities.values()):
        concerning = [row for each in theirs for row in rows_of[each.id]]
        concerning.sort(key=lambda row: (row.not_after, row.id))
        found.append(Addressed(recipient, concerning, min(concerning, key=lambda row: row.id)))
    return sorted(found, key=lambda each: each.lead.id)


def next_part(every: Sequence[Addressed], rows: Sequence[DueRow]) -> tuple[list[Addressed], int | None]:
    """Those who are told in this transaction, and the lead to go on after when there are more.

    Those of one lead stay together. Who was told already is told nothing twice: their messages have keys.
    """
    done_until = min(row.done_until for row in rows)
    part: list[Addressed] = []
    listed: set[int] = set()
    for each in every:
        if each.lead.id <= done_until:
            continue
        if len(listed) >= LISTED_AT_ONCE and each.lead is not part[-1].lead:
            return part, part[-1].lead.id
        part.append(each)
        listed.update(row.id for row in each.rows[:MOST_LISTED])
    return part, None
