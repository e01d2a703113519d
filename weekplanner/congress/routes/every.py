"""Every page of the congresses, and who answers their personal links, for `wiring`."""

from starlette.routing import Route

from weekplanner.accounts.personal_pages import Handler
from weekplanner.congress.routes import personal

ROUTES: tuple[Route, ...] = ()
PERSONAL_LINKS: dict[str, Handler] = {**personal.PERSONAL_LINKS}
