"""Every page of the congresses, and who answers their personal links, for `wiring`."""

from starlette.routing import Route

from weekplanner.accounts.middleware import Telephones
from weekplanner.accounts.personal_pages import Handler
from weekplanner.congress.routes import (
    arranging,
    attendees,
    entrance,
    for_others,
    keeping,
    paper,
    parties,
    personal,
    programme,
    statistics,
    telephones,
    writing,
)
from weekplanner.congress.telephones import telephone_of

ROUTES: tuple[Route, ...] = (
    *arranging.ROUTES,
    *programme.ROUTES,
    *attendees.ROUTES,
    *for_others.ROUTES,
    *parties.ROUTES,
    *keeping.ROUTES,
    *writing.ROUTES,
    *paper.ROUTES,
    *statistics.ROUTES,
    *entrance.ROUTES,
    *telephones.ROUTES,
)
PERSONAL_LINKS: dict[str, Handler] = {**personal.PERSONAL_LINKS}
TELEPHONES: Telephones = telephone_of
"""How a telephone at a door is known."""
