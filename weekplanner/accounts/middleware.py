"""Who makes a request: read from the session's cookie, on the pages that need to know."""

from collections.abc import Awaitable, Callable

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from weekplanner.accounts.operations import sessions
from weekplanner.accounts.operations.sessions import SESSION_LIFETIME, NewSession
from weekplanner.accounts.people import Person
from weekplanner.accounts.queries import people
from weekplanner.core import clock, settings

PREFIXES = ("/mijn", "/team", "/inloggen", "/uitloggen")
"""Residents' pages are the same for everyone: they never read the session."""

Telephones = Callable[[HTTPConnection], Awaitable[Person | None]]
"""Which telephone at a door makes a request, if one does: they have no account, and a cookie of their own."""

_telephones: list[Telephones] = []


def wire(telephones: Telephones) -> None:
    """Set how telephones at doors are known: a package above gives them their cookie."""
    _telephones[:] = [telephones]


async def telephone_of(connection: HTTPConnection) -> Person | None:
    """Which telephone at a door makes a request, as it is now."""
    return await _telephones[0](connection) if _telephones else None


class PersonMiddleware:
    """Sets `request.state.person`, and `request.state.session_id`, to who is signed in or None."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the session; a day's first visit is noted."""
        if scope["type"] == "http" and is_personal(scope["path"]):
            visit = await visit_of(HTTPConnection(scope))
            state = scope.setdefault("state", {})
            state["person"] = visit.person if visit else None
            state["session_id"] = visit.session_id if visit else None
        await self.app(scope, receive, send)


def is_personal(path: str) -> bool:
    """Whether the page at `path` depends on who asks."""
    return path in PREFIXES or path.startswith(tuple(f"{prefix}/" for prefix in PREFIXES))


async def visit_of(connection: HTTPConnection) -> people.Visit | None:
    """Who makes a request, as they are now."""
    token = session_token(connection)
    visit = await people.visit(token) if token else None
    if visit and clock.local(visit.last_seen_at).date() < clock.today():
        await sessions.note_visit(visit)
    return visit


def session_token(connection: HTTPConnection) -> str | None:
    """The value of the session's cookie."""
    return connection.cookies.get(cookie_name())


def set_session(response: Response, session: NewSession) -> None:
    """Give the browser its cookie; the prefix binds it to this host and to TLS (RFC 6265bis §4.1.3.2)."""
    response.set_cookie(
        cookie_name(),
        session.token,
        max_age=int(SESSION_LIFETIME.total_seconds()),
        path="/",
        secure=settings.current().is_https,
        httponly=True,
        samesite="lax",
    )


def forget_session(response: Response) -> None:
    """Let the browser throw its cookie away."""
    response.delete_cookie(
        cookie_name(), path="/", secure=settings.current().is_https, httponly=True, samesite="lax"
    )


def cookie_name() -> str:
    # Browsers refuse the prefix without TLS, which only a site on this machine does without.
    return "__Host-session" if settings.current().is_https else "session"
