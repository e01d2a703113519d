"""The pages of an organiser about one order: how far it is, changing and cancelling it."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core import clock
from weekplanner.core.errors import require
from weekplanner.editions.models import Edition
from weekplanner.events.forms.steps import StepForm
from weekplanner.geo import doubts
from weekplanner.kits import rights
from weekplanner.kits.forms.ordering import ChangeOrderForm, begin_with, form_for
from weekplanner.kits.operations import ordering
from weekplanner.kits.pages import orders as pages
from weekplanner.kits.pages.ordering import Offer, above_limits
from weekplanner.kits.queries import limits, mine, orders
from weekplanner.kits.queries.orders import WholeOrder
from weekplanner.kits.values import Address
from weekplanner.kits.words import STATES, STEPS
from weekplanner.web.pages import redirect, render, render_form

PLACED_KEY = "besteld"
"""In the address right after ordering."""


@access.signed_in
async def my_kit_order(request: Request) -> Response:
    """One order: what is in it, where it goes, and how far it is."""
    person: Person = request.state.person
    whole = await orders.whole_order(request.path_params["id"], actor=person)
    return await render(
        request,
        "kits/my_order.html",
        whole=whole,
        states=STATES,
        steps=STEPS,
        tracks=pages.tracks_of(whole),
        is_placed_now=PLACED_KEY in request.query_params,
        waits_for=pages.waits_for(whole),
        is_partly_packed=bool(pages.packed(whole)),
        may_change=pages.can_change(whole) and rights.may_change_kit_order(person, whole.order),
        may_cancel=pages.can_change(whole) and rights.may_cancel_kit_order(person, whole.order),
    )


@access.signed_in
async def change_kit_order(request: Request) -> Response:
    """More or fewer kits, another address."""
    person: Person = request.state.person
    whole = await orders.whole_order(request.path_params["id"], actor=person)
    require(rights.may_change_kit_order(person, whole.order))
    if not pages.can_change(whole):
        return redirect(request, "my_kit_order", id=whole.order.id)
    offers = await _offers(whole)
    form = form_for(ChangeOrderForm, [offer.kit for offer in offers])(
        await request.form(), data=_stored(whole, offers, person)
    )
    form.explain({offer.kit.id: offer.explanation for offer in offers})
    if pages.is_fixed(whole):
        form.fix_address()
    if request.method == "POST" and form.validate() and not form.refuse_fewer(pages.packed(whole)):
        above = above_limits(offers, form.quantities())
        if not form.ask_why(above):
            with form.refusals():
                values = form.values_of(whole.order)
                if values.address.area != Address.of(whole.order).area:
                    await doubts.ask_about(*values.address.area, is_right=form.is_right.data)
                await ordering.change_order(whole.order.id, values, version=form.version_number, actor=person)
                return redirect(request, "my_kit_order", id=whole.order.id)
            whole = await orders.whole_order(whole.order.id, actor=person)
            form.go_on_from(whole.order)
    return await render_form(
        request,
        "kits/change_order.html",
        form,
        whole=whole,
        offers=offers,
        states=STATES,
        is_fixed="street" not in form,
        is_closed=any(offer.is_closed for offer in offers),
    )


@access.signed_in
async def cancel_kit_order(request: Request) -> Response:
    """Cancel what is not packed, after asking once more."""
    person: Person = request.state.person
    whole = await orders.whole_order(request.path_params["id"], actor=person)
    require(rights.may_cancel_kit_order(person, whole.order))
    form = StepForm(await request.form(), data={"version": str(whole.order.version)})
    if request.method == "POST":
        with form.refusals():
            await ordering.cancel_order(whole.order.id, version=form.version_number, actor=person)
            return redirect(request, "my_kit_order", id=whole.order.id)
        whole = await orders.whole_order(whole.order.id, actor=person)
        form.go_on_from(whole.order.version)
    elif not pages.can_change(whole):
        return redirect(request, "my_kit_order", id=whole.order.id)
    return await render_form(
        request,
        "kits/cancel_order.html",
        form,
        whole=whole,
        states=STATES,
        is_partly_packed=bool(pages.packed(whole)),
        may_cancel=pages.can_change(whole),
    )


async def _offers(whole: WholeOrder) -> list[Offer]:
    """What is in it, and what can be added."""
    there = pages.there(whole)
    catalogue = await mine.catalogue()
    known = {each.kit.id: each.kit for each in whole.contents if each.kit.id in there}
    kits = {**{kit.id: kit for kit in catalogue.in_parcels}, **known}
    room = await limits.used_by(whole.order, kits.values())
    edition = await Edition.get(id=whole.order.edition_id)
    is_closed = clock.today() > edition.kit_order_until_on
    offers = [Offer(kit, room[kit.id], there.get(kit.id, 0), is_closed) for kit in kits.values()]
    in_order = sorted(offers, key=lambda offer: (offer.kit.position, offer.kit.id))
    return [offer for offer in in_order if offer.has or not is_closed]


def _stored(whole: WholeOrder, offers: Sequence[Offer], person: Person) -> dict[str, Any]:
    """What the form begins with; Any: values of its fields."""
    order = whole.order
    return {
        "version": str(order.version),
        "kits": begin_with({offer.kit.id: offer.has for offer in offers}),
        "wish": order.wish,
        "email": order.email or person.email,
        **Address.of(order).columns(),
    }


_BOTH = ["GET", "POST"]
ROUTES = (
    Route("/mijn/pakketten/{id:row}", my_kit_order, name="my_kit_order"),
    Route("/mijn/pakketten/{id:row}/wijzigen", change_kit_order, name="change_kit_order", methods=_BOTH),
    Route("/mijn/pakketten/{id:row}/annuleren", cancel_kit_order, name="cancel_kit_order", methods=_BOTH),
)
