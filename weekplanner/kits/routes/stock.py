"""The pages of the team about the stock, and the ledger that explains it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import tokens
from weekplanner.core.errors import require
from weekplanner.formats import tables
from weekplanner.kits import rights
from weekplanner.kits.forms.stock import CorrectForm, ReceiveForm
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import stock as operations
from weekplanner.kits.pages import catalogue as pages
from weekplanner.kits.pictures import picture_of
from weekplanner.kits.queries import stock
from weekplanner.kits.routes.catalogue import table_file
from weekplanner.kits.words import MOVEMENTS, file_size
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render, render_form
from weekplanner.web.paging import Paging, page_number


async def team_kit(request: Request) -> Response:
    """One kit: how many there are, and every movement that led to it."""
    kit = await stock.kit_of(request.path_params["id"], actor=request.state.person)
    number = page_number(request.query_params.get("pagina"))
    movements, total = await stock.movements_of(kit, offset=(number - 1) * stock.PAGE)
    return await render(
        request,
        "kits/team_kit.html",
        kit=kit,
        state=pages.state_of(kit),
        picture=picture_of(kit),
        size=file_size(kit.file_size_bytes),
        balance=await stock.balance_of(kit),
        movements=movements,
        words=MOVEMENTS,
        paging=Paging(number, stock.PAGE, total),
    )


async def kit_ledger_table(request: Request) -> Response:
    """The whole ledger of a kit as a file for a spreadsheet."""
    kit = await stock.kit_of(request.path_params["id"], actor=request.state.person)
    lines = tables.csv_lines(pages.LEDGER_COLUMNS, pages.ledger_cells(stock.every_movement(kit)))
    return table_file(f"voorraadboek-{kit.slug}.csv", lines)


async def receive_kits(request: Request) -> Response:
    """Book what arrived."""
    kit = await _kit(request)
    form = ReceiveForm(await request.form(), data=_new_key())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await operations.receive(kit.id, form.quantity.data, form.reason.data, **_booked(request, form))
            return redirect(request, "team_kit", id=kit.id)
    return await render_form(request, "kits/receive.html", form, kit=kit)


async def correct_kits(request: Request) -> Response:
    """Book that there are more, or fewer."""
    kit = await _kit(request)
    form = CorrectForm(await request.form(), data=_new_key())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await operations.correct(kit.id, form.quantity.data, form.reason.data, **_booked(request, form))
            return redirect(request, "team_kit", id=kit.id)
    return await render_form(request, "kits/correct.html", form, kit=kit)


async def _kit(request: Request) -> Kit:
    kit = await stock.kit_of(request.path_params["id"], actor=request.state.person)
    require(rights.may_move_stock(request.state.person))
    return kit


def _new_key() -> dict[str, str]:
    return {"request_key": tokens.random_token()}


def _booked(request: Request, form: Form) -> dict[str, Any]:
    return {"request_key": form.request_key.data or "", "actor": request.state.person}


ROUTES = (
    Route("/team/pakketten/voorraad/{id:row}", team_kit, name="team_kit"),
    Route("/team/pakketten/voorraad/{id:row}/boek.csv", kit_ledger_table, name="kit_ledger_table"),
    Route(
        "/team/pakketten/voorraad/{id:row}/binnengekomen",
        receive_kits,
        name="receive_kits",
        methods=["GET", "POST"],
    ),
    Route(
        "/team/pakketten/voorraad/{id:row}/corrigeren",
        correct_kits,
        name="correct_kits",
        methods=["GET", "POST"],
    ),
)
