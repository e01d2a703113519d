"""Every page of people and organisations, and who answers their personal links, for `wiring`."""

from starlette.routing import Route

from weekplanner.accounts.personal_pages import Handler
from weekplanner.accounts.routes import colleagues, details, joining, organisation, signing_in

ROUTES: tuple[Route, ...] = (
    *organisation.ROUTES,
    *colleagues.ROUTES,
    *joining.ROUTES,
    *signing_in.ROUTES,
    *details.ROUTES,
)
PERSONAL_LINKS: dict[str, Handler] = {**joining.PERSONAL_LINKS}
