"""Reading the audit log: who of the team and the coordinators changed what, and when."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tortoise.expressions import Q
from tortoise.queryset import QuerySet

from weekplanner.accounts import audit_words, rights
from weekplanner.accounts.models import Account, AuditRecord
from weekplanner.accounts.people import Person
from weekplanner.core import clock
from weekplanner.core.errors import NotFound
from weekplanner.core.texts import gettext as _
from weekplanner.geo import queries as geo

PAGE = 50
HISTORY = 100
"""Of one thing no more is shown; the log has the rest."""
_EXPORTED_AT_ONCE = 500


@dataclass(frozen=True)
class ShownChange:
    """A field that was changed, in words; of a personal one nothing more is known."""

    label: str
    before: str
    after: str

    @property
    def is_personal(self) -> bool:
        """Whether only that it was changed is known."""
        return not self.before and not self.after


@dataclass(frozen=True)
class Line:
    """A line of the audit log, in words."""

    at: datetime
    who: str
    """The name somebody has now; gone with the account."""
    capacity: str
    action: str
    subject_kind: str
    subject_id: str
    subject: str
    """What it is called: of a person the name they have now."""
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True)
class LogFilter:
    """What to look for; empty means everything."""

    action: str = ""
    subject_kind: str = ""
    subject_id: str = ""
    person: str = ""
    """Part of a name or an e-mail address."""
    capacity: str = ""
    """`operator`, `coordinator` (of whatever municipality) or a role."""
    first_day: date | None = None
    last_day: date | None = None


async def audit_records(subject_kind: str, subject_id: str) -> list[Line]:
    """The history of one thing, the newest first; the caller knows that the reader may see the thing."""
    about = AuditRecord.filter(subject_kind=subject_kind, subject_id=subject_id)
    return await _lines(await _in_order(about).limit(HISTORY))


async def audit_log(wanted: LogFilter, *, actor: Person, offset: int) -> list[Line]:
    """A page of the log, the newest first; raises NotFound for who may not see it."""
    return await _lines(await _in_order(_found(wanted, actor)).offset(offset).limit(PAGE))


async def audit_count(wanted: LogFilter, *, actor: Person) -> int:
    """How many lines there are; raises NotFound for who may not see them."""
    return await _found(wanted, actor).count()


def whole_audit_log(wanted: LogFilter, *, actor: Person) -> AsyncIterator[Line]:
    """Every line, the newest first, some in memory at a time; raises NotFound for who may not see them."""
    return _in_pieces(_found(wanted, actor))


async def _in_pieces(query: QuerySet[AuditRecord]) -> AsyncIterator[Line]:
    offset = 0
    while records := await _in_order(query).offset(offset).limit(_EXPORTED_AT_ONCE):
        for line in await _lines(records):
            yield line
        offset += len(records)


def _found(wanted: LogFilter, actor: Person) -> QuerySet[AuditRecord]:
    if not rights.may_see_audit_log(actor):
        raise NotFound
    keys = {
        "action": wanted.action,
        "subject_kind": wanted.subject_kind,
        "subject_id": wanted.subject_id,
        "acted_as__startswith": wanted.capacity,
    }
    query = AuditRecord.filter(**{name: value for name, value in keys.items() if value})
    if wanted.person:
        called = Q(account__name__icontains=wanted.person) | Q(account__email__icontains=wanted.person)
        query = query.filter(called)
    if wanted.first_day:
        query = query.filter(at__gte=clock.moment(wanted.first_day, time()))
    if wanted.last_day:
        query = query.filter(at__lt=clock.moment(wanted.last_day + timedelta(days=1), time()))
    return query


def _in_order(query: QuerySet[AuditRecord]) -> QuerySet[AuditRecord]:
    return query.select_related("account").order_by("-at", "-id")


async def _lines(records: Sequence[AuditRecord]) -> list[Line]:
    people = await _people(each.subject_id for each in records if each.subject_kind == "account")
    names = {each.code: each.name for each in await geo.municipalities()} if records else {}
    return [_line(each, people, names) for each in records]


def _line(record: AuditRecord, people: dict[str, str], municipalities: dict[str, str]) -> Line:
    subject = record.subject_label
    if record.subject_kind == "account":
        subject = people.get(record.subject_id, _("Account is weg"))
    return Line(
        at=record.at,
        who=_who(record),
        capacity=audit_words.capacity(record.acted_as, municipalities),
        action=audit_words.operation(record.action),
        subject_kind=record.subject_kind,
        subject_id=record.subject_id,
        subject=subject,
        changes=tuple(
            ShownChange(audit_words.field(record.subject_kind, each["field"]), each["before"], each["after"])
            for each in record.changes
        ),
    )


def _who(record: AuditRecord) -> str:
    if record.account is not None:
        return _shown_name(record.account)
    return "" if record.acted_as == audit_words.OPERATOR else _("Account is weg")


async def _people(ids: Iterable[str]) -> dict[str, str]:
    """What people are called now, by the number of their account."""
    numbers = {int(each) for each in ids}
    found = await Account.filter(id__in=numbers) if numbers else []
    return {str(each.id): _shown_name(each) for each in found}


def _shown_name(account: Account) -> str:
    return account.name or account.email
