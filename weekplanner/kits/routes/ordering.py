"""The page where an organiser orders kits, and downloads the digital ones."""

import asyncio
from collections.abc import Sequence
from typing import Any

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core import tokens
from weekplanner.core.errors import NotFound
from weekplanner.editions import queries as editions
from weekplanner.events.forms import parsing
from weekplanner.events.models import Activity
from weekplanner.geo import doubts
from weekplanner.kits import files
from weekplanner.kits.forms.ordering import OrderForm, begin_with, form_for
from weekplanner.kits.models.catalogue import Kit
from weekplanner.kits.operations import ordering
from weekplanner.kits.pages.ordering import Counter, Offer, above_limits, destination_for
from weekplanner.kits.queries import mine
from weekplanner.kits.queries.limits import Room
from weekplanner.kits.words import STATES
from weekplanner.web.pages import PRIVATE, redirect, render_form

ACTIVITY_KEY, AGAIN_KEY, PLACED_KEY = "activiteit", "opnieuw", "besteld"
LOOK = "look"
"""The button that shows the limits of another activity, and orders nothing."""


@access.for_organisation
async def my_kits(request: Request) -> Response:
    """Order for an activity, download, and see what was ordered."""
    counter, posted = await _counter(request.state.person), await request.form()
    activity = counter.chosen(_asked_activity(request, posted))
    kits = counter.catalogue.in_parcels
    offers = await _offers(kits, activity)
    form = form_for(OrderForm, kits)(posted, data=_to_begin_with(request, counter, activity))
    form.offer(counter.activities)
    form.explain({offer.kit.id: offer.explanation for offer in offers})
    key = form.request_key.data or ""
    if request.method == "POST" and LOOK not in posted and form.is_as_shown:
        if before := await ordering.ordered_with(key):
            return redirect(request, "my_kit_order", id=before.id, query={PLACED_KEY: 1})
        if form.validate() and not form.ask_why(above_limits(offers, form.quantities())):
            with form.refusals():
                values = form.values()
                await doubts.ask_about(*values.address.area, is_right=form.is_right.data)
                order = await ordering.place_order(
                    form.activity_id, values, request_key=key, actor=request.state.person
                )
                return redirect(request, "my_kit_order", id=order.id, query={PLACED_KEY: 1})
    is_another = request.method == "POST" and not form.is_as_shown
    form.shown_for.data = form.activity.data
    return await render_form(
        request,
        "kits/my_kits.html",
        form,
        counter=counter,
        activity=activity,
        offers=offers,
        states=STATES,
        is_another=is_another,
        is_again=AGAIN_KEY in request.query_params and counter.before is not None,
    )


async def _counter(person: Person) -> Counter:
    """What there is to choose from, for who acts for an organisation."""
    edition, catalogue = await editions.current(), await mine.catalogue()
    if edition is None or person.organisation_id is None:
        return Counter(edition, catalogue)
    own = await mine.activities_to_order_for(person.organisation_id, edition=edition, actor=person)
    return Counter(
        edition,
        catalogue,
        tuple(own),
        tuple(await mine.orders_of(person.organisation_id, actor=person)),
        await mine.order_before(person.organisation_id, actor=person),
    )


async def _offers(kits: Sequence[Kit], activity: Activity | None) -> list[Offer]:
    room = await mine.room_of(activity, kits) if activity else {}
    return [Offer(kit, room.get(kit.id, Room(None, None))) for kit in kits]


def _asked_activity(request: Request, posted: FormData) -> int | None:
    asked = posted.get("activity") or request.query_params.get(ACTIVITY_KEY) or ""
    return parsing.whole_number(asked) if isinstance(asked, str) else None


def _to_begin_with(request: Request, counter: Counter, activity: Activity | None) -> dict[str, Any]:
    """Any: values of fields."""
    person: Person = request.state.person
    again = counter.before if AGAIN_KEY in request.query_params else None
    return {
        "request_key": tokens.random_token(),
        "activity": str(activity.id) if activity else "",
        "kits": begin_with(
            {kit.id: 0 for kit in counter.catalogue.in_parcels} | (again.quantities if again else {})
        ),
        "email": person.email,
        **destination_for(activity, counter, person, again=again).columns(),
    }


@access.signed_in
async def kit_file(request: Request) -> Response:
    """The file of a digital kit."""
    kit = await mine.file_of(request.path_params["id"], actor=request.state.person)
    path = files.path_of(kit)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound
    return FileResponse(
        path,
        filename=kit.file_name,
        headers={"Cache-Control": PRIVATE, "X-Content-Type-Options": "nosniff"},
    )


ROUTES = (
    Route("/mijn/pakketten", my_kits, name="my_kits", methods=["GET", "POST"]),
    Route("/mijn/pakketten/bestand/{id:row}", kit_file, name="kit_file"),
)
