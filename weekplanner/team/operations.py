"""What the team changes on the pages that are theirs alone: messages are tried again, or go now."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from weekplanner.accounts.operations import audit
from weekplanner.accounts.operations.audit import Change, Subject
from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right
from weekplanner.core import db
from weekplanner.core.errors import Refused, require
from weekplanner.core.texts import gettext as _
from weekplanner.mailer import operations as mailer
from weekplanner.mailer import queries
from weekplanner.mailer.by_hand import Verdict
from weekplanner.mailer.operations import Outcome
from weekplanner.mailer.queries import MailFilter, Standing
from weekplanner.team import mail_words, rights


class NothingChosen(Refused):
    """No message was ticked."""

    message = _("Kies eerst een of meer mails")


@dataclass(frozen=True)
class SteppedIn:
    """What came of stepping in: how many go, and why others do not."""

    done: int
    once: int
    """How many of them are so old that they get one attempt."""
    refused: Mapping[Verdict, int] = field(default_factory=dict)
    left: int = 0
    """Of many at once: how many more can be tried again."""
    unable: int = 0
    """And how many failed ones cannot."""


async def retry_mail(ids: Sequence[int], *, actor: Person) -> SteppedIn:
    """Try failed messages again; those that did not fail, or cannot go any more, stay as they are.

    Raises NotAllowed and NothingChosen.
    """
    require(rights.may_retry_mail(actor))
    if not ids:
        raise NothingChosen
    async with db.transaction():
        outcomes = await mailer.retry(ids)
        await _record_each(outcomes, rights.RETRY_MAIL, actor)
    return _summary(outcomes)


async def send_mail_now(ids: Sequence[int], *, actor: Person) -> SteppedIn:
    """Let waiting messages go now; those that are on their way stay as they are.

    Raises NotAllowed and NothingChosen.
    """
    require(rights.may_send_mail_now(actor))
    if not ids:
        raise NothingChosen
    async with db.transaction():
        outcomes = await mailer.hurry(ids)
        await _record_each(outcomes, rights.SEND_MAIL_NOW, actor)
    return _summary(outcomes)


async def retry_failed_mail(kind: str, day: date, *, actor: Person) -> SteppedIn:
    """Try again what failed of a kind and an Amsterdam day, a thousand at a time; raises NotAllowed.

    A portion is one transaction, and one line in the audit log.
    """
    require(rights.may_retry_mail(actor))
    async with db.transaction():
        outcomes = await mailer.retry_failed(kind, day)
        if outcomes:
            subject = Subject("message_kind", kind, mail_words.kind_label(kind))
            changes = (Change("day", after=day.isoformat()), Change("messages", after=str(len(outcomes))))
            await audit.record(actor, rights.RETRY_MAIL, subject, changes)
    done, left = _summary(outcomes), await queries.retriable_messages(kind, day)
    failed = await queries.number_of_messages(MailFilter(kind, Standing.FAILED, day))
    return SteppedIn(done.done, done.once, left=left, unable=failed - left)


async def _record_each(outcomes: Sequence[Outcome], right: Right, actor: Person) -> None:
    for outcome in outcomes:
        if outcome.verdict is Verdict.FINE:
            subject = Subject("message", str(outcome.id), mail_words.kind_label(outcome.kind))
            await audit.record(actor, right, subject)


def _summary(outcomes: Sequence[Outcome]) -> SteppedIn:
    refused: Counter[Verdict] = Counter(each.verdict for each in outcomes if each.verdict is not Verdict.FINE)
    return SteppedIn(
        done=len(outcomes) - refused.total(),
        once=sum(each.gets_one_attempt for each in outcomes),
        refused=refused,
    )
