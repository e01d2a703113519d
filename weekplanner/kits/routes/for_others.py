"""What the team does outside the rules: ordering for somebody, another address, other quantities."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.models import Organisation
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries.organisations import organisations_called
from weekplanner.core import tokens
from weekplanner.geo import doubts
from weekplanner.kits.forms.address import AddressForm
from weekplanner.kits.forms.for_others import OrderForOthersForm
from weekplanner.kits.forms.ordering import ChangeOrderForm, begin_with, form_for
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import exceptions, ordering
from weekplanner.kits.pages import orders as pages
from weekplanner.kits.pages.desk import free_in_words
from weekplanner.kits.queries import mine, orders
from weekplanner.kits.queries.orders import WholeOrder
from weekplanner.kits.values import Address, OrderValues
from weekplanner.web.pages import redirect, render_form

FIND = "find"
"""The button that looks for an organisation, and orders nothing."""
MOST_FOUND = 10


async def new_kit_order(request: Request) -> Response:
    """Order on somebody's behalf, without an activity and outside the limits, but with a reason."""
    person: Person = request.state.person
    kits, posted = (await mine.catalogue()).in_parcels, await request.form()
    stored = {
        "request_key": tokens.random_token(),
        "kits": begin_with({kit.id: 0 for kit in kits}),
        "email": person.email,
    }
    form = form_for(OrderForOthersForm, kits)(posted, data=stored)
    form.explain({kit.id: free_in_words(kit) for kit in kits})
    found = await _organisations(form)
    form.offer(found)
    if request.method == "POST" and FIND not in posted and form.validate():
        organisation = form.chosen(found)
        if not form.all_errors:
            with form.refusals():
                await doubts.ask_about(*form.address().area, is_right=form.is_right.data)
                order = await exceptions.order_for(
                    form.values(),
                    form.reason.data,
                    organisation_id=organisation.id if organisation else None,
                    request_key=form.request_key.data or tokens.random_token(),
                    actor=person,
                )
                return redirect(request, "kit_order", id=order.id)
    return await render_form(request, "kits/new_order.html", form, kits=kits, found=found)


async def change_kit_address(request: Request) -> Response:
    """Let what is not on its way yet go elsewhere, also after it was approved or packed."""
    whole, person = await _whole(request), request.state.person
    form = AddressForm(await request.form(), data=Address.of(whole.order).columns())
    del form.email
    if request.method == "POST" and form.validate():
        with form.refusals():
            await doubts.ask_about(*form.address().area, is_right=form.is_right.data)
            await exceptions.change_address(whole.order.id, form.address(), actor=person)
            return redirect(request, "kit_order", id=whole.order.id)
    return await render_form(request, "kits/change_address.html", form, order=whole.order)


async def change_order_for_team(request: Request) -> Response:
    """Other quantities of what is not packed; what goes above a limit waits for a decision."""
    whole, person = await _whole(request), request.state.person
    kits, there = await _kits(whole), pages.there(whole)
    stored = {
        "version": str(whole.order.version),
        "email": whole.order.email,
        "kits": begin_with({kit.id: there.get(kit.id, 0) for kit in kits}),
    }
    form = form_for(ChangeOrderForm, kits)(await request.form(), data=stored)
    form.fix_address()
    del form.wish
    form.explain({kit.id: free_in_words(kit) for kit in kits})
    if request.method == "POST" and form.validate() and not form.refuse_fewer(pages.packed(whole)):
        with form.refusals():
            wanted = OrderValues(form.quantities(), Address.of(whole.order), form.email.data)
            await ordering.change_order(whole.order.id, wanted, version=form.version_number, actor=person)
            return redirect(request, "kit_order", id=whole.order.id)
        whole = await _whole(request)
        form.go_on_from(whole.order)
    return await render_form(request, "kits/change_quantities.html", form, order=whole.order, kits=kits)


async def _whole(request: Request) -> WholeOrder:
    return await orders.whole_order(request.path_params["id"], actor=request.state.person)


async def _kits(whole: WholeOrder) -> list[Kit]:
    """What is in it, and what can be added."""
    there = pages.there(whole)
    kits = {kit.id: kit for kit in (await mine.catalogue()).in_parcels}
    kits |= {each.kit.id: each.kit for each in whole.contents if each.kit.id in there}
    return sorted(kits.values(), key=lambda kit: (kit.position, kit.id))


async def _organisations(form: OrderForOthersForm) -> list[Organisation]:
    if not form.organisation.data:
        return []
    found, _number = await organisations_called(form.organisation.data, offset=0, limit=MOST_FOUND)
    return found


ROUTES = (
    Route("/team/pakketten/nieuw", new_kit_order, name="new_kit_order", methods=["GET", "POST"]),
    Route(
        "/team/pakketten/{id:row}/adres",
        change_kit_address,
        name="change_kit_address",
        methods=["GET", "POST"],
    ),
    Route(
        "/team/pakketten/{id:row}/wijzigen",
        change_order_for_team,
        name="change_order_for_team",
        methods=["GET", "POST"],
    ),
)
