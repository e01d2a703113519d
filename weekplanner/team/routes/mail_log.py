"""The mail log: how the mail goes, what became of each message, and a way to step in."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core.errors import UnknownValue
from weekplanner.mailer.queries import MailFilter, Standing
from weekplanner.team import mail_words, operations
from weekplanner.team.forms import MailAddressForm, MailForm
from weekplanner.team.mail_lines import mail_line
from weekplanner.team.operations import SteppedIn
from weekplanner.team.queries import mail_log as queries
from weekplanner.web.pages import render, render_form
from weekplanner.web.paging import Paging, page_number

KIND_KEY, STANDING_KEY, DAY_KEY, PAGE_KEY = "soort", "status", "dag", "pagina"
KEYS = (KIND_KEY, STANDING_KEY, DAY_KEY)
ALL = "all"
"""The button for everything that failed of a kind and a day."""
_DAY = re.compile(r"2[0-9]{3}-[0-9]{2}-[0-9]{2}", re.ASCII)


async def mail_log(request: Request) -> Response:
    """How the mail goes now, and day by day how many messages of each kind."""
    wanted, person = _asked(request.query_params), request.state.person
    rows = await queries.mail_days(wanted, actor=person)
    paging = Paging(page_number(request.query_params.get(PAGE_KEY)), queries.PAGE, len(rows))
    figures = await queries.mail_figures(actor=person)
    return await render(
        request,
        "team/mail_log.html",
        figures=figures,
        overdue=mail_words.duration(figures.overdue_s),
        rows=rows[paging.offset :][: queries.PAGE],
        paging=paging,
        label=mail_words.kind_label,
        **_choices(request, wanted),
    )


async def mail_log_messages(request: Request) -> Response:
    """The messages behind a number."""
    wanted, person = _asked(request.query_params), request.state.person
    number = page_number(request.query_params.get(PAGE_KEY))
    found, total = await queries.mail_list(wanted, actor=person, offset=(number - 1) * queries.PAGE)
    return await render(
        request,
        "team/mail_log_messages.html",
        lines=[mail_line(each) for each in found],
        paging=Paging(number, queries.PAGE, total),
        retriable=await queries.retriable_mail(wanted, actor=person),
        form=MailForm(),
        **_choices(request, wanted),
    )


async def mail_log_address(request: Request) -> Response:
    """Whether something went to an address; that is posted, so that it stands in no log of a web server."""
    form = MailAddressForm(await request.form())
    found = None
    if request.method == "POST" and form.validate():
        found = await queries.mail_to(form.email.data, actor=request.state.person)
    return await render_form(
        request,
        "team/mail_log_address.html",
        form,
        lines=None if found is None else [mail_line(each) for each in found],
        is_cut=found is not None and len(found) == queries.MOST_TO_ONE,
    )


async def retry_mail(request: Request) -> Response:
    """Try again what was ticked, or all that failed of a kind and a day."""
    posted, wanted, person = await request.form(), _asked(request.query_params), request.state.person
    form, outcome = MailForm(posted), None
    with form.refusals():
        if ALL in posted and wanted.kind and wanted.day:
            outcome = await operations.retry_failed_mail(wanted.kind, wanted.day, actor=person)
        else:
            outcome = await operations.retry_mail(form.ids(), actor=person)
    return await _outcome(request, form, outcome)


async def send_mail_now(request: Request) -> Response:
    """Let what was ticked go now."""
    form, outcome = MailForm(await request.form()), None
    with form.refusals():
        outcome = await operations.send_mail_now(form.ids(), actor=request.state.person)
    return await _outcome(request, form, outcome)


async def _outcome(request: Request, form: MailForm, outcome: SteppedIn | None) -> Response:
    refused = outcome.refused if outcome else {}
    return await render_form(
        request,
        "team/mail_outcome.html",
        form,
        outcome=outcome,
        refused=[mail_words.refusal(verdict, number) for verdict, number in refused.items()],
        query=_query(request.query_params),
    )


def _choices(request: Request, wanted: MailFilter) -> dict[str, Any]:
    """What the list is narrowed to, and can be. Any: templates take all kinds of values."""
    days = dict.fromkeys([*queries.mail_log_days(), *([wanted.day] if wanted.day else [])])
    return {
        "asked": {key: request.query_params.get(key, "") for key in KEYS},
        "query": _query(request.query_params),
        "kinds": mail_words.kind_labels(),
        "standings": mail_words.STANDINGS,
        "days": sorted(days, reverse=True),
    }


def _query(asked: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key in KEYS if (value := asked.get(key))}


def _asked(asked: Mapping[str, str]) -> MailFilter:
    """What the address asks for; raises UnknownValue."""
    kind, standing, day = (asked.get(key, "") for key in KEYS)
    if kind and kind not in mail_words.kind_labels():
        raise UnknownValue
    try:
        return MailFilter(kind, Standing(standing) if standing else None, _day(day))
    except ValueError as error:
        raise UnknownValue from error


def _day(text: str) -> date | None:
    """A day as an address has it, 2027-10-01; raises ValueError."""
    if text and not _DAY.fullmatch(text):
        raise ValueError(text)
    return date.fromisoformat(text) if text else None


ROUTES = (
    Route("/team/mails/logboek", mail_log, name="mail_log"),
    Route("/team/mails/logboek/lijst", mail_log_messages, name="mail_log_messages"),
    Route("/team/mails/logboek/adres", mail_log_address, name="mail_log_address", methods=["GET", "POST"]),
    Route("/team/mails/logboek/opnieuw", retry_mail, name="retry_mail", methods=["POST"]),
    Route("/team/mails/logboek/meteen", send_mail_now, name="send_mail_now", methods=["POST"]),
)
