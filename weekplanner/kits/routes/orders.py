"""The pages of an organiser about what was ordered."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.kits.queries import orders
from weekplanner.kits.words import STATES, STEPS
from weekplanner.web.pages import render


async def my_kit_order(request: Request) -> Response:
    """One order: what is in it, where it goes, and how far it is."""
    whole = await orders.whole_order(request.path_params["id"], actor=request.state.person)
    return await render(request, "kits/my_order.html", whole=whole, states=STATES, steps=STEPS)


ROUTES = (Route("/mijn/pakketten/{id:row}", my_kit_order, name="my_kit_order"),)
