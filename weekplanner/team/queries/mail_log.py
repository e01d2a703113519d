"""What became of messages: figures, a table of days and kinds, and the messages behind each number."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotFound
from weekplanner.mailer import queries as mailer
from weekplanner.mailer.models import Status
from weekplanner.mailer.queries import DayOfKind, Listed, MailFilter, Standing
from weekplanner.team import mail_words, rights

PAGE = 50
MOST_TO_ONE = 20
"""Messages to one address: who asks is about to hear of the last ones."""


@dataclass(frozen=True)
class Figures:
    """How the mail goes at this moment."""

    waiting: int
    """Being sent included."""
    sending: int
    overdue_s: float
    """How long the message that waits longest could have gone already."""
    failed: int
    dropped: int
    """Both of the days of the log."""


async def mail_figures(*, actor: Person) -> Figures:
    """How the mail goes now; raises NotFound for who may not see it."""
    _require(actor)
    numbers = await mailer.numbers_now()
    return Figures(
        waiting=sum(numbers.values()),
        sending=numbers[Status.SENDING],
        overdue_s=await mailer.overdue_s(),
        failed=await mailer.number_of_messages(MailFilter(standing=Standing.FAILED)),
        dropped=await mailer.number_of_messages(MailFilter(standing=Standing.DROPPED)),
    )


async def mail_days(wanted: MailFilter, *, actor: Person) -> list[DayOfKind]:
    """Day by day, the latest first, how many messages of each kind, by what it is called; raises NotFound."""
    _require(actor)
    found: list[DayOfKind] = []
    for day in [wanted.day] if wanted.day else mailer.log_days():
        found += sorted(await mailer.numbers_of_day(day), key=_label)
    return [row for row in found if _is_wanted(row, wanted)]


async def mail_list(wanted: MailFilter, *, actor: Person, offset: int) -> tuple[list[Listed], int]:
    """A page of messages, those queued last first, and how many there are; raises NotFound."""
    _require(actor)
    total = await mailer.number_of_messages(wanted)
    return await mailer.messages(wanted, offset=offset, limit=PAGE), total


async def mail_to(address: str, *, actor: Person) -> list[Listed]:
    """The last messages to somebody who asks where they are; raises NotFound."""
    _require(actor)
    return await mailer.messages_to(address, limit=MOST_TO_ONE)


async def retriable_mail(wanted: MailFilter, *, actor: Person) -> int:
    """How many can be tried again at once: what failed of one kind and day. Raises NotFound."""
    _require(actor)
    if wanted.standing is Standing.FAILED and wanted.kind and wanted.day:
        return await mailer.retriable_messages(wanted.kind, wanted.day)
    return 0


def mail_log_days() -> Sequence[date]:
    """The days to choose from."""
    return mailer.log_days()


def _require(actor: Person) -> None:
    if not rights.may_see_mail_log(actor):
        raise NotFound


def _label(row: DayOfKind) -> str:
    return mail_words.kind_label(row.kind).lower()


def _is_wanted(row: DayOfKind, wanted: MailFilter) -> bool:
    is_of_kind = wanted.kind in {"", row.kind}
    return is_of_kind and (wanted.standing is None or row.numbers.get(wanted.standing, 0) > 0)
