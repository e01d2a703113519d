"""The page behind a personal link from mail: a GET shows, a POST acts."""

from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import personal_links
from weekplanner.accounts.personal_links import PersonalLink
from weekplanner.core.errors import NotFound
from weekplanner.web.pages import PRIVATE

Handler = Callable[[Request, PersonalLink], Awaitable[Response]]

_handlers: dict[str, Handler] = {}


def wire(handlers: Mapping[str, Handler]) -> None:
    """Say who answers for which purpose."""
    _handlers.clear()
    _handlers.update(handlers)


async def personal_link(request: Request) -> Response:
    """Hand over to who knows the purpose; what is shown is for one person, and is kept nowhere.

    The address is the right: the policy of every page keeps it from other sites. With `no-referrer` browsers
    would send `Origin: null` with the form, and those that send no Sec-Fetch-Site could not use it.
    """
    link = personal_links.read(request.path_params["token"])
    handler = _handlers.get(link.purpose)
    if handler is None:
        raise NotFound
    response = await handler(request, link)
    response.headers["Cache-Control"] = PRIVATE
    response.headers["X-Robots-Tag"] = "noindex"
    return response


ROUTES = (Route("/p/{token}", personal_link, methods=["GET", "POST"], name=personal_links.ROUTE),)
