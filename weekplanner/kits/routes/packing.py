"""Packing: a code is scanned or typed, what belongs in the parcel is ticked, and it is closed."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core import links
from weekplanner.core.errors import NotFound
from weekplanner.core.texts import gettext as _
from weekplanner.events.forms.parsing import whole_number
from weekplanner.kits.forms.desk import VersionForm
from weekplanner.kits.forms.parcels import PackForm
from weekplanner.kits.models.parcels import ShipmentState
from weekplanner.kits.operations import parcels
from weekplanner.kits.queries import batches as queries
from weekplanner.kits.queries.batches import Parcel
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, redirect_to, render_form
from weekplanner.web.security import permissions_policy

PACKED_KEY, LABEL_KEY = "ingepakt", "etiket"
"""The parcel that was packed just now; the version of the label that was scanned."""


async def pack(request: Request) -> Response:
    """A field for the code; with one that is right the parcel is on one's table."""
    form, person = PackForm(await request.form()), request.state.person
    if request.method != "POST" or not form.validate():
        return await _scan_page(request, form)
    found = form.parcel()
    if found is None:
        return await _of_an_order(request, form)
    return await _take(request, form, *found, actor=person)


async def pack_parcel(request: Request) -> Response:
    """What belongs in it; the button says that all of it is in."""
    parcel, person = await _parcel(request), request.state.person
    form = VersionForm(await request.form(), data={"version": str(parcel.shipment.version)})
    if request.method == "POST":
        with form.refusals():
            done = await parcels.pack(parcel.shipment.id, version=form.version_number, actor=person)
            return redirect(request, "pack", query={PACKED_KEY: done.id})
        parcel = await _parcel(request)
        form.version.data = str(parcel.shipment.version)
    scanned = whole_number(request.query_params.get(LABEL_KEY, ""))
    is_outdated = scanned is not None and scanned < parcel.shipment.version
    return await render_form(
        request,
        "kits/pack_parcel.html",
        form,
        parcel=parcel,
        is_outdated=is_outdated or parcel.shipment.has_outdated_label,
        can_be_packed=parcel.shipment.state is ShipmentState.PREPARED,
    )


async def _take(
    request: Request, form: PackForm, shipment_id: int, label_version: int | None, *, actor: Person
) -> Response:
    try:
        with form.refusals():
            await parcels.begin_packing(shipment_id, actor=actor)
            query = {LABEL_KEY: label_version} if label_version else {}
            return redirect_to(links.path("pack_parcel", id=shipment_id, query=query))
    except NotFound:
        form.add_error("code", _("Deze doos kennen wij niet. Kijk nog eens op het etiket"))
    return await _scan_page(request, form, about=shipment_id)


async def _of_an_order(request: Request, form: PackForm) -> Response:
    """The number of an order leads to its parcels; to pack at once when it is one."""
    person: Person = request.state.person
    order_id = form.order_id()
    if order_id is None:
        form.add_error("code", _("Deze code klopt niet. Kijk of u elk cijfer en de letter heeft"))
        return await _scan_page(request, form)
    its_parcels = await queries.parcels_of_order(order_id, actor=person)
    to_pack = [each for each in its_parcels if each.shipment.state is ShipmentState.PREPARED]
    if len(to_pack) == 1:
        return await _take(request, form, to_pack[0].shipment.id, None, actor=person)
    if not to_pack:
        form.add_error("code", _("Van deze bestelling is geen doos die ingepakt moet worden"))
    return await _scan_page(request, form, choices=to_pack)


async def _scan_page(
    request: Request, form: Form, *, about: int | None = None, choices: list[Parcel] | None = None
) -> Response:
    person: Person = request.state.person
    packed = whole_number(request.query_params.get(PACKED_KEY, ""))
    response = await render_form(
        request,
        "kits/pack.html",
        form,
        packed=await _known(packed, actor=person),
        about=await _known(about, actor=person),
        choices=choices or [],
        left=await queries.number_of_parcels(ShipmentState.PREPARED, actor=person),
    )
    response.headers["Permissions-Policy"] = permissions_policy(camera=True)
    return response


async def _known(shipment_id: int | None, *, actor: Person) -> Parcel | None:
    try:
        return await queries.parcel(shipment_id, actor=actor) if shipment_id else None
    except NotFound:
        return None


async def _parcel(request: Request) -> Parcel:
    return await queries.parcel(request.path_params["id"], actor=request.state.person)


ROUTES = (
    Route("/team/pakketten/inpakken", pack, name="pack", methods=["GET", "POST"]),
    Route("/team/pakketten/inpakken/{id:row}", pack_parcel, name="pack_parcel", methods=["GET", "POST"]),
)
