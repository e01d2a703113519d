"""One parcel for the team: what is in it, where it is, and what can be done with it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.queries.audit import audit_records
from weekplanner.core.texts import gettext as _
from weekplanner.kits.forms.desk import VersionForm
from weekplanner.kits.forms.parcels import (
    WHOLE,
    AgainForm,
    JoinForm,
    SplitForm,
    TakeBackForm,
    TrackForm,
    line_fields,
    quantities_of,
    with_lines,
)
from weekplanner.kits.models.parcels import ShipmentState
from weekplanner.kits.operations import exceptions, parcels, shipping
from weekplanner.kits.operations.shipping import Tracked
from weekplanner.kits.queries import batches as queries
from weekplanner.kits.queries.batches import Parcel
from weekplanner.kits.words import PARCELS
from weekplanner.web.forms import Form
from weekplanner.web.pages import redirect, render_form

SHIP, DELIVER, UNPACK = "ship", "deliver", "unpack"
"""The buttons."""


async def kit_parcel(request: Request) -> Response:
    """One parcel."""
    return await _page(request, VersionForm())


async def parcel_step(request: Request) -> Response:
    """It went with the carrier, it arrived, or it is opened again."""
    posted = await request.form()
    form, person, number = VersionForm(posted), request.state.person, request.path_params["id"]
    with form.refusals():
        if UNPACK in posted:
            await parcels.unpack(number, actor=person)
        elif DELIVER in posted:
            await shipping.deliver([number], actor=person)
        else:
            await shipping.ship([number], actor=person)
        return redirect(request, "kit_parcel", id=number)
    return await _page(request, form)


async def track_parcel(request: Request) -> Response:
    """Keep what the carrier calls it."""
    parcel, person = await _parcel(request), request.state.person
    form = TrackForm(await request.form())
    if form.validate():
        with form.refusals():
            tracked = Tracked(parcel.shipment.id, form.code.data)
            await shipping.track(form.carrier.data, [tracked], actor=person)
            return redirect(request, "kit_parcel", id=parcel.shipment.id)
    return await _page(request, form, tracking=form)


async def take_parcel_back(request: Request) -> Response:
    """It came back, whole or damaged."""
    parcel, form = await _parcel(request), TakeBackForm(await request.form())
    if request.method == "POST" and form.validate():
        with form.refusals():
            await shipping.take_back(
                parcel.shipment.id,
                form.reason.data,
                is_whole=form.condition.data == WHOLE,
                actor=request.state.person,
            )
            return redirect(request, "kit_parcel", id=parcel.shipment.id)
    return await render_form(request, "kits/take_back.html", form, parcel=parcel)


async def send_parcel_again(request: Request) -> Response:
    """What was damaged or lost goes once more."""
    parcel, person = await _parcel(request), request.state.person
    form = with_lines(AgainForm, parcel.inside, begins_full=True)(await request.form())
    form.reason.description = _("De organisator leest dit.")
    if request.method == "POST" and form.validate():
        with form.refusals():
            await exceptions.send_again(
                parcel.shipment.id, form.reason.data, quantities=quantities_of(form), actor=person
            )
            return redirect(request, "kit_order", id=parcel.order.id)
    return await _lines_page(request, "kits/send_again.html", form, parcel)


async def split_kit_parcel(request: Request) -> Response:
    """A part of it goes in a parcel of its own."""
    parcel, person = await _parcel(request), request.state.person
    shown = {"version": str(parcel.shipment.version)}
    form = with_lines(SplitForm, parcel.inside, begins_full=False)(await request.form(), data=shown)
    if request.method == "POST" and form.validate():
        with form.refusals():
            other = await parcels.split_parcel(
                parcel.shipment.id, quantities_of(form), version=form.version_number, actor=person
            )
            return redirect(request, "kit_parcel", id=other.id)
        parcel = await _parcel(request)
        form.version.data = str(parcel.shipment.version)
    return await _lines_page(request, "kits/split_parcel.html", form, parcel)


async def join_kit_parcel(request: Request) -> Response:
    """What is in another parcel to the same door is put into this one."""
    parcel, form = await _parcel(request), JoinForm(await request.form())
    if request.method == "POST" and form.validate():
        other_id = form.other_id()
        if other_id is None:
            form.add_error("code", _("Deze code klopt niet. Kijk nog eens op het etiket"))
        else:
            with form.refusals():
                await parcels.join_parcels(parcel.shipment.id, other_id, actor=request.state.person)
                return redirect(request, "kit_parcel", id=parcel.shipment.id)
    others = await queries.joinable(parcel, actor=request.state.person)
    return await render_form(request, "kits/join_parcel.html", form, parcel=parcel, others=others)


async def _parcel(request: Request) -> Parcel:
    return await queries.parcel(request.path_params["id"], actor=request.state.person)


async def _lines_page(request: Request, template: str, form: Form, parcel: Parcel) -> Response:
    return await render_form(request, template, form, parcel=parcel, lines=line_fields(form))


async def _page(request: Request, form: Form, *, tracking: TrackForm | None = None) -> Response:
    parcel = await _parcel(request)
    shipment = parcel.shipment
    stored = {"carrier": shipment.carrier, "code": shipment.tracking_code} if shipment.carrier else {}
    is_gone = shipment.state in (ShipmentState.SHIPPED, ShipmentState.DELIVERED)
    return await render_form(
        request,
        "kits/parcel.html",
        form,
        parcel=parcel,
        tracking=tracking or TrackForm(data=stored),
        shown=PARCELS[shipment.state],
        is_gone=is_gone,
        history=await audit_records("shipment", str(shipment.id)),
    )


ROUTES = (
    Route("/team/pakketten/dozen/{id:row}", kit_parcel, name="kit_parcel"),
    Route("/team/pakketten/dozen/{id:row}/stap", parcel_step, name="parcel_step", methods=["POST"]),
    Route("/team/pakketten/dozen/{id:row}/code", track_parcel, name="track_parcel", methods=["POST"]),
    Route(
        "/team/pakketten/dozen/{id:row}/retour",
        take_parcel_back,
        name="take_parcel_back",
        methods=["GET", "POST"],
    ),
    Route(
        "/team/pakketten/dozen/{id:row}/opnieuw",
        send_parcel_again,
        name="send_parcel_again",
        methods=["GET", "POST"],
    ),
    Route(
        "/team/pakketten/dozen/{id:row}/splitsen",
        split_kit_parcel,
        name="split_kit_parcel",
        methods=["GET", "POST"],
    ),
    Route(
        "/team/pakketten/dozen/{id:row}/samen",
        join_kit_parcel,
        name="join_kit_parcel",
        methods=["GET", "POST"],
    ),
)
