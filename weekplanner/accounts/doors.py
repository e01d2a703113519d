"""Doors in front of pages that are not for everyone: the table of rights decides who comes in.

Every such page has a row in the table of `weekplanner.doors`; a page without one cannot be wired. What a
page shows and does is decided once more, for the very thing it is about, by its query and its operation.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import wraps

from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Message, Receive

from weekplanner.accounts import access, middleware
from weekplanner.accounts.access import Page
from weekplanner.accounts.people import Person
from weekplanner.accounts.standing import Right, Who
from weekplanner.core.errors import NotFound
from weekplanner.web.pages import redirect
from weekplanner.web.security import SAFE_METHODS


class _SessionEnded(Exception):
    """Somebody was signed out while what they post came in."""


@dataclass(frozen=True)
class Door:
    """Which rights a page asks for: to see the thing it is about, and to do what it is for.

    Without the first it does not exist (404); with the first alone it may not be used (403).
    """

    sees: Right
    acts: tuple[Right, ...]
    """Any of them."""
    helps: Right | None = None
    """Another right to do it, to an activity that is being filled in."""

    @property
    def is_open(self) -> bool:
        """Whether one comes in without signing in."""
        return any(Who.ANYONE in right.who for right in self.acts)

    @property
    def is_for_telephones(self) -> bool:
        """Whether telephones come in, which have no account: the page itself looks who it is."""
        return any(Who.DOOR in right.who for right in self.acts)


def door(*acts: Right, sees: Right | None = None, helps: Right | None = None) -> Door:
    """A door; what is not seen by others than who may do it has one right."""
    return Door(sees or acts[0], acts, helps)


def behind(route: Route, doors: Mapping[str, Door]) -> Route:
    """The same route, behind its door; raises KeyError with the name of a page that has none."""
    its = doors[route.name]
    is_unguarded = its.is_open or its.is_for_telephones
    page = route.endpoint if is_unguarded else _guarded(route.endpoint, its)
    return Route(
        route.path,
        _looking_again(page),
        methods=sorted(route.methods or ()),
        name=route.name,
        max_body_size=_own_limit(route),
    )


def _own_limit(route: Route) -> int | None:
    """How large a body a page takes that has files uploaded to it."""
    return route.app.max_body_size if isinstance(route.app, RequestBodyLimitMiddleware) else None


def _guarded(page: Page, its: Door) -> Page:
    @wraps(page)
    async def guarded(request: Request) -> Response:
        person: Person = request.state.person
        if not its.sees.may_ever(person):  # whether it may be done to this thing, its operation says
            raise NotFound
        return await page(request)

    return _without_telephones(access.signed_in(guarded))


def _without_telephones(page: Page) -> Page:
    """For a telephone at a door there is nothing but that door; asking it to sign in would lead it astray."""

    @wraps(page)
    async def for_people(request: Request) -> Response:
        if request.state.person is None and await middleware.telephone_of(request) is not None:
            raise NotFound
        return await page(request)

    return for_people


def _looking_again(page: Page) -> Page:
    """Look who it is once more when a posted body has come in.

    Who posts decides how long that takes: without it, somebody whose rights end could keep them as long as
    a request stays open.
    """

    @wraps(page)
    async def looking(request: Request) -> Response:
        person: Person | None = request.state.person
        if person is None or request.method in SAFE_METHODS:
            return await page(request)
        try:
            return await page(Request(request.scope, _received(request, person)))
        except _SessionEnded:
            return redirect(request, "sign_in")

    return looking


def _received(request: Request, earlier: Person) -> Receive:
    async def receive() -> Message:
        message = await request.receive()
        if message["type"] == "http.request" and not message.get("more_body", False):
            visit = await middleware.visit_of(request)
            if visit is None:
                raise _SessionEnded
            if not visit.person.has_all_of(earlier):
                raise NotFound
        return message

    return receive
