"""Who stands at a door: somebody of the team, or a telephone; others do not come in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from weekplanner.accounts.people import Person
from weekplanner.congress import rights, telephones
from weekplanner.congress.forms.entrance import DoorCodeForm
from weekplanner.congress.models.congresses import Congress
from weekplanner.congress.operations.entrance import note_seen
from weekplanner.congress.queries import entrance
from weekplanner.core.errors import NotFound
from weekplanner.web.forms import Form
from weekplanner.web.pages import PRIVATE, render_form

CHALLENGE = 'Door realm="inchecken"'
"""A 401 says how one gets in (RFC 9110 §11.6.1): by the code that the page asks for."""


@dataclass(frozen=True)
class Doorkeeper:
    """Who lets people in to a congress."""

    congress: Congress
    actor: Person

    @property
    def is_telephone(self) -> bool:
        """Whether it is no person with an account."""
        return self.actor.door_device_id is not None


AtDoor = Callable[[Request, Doorkeeper], Awaitable[Response]]


def at_door(page: AtDoor) -> Callable[[Request], Awaitable[Response]]:
    """Let who stands at the door of this congress reach `page`; others are asked for the code of a door."""

    @wraps(page)
    async def behind_door(request: Request) -> Response:
        congress = await _asked_for(request)
        keeper = await doorkeeper(request, congress)
        if keeper is not None:
            return await page(request, keeper)
        return await sign_in_page(request, congress, DoorCodeForm(), status=401)

    return behind_door


def for_script(page: AtDoor) -> Callable[[Request], Awaitable[Response]]:
    """The same for what the script of the page asks: who may not is told so in JSON, and forgets its list."""

    @wraps(page)
    async def behind_door(request: Request) -> Response:
        try:
            keeper = await doorkeeper(request, await _asked_for(request))
        except NotFound:
            return _no_door(404)
        return _no_door(401) if keeper is None else await page(request, keeper)

    return behind_door


async def doorkeeper(request: Request, congress: Congress) -> Doorkeeper | None:
    """Who stands at the door; None for nobody. Raises NotFound for who is signed in for something else."""
    person: Person | None = request.state.person
    if person is not None and rights.may_check_in(person, congress):
        return Doorkeeper(congress, person)
    telephone = await telephones.telephone_of(request)
    if telephone is not None and rights.may_check_in(telephone, congress):
        assert telephone.door_device_id is not None
        await note_seen(telephone.door_device_id)
        return Doorkeeper(congress, telephone)
    if person is not None:
        raise NotFound
    return None


async def sign_in_page(request: Request, congress: Congress, form: Form, *, status: int) -> Response:
    """The field for the code of a door; a telephone that was shut out is told, and forgets what it knew."""
    is_shut_out = telephones.has_cookie(request) and await telephones.telephone_of(request) is None
    status = 401 if is_shut_out and status == 200 else status
    response = await render_form(
        request, "congress/door_sign_in.html", form, congress=congress, is_shut_out=is_shut_out
    )
    response.status_code = status
    if status == 401:
        response.headers["WWW-Authenticate"] = CHALLENGE
    if is_shut_out:
        telephones.forget(response)
    return response


async def _asked_for(request: Request) -> Congress:
    await request.body()  # first: how long that takes is up to who sends it, who may be shut out meanwhile
    return await entrance.with_doors(request.path_params["slug"])


def _no_door(status: int) -> Response:
    headers = {"Cache-Control": PRIVATE}
    if status == 401:
        headers["WWW-Authenticate"] = CHALLENGE
    return JSONResponse({"is_in": False}, status, headers=headers)
