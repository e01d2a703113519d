"""The list of orders that the team works down, many at once."""

from collections.abc import AsyncIterator, Mapping

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core import tokens
from weekplanner.core.text_cleaning import one_line
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events.forms.parsing import whole_number
from weekplanner.formats import tables
from weekplanner.geo import queries as geo
from weekplanner.kits.forms.desk import ManyOrdersForm
from weekplanner.kits.models.orders import LineState
from weekplanner.kits.operations import deciding, parcels
from weekplanner.kits.pages import desk as pages
from weekplanner.kits.queries import batches, stock
from weekplanner.kits.queries import desk as queries
from weekplanner.kits.queries.desk import DeskFilter, Queue
from weekplanner.kits.words import STATES
from weekplanner.web.asking import number_of, one_of
from weekplanner.web.pages import PRIVATE, redirect, render_form
from weekplanner.web.paging import Paging, page_number

KEYS = ("jaar", "wachtrij", "stand", "pakket", "partij", "provincie", "q")
PAGE_KEY, DONE_KEY = "pagina", "goedgekeurd"
LONGEST_TEXT = 100
APPROVE, BATCH, DOWNLOAD = "approve", "batch", "download"
"""The buttons."""


async def kit_orders(request: Request) -> Response:
    """A page of the list, with the queues, and what can be done with many."""
    form = ManyOrdersForm(data={"request_key": tokens.random_token(), "joins_addresses": True})
    return await _page(request, form)


async def kit_orders_many(request: Request) -> Response:
    """Approve what was ticked, make a batch of it, or download it."""
    posted = await request.form()
    form, person = ManyOrdersForm(posted), request.state.person
    with form.refusals():
        ids = await _chosen(request, form)
        if DOWNLOAD in posted:
            return await _table_of(ids, actor=person)
        if BATCH in posted:
            batch = await parcels.make_batch(
                ids,
                joins_addresses=form.joins_addresses.data,
                request_key=form.request_key.data or tokens.random_token(),
                actor=person,
            )
            return redirect(request, "kit_batch", id=batch.id)
        approved = await deciding.approve_orders(ids, actor=person)
        return redirect(request, "kit_orders", query={**_query(request), DONE_KEY: len(approved)})
    return await _page(request, form)


async def kit_orders_table(request: Request) -> Response:
    """The whole list as a file for a spreadsheet."""
    wanted = await _asked(_query(request), await editions.all_editions())
    rows = pages.cells(queries.whole_order_list(wanted, actor=request.state.person))
    return _csv(tables.csv_lines(pages.COLUMNS, rows), f"bestellingen-{wanted.edition.year}.csv")


async def _page(request: Request, form: ManyOrdersForm) -> Response:
    person: Person = request.state.person
    query, number = _query(request), page_number(request.query_params.get(PAGE_KEY))
    every = await editions.all_editions()
    wanted = await _asked(query, every)
    found = await queries.order_list(wanted, actor=person, offset=(number - 1) * queries.LIST_PAGE)
    shelves = [each for each in await stock.shelves(actor=person) if not each.kit.is_digital]
    done = whole_number(request.query_params.get(DONE_KEY, ""))
    return await render_form(
        request,
        "kits/desk.html",
        form,
        rows=found.rows,
        contents_in_words=pages.contents_in_words,
        states=STATES,
        paging=Paging(number, queries.LIST_PAGE, found.total),
        edition=wanted.edition,
        queues=pages.queue_links(
            await queries.queues(wanted.edition, actor=person), query.get("wachtrij", "")
        ),
        shelves=shelves,
        filters=pages.choices(
            {**query, "jaar": str(wanted.edition.year)},
            years=[str(each.year) for each in every],
            states=await queries.states(wanted.edition, actor=person),
            kits=[each.kit for each in shelves],
            batches=await batches.latest(wanted.edition, actor=person),
            provinces=await geo.provinces(),
        ),
        query=query,
        text=wanted.text,
        most=deciding.MOST_AT_ONCE,
        done=None if done is None else pages.approved_in_words(done),
    )


async def _chosen(request: Request, form: ManyOrdersForm) -> list[int]:
    """What was ticked, or the oldest of all that the filter finds."""
    if not form.all_found.data:
        ids = form.ids()
        if not ids:
            raise deciding.NothingChosen
        return ids
    wanted = await _asked(_query(request), await editions.all_editions())
    return await queries.order_ids(wanted, actor=request.state.person, most=deciding.MOST_AT_ONCE)


async def _table_of(ids: list[int], *, actor: Person) -> Response:
    rows = await queries.rows_of(ids, actor=actor)
    return _csv(tables.csv_lines(pages.COLUMNS, pages.cells(_each(rows))), "bestellingen.csv")


async def _each(rows: list[queries.Row]) -> AsyncIterator[queries.Row]:
    for row in rows:
        yield row


def _csv(lines: AsyncIterator[str], name: str) -> Response:
    return StreamingResponse(
        lines,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE},
    )


async def _asked(query: Mapping[str, str], every: list[Edition]) -> DeskFilter:
    """What the address asks for; raises UnknownValue and NotFound."""
    province = query.get("provincie")
    return DeskFilter(
        editions.edition_of(query.get("jaar"), every),
        state=one_of(LineState, query, "stand"),
        queue=one_of(Queue, query, "wachtrij"),
        kit_id=number_of(query, "pakket"),
        batch_id=number_of(query, "partij"),
        province_code=(await geo.province(province)).code if province else None,
        text=one_line(query.get("q", ""))[:LONGEST_TEXT],
    )


def _query(request: Request) -> dict[str, str]:
    return {key: value for key in KEYS if (value := request.query_params.get(key))}


ROUTES = (
    Route("/team/pakketten", kit_orders, name="kit_orders"),
    Route("/team/pakketten/tegelijk", kit_orders_many, name="kit_orders_many", methods=["POST"]),
    Route("/team/pakketten/lijst.csv", kit_orders_table, name="kit_orders_table"),
)
