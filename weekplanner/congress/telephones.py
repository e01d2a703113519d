"""The cookie of a telephone at a door: it says who stands there, without an account."""

from starlette.requests import HTTPConnection
from starlette.responses import Response

from weekplanner.accounts.people import Person
from weekplanner.congress.operations.entrance import SignedInDoor
from weekplanner.congress.queries import entrance
from weekplanner.core import clock, settings


async def telephone_of(connection: HTTPConnection) -> Person | None:
    """Which telephone makes a request, as it is now: once it is shut out, none."""
    token = connection.cookies.get(cookie_name())
    return await entrance.door_of(token) if token else None


def has_cookie(connection: HTTPConnection) -> bool:
    """Whether it was let in once, be it that it may not any more."""
    return cookie_name() in connection.cookies


def remember(response: Response, door: SignedInDoor) -> None:
    """Give a telephone its cookie, bound to this host and to TLS (RFC 6265bis §4.1.3.2)."""
    response.set_cookie(
        cookie_name(),
        door.token,
        max_age=int((door.device.valid_until - clock.now()).total_seconds()),
        path="/",
        secure=settings.current().is_https,
        httponly=True,
        samesite="lax",
    )


def forget(response: Response) -> None:
    """Let a telephone throw away its cookie, and the list of names that it holds."""
    response.delete_cookie(
        cookie_name(), path="/", secure=settings.current().is_https, httponly=True, samesite="lax"
    )
    response.headers["Clear-Site-Data"] = '"storage"'


def cookie_name() -> str:
    # Browsers refuse the prefix without TLS, which only a site on this machine does without.
    return "__Host-door" if settings.current().is_https else "door"
