"""What the script of the page at the door asks and sends, and the worker that keeps that page."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from weekplanner.congress.forms.entrance import MOST_BYTES, noted_in
from weekplanner.congress.operations.letting_in import Noted, let_in_many
from weekplanner.congress.pages.doors import Doorkeeper, for_script
from weekplanner.congress.pages.verdicts import changes_as_json, result_as_json
from weekplanner.congress.queries import entrance as queries
from weekplanner.congress.queries.entrance import Stand
from weekplanner.core import links
from weekplanner.core.errors import UnknownValue
from weekplanner.core.resources import directory
from weekplanner.events.forms.parsing import whole_number
from weekplanner.web.pages import PRIVATE

LIST_KEY, LAST_KEY = "lijst", "na"
"""The stand of the list that the telephone has: its version, and the last entrance it knows."""
_WORKER = Path(directory("static")) / "js" / "door-worker.js"


@for_script
async def door_list(request: Request, keeper: Doorkeeper) -> Response:
    """Who is expected and who is inside, or only what is new of that."""
    last = whole_number(request.query_params.get(LAST_KEY, ""))
    known = Stand(request.query_params.get(LIST_KEY, "") if last is not None else "", last or 0)
    changes = await queries.changes_since(keeper.congress, known, actor=keeper.actor)
    return _json(changes_as_json(changes))


@for_script
async def door_entrances(request: Request, keeper: Doorkeeper) -> Response:
    """Write down who came in, as the telephone noted it; an answer to each, in its order."""
    try:
        sent = noted_in(await request.body())
    except UnknownValue as problem:
        return _json({"is_in": True, "said": problem.message}, status=400)
    read: list[Noted] = [each for each in sent if each is not None]
    outcomes = iter(await let_in_many(keeper.congress.id, read, actor=keeper.actor))
    results = [result_as_json(each.key if each else "", next(outcomes) if each else None) for each in sent]
    return _json({"results": results})


async def door_worker(request: Request) -> Response:
    """The worker that shows the page without network; it may do so for that page and nothing else."""
    scope = links.path("check_in", slug=request.path_params["slug"])
    headers = {"Cache-Control": "no-cache", "Service-Worker-Allowed": scope}
    return FileResponse(_WORKER, media_type="text/javascript", headers=headers)


def _json(values: dict[str, object], *, status: int = 200) -> Response:
    return JSONResponse(values, status, headers={"Cache-Control": PRIVATE})


_PATH = "/team/congres/{slug}/inchecken"

ROUTES = (
    Route(f"{_PATH}/lijst.json", door_list, name="door_list"),
    Route(
        f"{_PATH}/binnen.json",
        door_entrances,
        name="door_entrances",
        methods=["POST"],
        max_body_size=MOST_BYTES,
    ),
    Route(f"{_PATH}/werker.js", door_worker, name="door_worker"),
)
