"""The pages of the team about the stock, and the ledger that explains it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.kits.queries import stock
from weekplanner.kits.words import MOVEMENTS
from weekplanner.web.pages import render
from weekplanner.web.paging import Paging, page_number


async def team_kit(request: Request) -> Response:
    """One kit: how many there are, and every movement that led to it."""
    kit = await stock.kit_of(request.path_params["id"], actor=request.state.person)
    number = page_number(request.query_params.get("pagina"))
    movements, total = await stock.movements_of(kit, offset=(number - 1) * stock.PAGE)
    return await render(
        request,
        "kits/team_kit.html",
        kit=kit,
        movements=movements,
        words=MOVEMENTS,
        paging=Paging(number, stock.PAGE, total),
    )


ROUTES = (Route("/team/pakketten/voorraad/{id:row}", team_kit, name="team_kit"),)
