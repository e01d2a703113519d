"""One order for the team: all that is known of it, and what can be decided about it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.audit import audit_records
from weekplanner.core.texts import gettext as _
from weekplanner.kits import rights
from weekplanner.kits.forms.desk import ReasonForm, VersionForm
from weekplanner.kits.operations import backorders, deciding, ordering
from weekplanner.kits.queries import batches, orders, waiting
from weekplanner.kits.queries.waiting import WaitingLine
from weekplanner.kits.words import PARCELS, STATES, STEPS
from weekplanner.web.pages import redirect, render_form


async def kit_order(request: Request) -> Response:
    """One order: what is in it, what happened, in which parcels it goes, and what is asked of the team."""
    return await _page(request, VersionForm())


async def approve_kit_order(request: Request) -> Response:
    """Approve what is placed of it."""
    form = VersionForm(await request.form())
    with form.refusals():
        await deciding.approve_orders([request.path_params["id"]], actor=request.state.person)
        return redirect(request, "kit_order", id=request.path_params["id"])
    return await _page(request, form)


async def cancel_order_for_team(request: Request) -> Response:
    """Cancel what is not packed of it; who ordered reads why."""
    person: Person = request.state.person
    whole = await orders.whole_order(request.path_params["id"], actor=person)
    form = ReasonForm(await request.form(), data={"version": str(whole.order.version)})
    if request.method == "POST" and form.validate():
        with form.refusals():
            await ordering.cancel_order(
                whole.order.id, version=form.version_number, reason=form.reason.data, actor=person
            )
            return redirect(request, "kit_order", id=whole.order.id)
        whole = await orders.whole_order(whole.order.id, actor=person)
        form.version.data = str(whole.order.version)
    return await render_form(
        request,
        "kits/team_cancel_order.html",
        form,
        order=whole.order,
        contents=whole.contents,
        states=STATES,
    )


async def grant_kit_line(request: Request) -> Response:
    """Let it have what is above a limit."""
    line = await _line(request)
    form = VersionForm(await request.form())
    with form.refusals():
        await deciding.grant(line.line.id, actor=request.state.person)
        return redirect(request, "kit_order", id=line.order.id)
    return await _page(request, form, order_id=line.order.id)


async def decline_kit_line(request: Request) -> Response:
    """Say no to what is above a limit, and why."""
    line = await _line(request)
    form = ReasonForm(await request.form())
    form.reason.description = _("De organisator leest dit in de mail.")
    if request.method == "POST" and form.validate():
        with form.refusals():
            await deciding.decline(line.line.id, form.reason.data, actor=request.state.person)
            return redirect(request, "kit_order", id=line.order.id)
    return await render_form(request, "kits/decline_line.html", form, waiting=line)


async def put_kit_line_first(request: Request) -> Response:
    """Let a back-order go before all others of its kit."""
    line = await _line(request)
    form = ReasonForm(await request.form())
    form.reason.description = _("Dit staat straks in het voorraadboek. Alleen het team leest het.")
    if request.method == "POST" and form.validate():
        with form.refusals():
            await backorders.put_first(line.line.id, form.reason.data, actor=request.state.person)
            return redirect(request, "kit_order", id=line.order.id)
    return await render_form(request, "kits/put_first.html", form, waiting=line)


async def _line(request: Request) -> WaitingLine:
    return await waiting.waiting_line(request.path_params["id"], actor=request.state.person)


async def _page(request: Request, form: VersionForm, *, order_id: int | None = None) -> Response:
    person: Person = request.state.person
    whole = await orders.whole_order(order_id or request.path_params["id"], actor=person)
    return await render_form(
        request,
        "kits/order.html",
        form,
        whole=whole,
        waiting=await waiting.waiting_lines(whole.order),
        parcels=await batches.parcels_of_order(whole.order.id, actor=person),
        history=await audit_records("kit_order", str(whole.order.id)),
        rights=rights,
        states=STATES,
        steps=STEPS,
        parcel_states=PARCELS,
    )


ROUTES = (
    Route("/team/pakketten/{id:row}", kit_order, name="kit_order"),
    Route(
        "/team/pakketten/{id:row}/goedkeuren", approve_kit_order, name="approve_kit_order", methods=["POST"]
    ),
    Route(
        "/team/pakketten/{id:row}/annuleren",
        cancel_order_for_team,
        name="cancel_order_for_team",
        methods=["GET", "POST"],
    ),
    Route(
        "/team/pakketten/regels/{id:row}/toekennen",
        grant_kit_line,
        name="grant_kit_line",
        methods=["POST"],
    ),
    Route(
        "/team/pakketten/regels/{id:row}/afwijzen",
        decline_kit_line,
        name="decline_kit_line",
        methods=["GET", "POST"],
    ),
    Route(
        "/team/pakketten/regels/{id:row}/voor",
        put_kit_line_first,
        name="put_kit_line_first",
        methods=["GET", "POST"],
    ),
)
