"""The audit log: a page to search it, and the same as a file."""

import re
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weekplanner.accounts import audit_words
from weekplanner.accounts.models import SUBJECT_ID_LENGTH
from weekplanner.accounts.people import TeamRole
from weekplanner.accounts.queries import audit
from weekplanner.accounts.queries.audit import Line, LogFilter
from weekplanner.core import clock
from weekplanner.core.errors import UnknownValue
from weekplanner.core.text_cleaning import one_line
from weekplanner.core.texts import gettext as _
from weekplanner.formats.tables import Cell, csv_lines
from weekplanner.web.pages import PRIVATE, render
from weekplanner.web.paging import Paging, page_number

ACTION_KEY, KIND_KEY, ID_KEY, PERSON_KEY = "wat", "soort", "nummer", "wie"
CAPACITY_KEY, FROM_KEY, TO_KEY, PAGE_KEY = "als", "van", "tot", "pagina"
_DAY = re.compile(r"[0-9]{1,2}-[0-9]{1,2}-2[0-9]{3}|2[0-9]{3}-[0-9]{1,2}-[0-9]{1,2}", re.ASCII)
KEPT = (ACTION_KEY, KIND_KEY, ID_KEY, PERSON_KEY, CAPACITY_KEY, FROM_KEY, TO_KEY)
LONGEST = 100
COLUMNS = ("Moment", "Wie", "Als", "Wat", "Soort", "Nummer", "Waarvan", "Veld", "Was", "Werd")


async def audit_log(request: Request) -> Response:
    """Who changed what, the newest first."""
    wanted = _asked(request)
    total = await audit.audit_count(wanted, actor=request.state.person)
    paging = Paging(page_number(request.query_params.get(PAGE_KEY)), audit.PAGE, total)
    return await render(
        request,
        "team/audit_log.html",
        lines=await audit.audit_log(wanted, actor=request.state.person, offset=paging.offset),
        total=total,
        paging=paging,
        asked={key: request.query_params.get(key, "") for key in KEPT},
        query={key: value for key in KEPT if (value := request.query_params.get(key))},
        operations=audit_words.operations(),
        subjects=audit_words.SUBJECTS,
        capacities=_capacities(),
    )


async def audit_log_csv(request: Request) -> Response:
    """The same lines for a spreadsheet, a row for each field."""
    lines = audit.whole_audit_log(_asked(request), actor=request.state.person)
    name = f"logboek-{clock.today().isoformat()}.csv"
    return StreamingResponse(
        csv_lines(COLUMNS, _rows(lines)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE},
    )


async def _rows(lines: AsyncIterator[Line]) -> AsyncIterator[list[Cell]]:
    async for line in lines:
        kind = audit_words.SUBJECTS.get(line.subject_kind, line.subject_kind)
        about: list[Cell] = [
            line.at,
            line.who,
            line.capacity,
            line.action,
            kind,
            line.subject_id,
            line.subject,
        ]
        for change in line.changes:
            yield [*about, change.label, change.before, change.after]
        if not line.changes:
            yield [*about, "", "", ""]


def _asked(request: Request) -> LogFilter:
    """What the address asks for; raises UnknownValue."""
    return LogFilter(
        action=_one_of(request, ACTION_KEY, audit_words.operations()),
        subject_kind=_one_of(request, KIND_KEY, audit_words.SUBJECTS),
        subject_id=_number(request),
        person=_text(request, PERSON_KEY),
        capacity=_one_of(request, CAPACITY_KEY, _capacities()),
        first_day=_day(request, FROM_KEY),
        last_day=_day(request, TO_KEY),
    )


def _text(request: Request, key: str) -> str:
    return one_line(request.query_params.get(key, ""))[:LONGEST]


def _number(request: Request) -> str:
    """Of which thing; Tortoise raises for a value longer than its column, also in a filter."""
    number = _text(request, ID_KEY)
    if len(number) > SUBJECT_ID_LENGTH:
        raise UnknownValue
    return number


def _one_of(request: Request, key: str, known: Any) -> str:
    value = _text(request, key)
    if value and value not in known:
        raise UnknownValue
    return value


def _day(request: Request, key: str) -> date | None:
    """A day as people write it, 1-10-2027, or as programs do, 2027-10-01."""
    text = _text(request, key)
    if not text:
        return None
    parts = text.split("-") if _DAY.fullmatch(text) else []
    try:
        year, month, day = map(int, parts if len(parts[0]) == 4 else reversed(parts))
        return date(year, month, day)
    except (IndexError, ValueError) as error:
        raise UnknownValue(_("Schrijf een dag zo: 1-10-2027.")) from error


def _capacities() -> dict[str, str]:
    """In which capacity somebody can have acted, as it is stored, with its words."""
    roles = {role.value: audit_words.ROLES[role] for role in TeamRole}
    return {
        **roles,
        audit_words.COORDINATOR: _("Coördinator"),
        audit_words.OPERATOR: _("Technisch beheer"),
    }


ROUTES = (
    Route("/team/logboek", audit_log, name="audit_log"),
    Route("/team/logboek.csv", audit_log_csv, name="audit_log_csv"),
)
