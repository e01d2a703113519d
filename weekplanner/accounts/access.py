"""Doors for pages that are not for everyone, and where people go on after signing in.

A page behind a door finds a `Person` in `request.state.person`.
"""

import re
from collections.abc import Awaitable, Callable
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response

from weekplanner.accounts import rights
from weekplanner.accounts.models import PATH_LENGTH
from weekplanner.accounts.networks import is_this_machine, network_of
from weekplanner.accounts.people import Person
from weekplanner.core import links
from weekplanner.core.errors import NotFound
from weekplanner.web.pages import redirect, redirect_to
from weekplanner.web.security import SAFE_METHODS

Page = Callable[[Request], Awaitable[Response]]

RETURN_KEY = "terug"
# One slash, then no second one and no backslash, which browsers read as another host; ASCII only.
_OWN_PATH = re.compile(r"/(?!/)[!-\[\]-~]*")


def signed_in(page: Page) -> Page:
    """Let only people who signed in reach `page`; others sign in first, and come back to it."""

    @wraps(page)
    async def behind_door(request: Request) -> Response:
        if request.state.person is None:
            return redirect(request, "sign_in", query=_back_to(request))
        return await page(request)

    return behind_door


def for_organisation(page: Page) -> Page:
    """Like `signed_in`; somebody of several organisations first chooses for which one to act."""

    @wraps(page)
    async def behind_door(request: Request) -> Response:
        person: Person = request.state.person
        if person.organisation_ids and person.organisation_id is None:
            return redirect(request, "choose_organisation", query=_back_to(request))
        return await page(request)

    return signed_in(behind_door)


def for_team(page: Page) -> Page:
    """Like `signed_in`, for the team and coordinators; for others the page does not exist."""

    @wraps(page)
    async def behind_door(request: Request) -> Response:
        if not rights.may_see_team_desk(request.state.person):
            raise NotFound
        return await page(request)

    return signed_in(behind_door)


def network(request: Request) -> str:
    """From which network a request comes, for limits."""
    return network_of(request.client.host if request.client else None)


def network_of_reader(request: Request) -> str | None:
    """The same, for limits on what any reader may do; None where it would be that of all readers together.

    What comes from this machine comes through a proxy that WEEKPLANNER_TRUSTED_PROXIES does not name.
    """
    host = request.client.host if request.client else None
    return None if host is None or is_this_machine(host) else network_of(host)


def own_path(text: str) -> str:
    """`text` when it is a path of this site, else nothing: a link must not send people elsewhere."""
    return text if len(text) <= PATH_LENGTH and _OWN_PATH.fullmatch(text) else ""


def return_path(request: Request) -> str:
    """The page of this site that the address asks to go on to, if it does."""
    return own_path(request.query_params.get(RETURN_KEY, ""))


def start_page(person: Person) -> str:
    """Where somebody who signed in begins."""
    return links.path("team_start" if rights.may_see_team_desk(person) else "my_start")


def go_on(request: Request, person: Person, path: str) -> Response:
    """After signing in: to the page that was asked for, else to the start.

    Somebody of several organisations chooses one first, unless they came for the team desk.
    """
    must_choose = person.organisation_ids and person.organisation_id is None
    if must_choose and (path or start_page(person)) != links.path("team_start"):
        return redirect(request, "choose_organisation", query={RETURN_KEY: path} if path else None)
    return redirect_to(path or start_page(person))


def _back_to(request: Request) -> dict[str, object] | None:
    """The page that was asked for; what was posted is gone, so after a POST the start page will do."""
    if request.method not in SAFE_METHODS:
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    path = own_path(request.url.path + query)
    return {RETURN_KEY: path} if path else None
