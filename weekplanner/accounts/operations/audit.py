"""Writing down what the team, coordinators and the operator changed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from weekplanner.accounts.audit_words import COORDINATOR, OPERATOR
from weekplanner.accounts.models import AuditRecord
from weekplanner.accounts.people import Person, TeamRole
from weekplanner.accounts.standing import Right, Who
from weekplanner.core import clock, db

LABEL_LENGTH = 160


@dataclass(frozen=True)
class Subject:
    """What was changed, and to whom it belongs: that decides in which capacity somebody acted."""

    kind: str
    """A noun of the glossary: `activity`, `organisation`, `municipality`, `account`."""
    id: str
    label: str = ""
    """What it is called; empty for a person."""
    organisation_id: int | None = None
    municipality_code: str | None = None


@dataclass(frozen=True)
class Change:
    """A field that is different now; of a personal one only its name is known."""

    field: str
    before: str = ""
    after: str = ""


async def record(actor: Person, right: Right, subject: Subject, changes: Iterable[Change] = ()) -> None:
    """Write down a change in the transaction that makes it.

    What somebody does for the own organisation is not the team's or a coordinator's doing, and is not
    written down; nor is anything of their account but its number, which goes with it.
    """
    await record_many(actor, right, [subject], changes)


async def record_many(
    actor: Person, right: Right, subjects: Iterable[Subject], changes: Iterable[Change] = ()
) -> None:
    """The same for what was done with each of many things at once."""
    db.require_transaction()
    now, fields = clock.now(), [asdict(change) for change in changes]
    await AuditRecord.bulk_create(
        [
            AuditRecord(
                at=now,
                account_id=actor.account_id,
                acted_as=acted_as,
                action=right.name,
                subject_kind=subject.kind,
                subject_id=subject.id,
                subject_label=subject.label[:LABEL_LENGTH],
                changes=fields,
            )
            for subject in subjects
            if (acted_as := _capacity(actor, right, subject)) is not None
        ]
    )


async def forget_records(before: datetime, *, is_dry_run: bool) -> int:
    """Remove what was written down before a moment; answers how much, in a dry run without removing it."""
    old = AuditRecord.filter(at__lt=before)
    return await (old.count() if is_dry_run else old.delete())


def _capacity(actor: Person, right: Right, subject: Subject) -> str | None:
    """In which capacity the actor used this right; None for the own organisation's people."""
    if actor.is_system:
        return OPERATOR
    if Who.MEMBER in right.who and subject.organisation_id in actor.organisation_ids:
        return None
    if Who.COORDINATOR in right.who and actor.coordinates(subject.municipality_code):
        return f"{COORDINATOR} {subject.municipality_code}"
    held = sorted(role.value for role in actor.roles if role is not TeamRole.ADMIN)
    fitting = [role for role in held if Who(role) in right.who]
    return fitting[0] if fitting else TeamRole.ADMIN.value
