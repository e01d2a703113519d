"""Every page of the sign-ups, and who answers their personal links, for `wiring`."""

from starlette.routing import Route

from weekplanner.accounts.personal_pages import Handler
from weekplanner.signups.routes import guests, lists, personal, writing

ROUTES: tuple[Route, ...] = (*guests.ROUTES, *lists.ROUTES, *writing.ROUTES)
PERSONAL_LINKS: dict[str, Handler] = personal.PERSONAL_LINKS
