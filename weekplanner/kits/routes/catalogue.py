"""The pages where the team keeps the catalogue: what can be ordered, and until when."""

from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from weekplanner.core.errors import require
from weekplanner.editions import queries as editions
from weekplanner.formats import tables
from weekplanner.kits import rights
from weekplanner.kits.forms.catalogue import PARCEL, DaysForm, KitForm, NewKitForm
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import catalogue, days
from weekplanner.kits.operations.catalogue import KitValues
from weekplanner.kits.pages import catalogue as pages
from weekplanner.kits.queries import stock
from weekplanner.web.pages import PRIVATE, redirect, render, render_form

UP = "omhoog"


async def kit_catalogue(request: Request) -> Response:
    """All kits with their stock, and the days of the edition."""
    shelves = await stock.shelves(actor=request.state.person)
    return await render(
        request,
        "kits/catalogue.html",
        rows=pages.shelf_rows(shelves),
        running_out=[shelf.kit for shelf in shelves if shelf.kit.is_running_out],
        edition=await editions.current(),
    )


async def kit_catalogue_table(request: Request) -> Response:
    """The same as a file for a spreadsheet."""
    shelves = await stock.shelves(actor=request.state.person)
    return table_file(
        "voorraad.csv", tables.csv_lines(pages.CATALOGUE_COLUMNS, pages.catalogue_cells(shelves))
    )


async def begin_catalogue(request: Request) -> Response:
    """Begin with the kits of the vocabulary."""
    await catalogue.begin_catalogue(actor=request.state.person)
    return redirect(request, "kit_catalogue")


async def new_kit(request: Request) -> Response:
    """A kit that is not there yet."""
    form = NewKitForm(await request.form(), data={"kind": PARCEL, "is_visible": True})
    if request.method == "POST" and form.validate():
        with form.refusals():
            values = form.values(is_digital=form.is_digital)
            kit = await catalogue.add_kit(values, actor=request.state.person)
            return redirect(request, "edit_kit_file" if kit.is_digital else "team_kit", id=kit.id)
    return await render_form(request, "kits/edit_kit.html", form, kit=None, stored=None)


async def edit_kit(request: Request) -> Response:
    """What is said of one that exists; after a refusal the page goes on from what is stored now."""
    kit = await _kit(request)
    values = KitValues.of(kit)
    form = KitForm(await request.form(), data={**vars(values), "version": str(kit.version)})
    if request.method == "POST" and form.validate():
        with form.refusals():
            wanted = form.values(is_digital=kit.is_digital)
            await catalogue.edit_kit(kit.id, wanted, version=form.version_number, actor=request.state.person)
            return redirect(request, "team_kit", id=kit.id)
        kit = await _kit(request)
    stored = kit if form.status == 409 else None
    form.go_on_from(kit.version)
    return await render_form(request, "kits/edit_kit.html", form, kit=kit, stored=stored)


async def move_kit(request: Request) -> Response:
    """Let a kit stand one place higher or lower."""
    direction = (await request.form()).get("naar")
    await catalogue.move_kit(request.path_params["id"], is_up=direction == UP, actor=request.state.person)
    return redirect(request, "kit_catalogue")


async def kit_days(request: Request) -> Response:
    """The last day to order, and the last day to send."""
    edition = await editions.current()
    shown = {name: getattr(edition, name) for name in ("kit_order_until_on", "kit_last_sent_on") if edition}
    form = DaysForm(await request.form(), data=shown)
    if request.method == "POST" and form.validate():
        with form.refusals():
            await days.set_days(
                order_until_on=form.kit_order_until_on.data,
                last_sent_on=form.kit_last_sent_on.data,
                actor=request.state.person,
            )
            return redirect(request, "kit_catalogue")
    return await render_form(request, "kits/days.html", form, edition=edition)


def table_file(name: str, lines: AsyncIterator[str]) -> Response:
    """A table for a spreadsheet, called `name`."""
    return StreamingResponse(
        lines,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": PRIVATE},
    )


async def _kit(request: Request) -> Kit:
    kit = await stock.kit_of(request.path_params["id"], actor=request.state.person)
    require(rights.may_edit_catalogue(request.state.person))
    return kit


ROUTES = (
    Route("/team/pakketten/voorraad", kit_catalogue, name="kit_catalogue"),
    Route("/team/pakketten/voorraad.csv", kit_catalogue_table, name="kit_catalogue_table"),
    Route("/team/pakketten/voorraad/begin", begin_catalogue, name="begin_catalogue", methods=["POST"]),
    Route("/team/pakketten/voorraad/nieuw", new_kit, name="new_kit", methods=["GET", "POST"]),
    Route("/team/pakketten/voorraad/dagen", kit_days, name="kit_days", methods=["GET", "POST"]),
    Route("/team/pakketten/voorraad/{id:row}/wijzigen", edit_kit, name="edit_kit", methods=["GET", "POST"]),
    Route("/team/pakketten/voorraad/{id:row}/plek", move_kit, name="move_kit", methods=["POST"]),
)
