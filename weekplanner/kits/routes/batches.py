"""The pages of batches: which there are, and how far the parcels of one are."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts.people import Person
from weekplanner.core.errors import UnknownValue
from weekplanner.events.forms.parsing import whole_number
from weekplanner.kits.forms.desk import ChosenForm
from weekplanner.kits.models.parcels import ShipmentState
from weekplanner.kits.operations import shipping
from weekplanner.kits.pages import desk as pages
from weekplanner.kits.pages import parcels as parcel_pages
from weekplanner.kits.queries import batches as queries
from weekplanner.kits.words import PARCELS
from weekplanner.web.pages import redirect, render, render_form
from weekplanner.web.paging import Paging, page_number

STATE_KEY, PAGE_KEY, DONE_KEY = "stand", "pagina", "gedaan"
SHIP, DELIVER, ALL = "ship", "deliver", "all"
"""The buttons; the last says that it is about all that are ready for it."""


async def kit_batches(request: Request) -> Response:
    """Every batch, the latest first."""
    number = page_number(request.query_params.get(PAGE_KEY))
    offset = (number - 1) * queries.PAGE
    found, total = await queries.batch_list(offset=offset, actor=request.state.person)
    paging = Paging(number, queries.PAGE, total)
    return await render(request, "kits/batches.html", batches=found, paging=paging, states=PARCELS)


async def kit_batch(request: Request) -> Response:
    """One batch: what to print, and how far its parcels are."""
    return await _page(request, ChosenForm())


async def batch_step(request: Request) -> Response:
    """Parcels of a batch went with the carrier, or arrived: those that were ticked, or all."""
    posted = await request.form()
    form, person, batch_id = ChosenForm(posted), request.state.person, request.path_params["id"]
    step = shipping.deliver if DELIVER in posted else shipping.ship
    ready = ShipmentState.SHIPPED if DELIVER in posted else ShipmentState.PACKED
    with form.refusals():
        ids = form.ids()
        if ALL in (posted.get(SHIP), posted.get(DELIVER)):
            ids = await queries.ids_in_state(batch_id, ready, most=shipping.MOST_AT_ONCE, actor=person)
        done = await step(ids, actor=person)
        query = {STATE_KEY: request.query_params.get(STATE_KEY) or None, DONE_KEY: f"{len(done)}"}
        return redirect(
            request, "kit_batch", id=batch_id, query={key: value for key, value in query.items() if value}
        )
    return await _page(request, form)


async def _page(request: Request, form: ChosenForm) -> Response:
    person: Person = request.state.person
    batch = await queries.batch(request.path_params["id"], actor=person)
    state, number = _state(request), page_number(request.query_params.get(PAGE_KEY))
    offset = (number - 1) * queries.PAGE
    parcels = await queries.parcels_of_batch(batch.batch.id, state=state, offset=offset, actor=person)
    total = batch.numbers[state] if state else batch.total
    done = whole_number(request.query_params.get(DONE_KEY, ""))
    return await render_form(
        request,
        "kits/batch.html",
        form,
        counted=batch,
        parcels=parcels,
        states=PARCELS,
        shown_state=state,
        contents_in_words=pages.contents_in_words,
        paging=Paging(number, queries.PAGE, total),
        done=None if done is None else parcel_pages.done_in_words(done),
    )


def _state(request: Request) -> ShipmentState | None:
    asked = request.query_params.get(STATE_KEY)
    if not asked:
        return None
    try:
        return ShipmentState(asked)
    except ValueError as error:
        raise UnknownValue from error


ROUTES = (
    Route("/team/pakketten/partijen", kit_batches, name="kit_batches"),
    Route("/team/pakketten/partijen/{id:row}", kit_batch, name="kit_batch"),
    Route("/team/pakketten/partijen/{id:row}/stap", batch_step, name="batch_step", methods=["POST"]),
)
