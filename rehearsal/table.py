"""What was due in a season and what became of it, by kind of message, as it is printed."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rehearsal.witness import Witness
from weekplanner.mailer import kinds, schedule
from weekplanner.mailer.models import DueState, OutboxMessage, Status

POINTLESS = "pointless"
"""Why the mailer dropped a message that was not too late."""
HEADS = ("due", "sent", "failed", "too late", "pointless", "waits")


@dataclass(frozen=True)
class Line:
    """The numbers of one kind of message."""

    kind: str
    sent: int = 0
    failed: int = 0
    too_late: int = 0
    pointless: int = 0
    waits: int = 0

    @property
    def due(self) -> int:
        """How many there were to be sent."""
        return self.sent + self.failed + self.too_late + self.pointless + self.waits

    @property
    def numbers(self) -> tuple[int, ...]:
        """As they stand under `HEADS`."""
        return (self.due, self.sent, self.failed, self.too_late, self.pointless, self.waits)


async def lines(witness: Witness, *, after: int) -> Sequence[Line]:
    """By kind of message what came after one in the outbox; of what can be told, kinds without any too."""
    found: dict[str, Counter[str]] = {kind.name: Counter() for kind in kinds.every()}
    rows = OutboxMessage.filter(id__gt=after)
    for kind, status, reason in await rows.values_list("kind", "status", "last_error"):
        found[kind][_column(Status(status), reason)] += 1
    for kind, number in never_queued(witness).items():
        found.setdefault(kind, Counter())["too_late"] += number
    return [Line(kind, **numbers) for kind, numbers in found.items()]


def never_queued(witness: Witness) -> Counter[str]:
    """How many messages of each kind were too late before they were made: by kind, or else by reminder."""
    numbers: Counter[str] = Counter()
    for reminder in schedule.kinds():
        made = witness.messages.get(reminder, Counter())
        (name,) = made if len(made) == 1 else (reminder,)
        numbers[name] += witness.messages_of(reminder, DueState.DROPPED)
    return numbers


def _column(status: Status, reason: str) -> str:
    if status is Status.DROPPED:
        return "pointless" if reason == POINTLESS else "too_late"
    return {Status.SENT: "sent", Status.FAILED: "failed"}.get(status, "waits")


def text(found: Sequence[Line]) -> str:
    """The table, with the kinds that were due and a sum; what was not due is named under it."""
    seen = [each for each in found if each.due]
    sums = tuple(map(sum, zip(*(each.numbers for each in seen), strict=True))) if seen else (0,) * len(HEADS)
    rows = [("kind of message", *HEADS), *((each.kind, *each.numbers) for each in seen), ("together", *sums)]
    printed = ["".join([f"{row[0]:32}", *(f"{cell:>10}" for cell in row[1:])]) for row in rows]
    unseen = ", ".join(each.kind for each in found if not each.due)
    return "\n".join([*printed, "", f"Never due: {unseen or 'none'}."])
