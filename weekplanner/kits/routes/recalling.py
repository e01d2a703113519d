"""The pages where the team calls a kit back, and sees who has it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core.errors import NotFound, require
from weekplanner.formats import tables
from weekplanner.kits import rights
from weekplanner.kits.forms.stock import RecallForm
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import exceptions
from weekplanner.kits.pages import catalogue as pages
from weekplanner.kits.queries import recalls, stock
from weekplanner.kits.routes.catalogue import table_file
from weekplanner.web.pages import redirect, render, render_form
from weekplanner.web.paging import Paging, page_number


async def recall_kit(request: Request) -> Response:
    """Call a kit back, with the reason and what follows."""
    kit = await stock.kit_of(request.path_params["id"], actor=request.state.person)
    require(rights.may_recall_kits(request.state.person))
    if kit.is_digital:
        raise NotFound
    form = RecallForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await exceptions.recall(kit.id, form.reason.data, actor=request.state.person)
            return redirect(request, "kit_holders", id=kit.id)
    return await render_form(request, "kits/recall.html", form, kit=kit, reach=await recalls.reach_of(kit))


async def kit_holders(request: Request) -> Response:
    """Who has a kit that was called back, to be called; and how far cancelling and telling is."""
    kit = await _recalled(request)
    number = page_number(request.query_params.get("pagina"))
    holders, total = await recalls.holders_of(kit, offset=(number - 1) * recalls.PAGE)
    return await render(
        request,
        "kits/holders.html",
        kit=kit,
        reach=await recalls.reach_of(kit),
        is_worked_off=await recalls.is_worked_off(kit),
        holders=holders,
        paging=Paging(number, recalls.PAGE, total),
    )


async def kit_holders_table(request: Request) -> Response:
    """All of them as a file for a spreadsheet."""
    kit = await _recalled(request)
    lines = tables.csv_lines(pages.HOLDER_COLUMNS, pages.holder_cells(recalls.every_holder(kit)))
    return table_file(f"terugroepen-{kit.slug}.csv", lines)


async def _recalled(request: Request) -> Kit:
    kit = await stock.kit_of(request.path_params["id"], actor=request.state.person)
    if not kit.is_recalled:
        raise NotFound
    return kit


ROUTES = (
    Route(
        "/team/pakketten/voorraad/{id:row}/terughalen",
        recall_kit,
        name="recall_kit",
        methods=["GET", "POST"],
    ),
    Route("/team/pakketten/voorraad/{id:row}/wie-het-heeft", kit_holders, name="kit_holders"),
    Route("/team/pakketten/voorraad/{id:row}/wie-het-heeft.csv", kit_holders_table, name="kit_holders_table"),
)
