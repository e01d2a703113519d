"""Every page for residents that stands here, for `wiring`."""

from starlette.routing import Route

from weekplanner.finding.routes import (
    about,
    activity,
    agenda,
    congress,
    indexes,
    inspiration,
    municipality,
    oembed,
    organisation,
    pictures,
    province,
    subscribing,
    widget,
)
from weekplanner.finding.routes import map as map_routes

RESIDENT_ROUTES: tuple[Route, ...] = (
    *agenda.ROUTES,
    *map_routes.ROUTES,
    *activity.ROUTES,
    *organisation.ROUTES,
    *municipality.ROUTES,
    *province.ROUTES,
    *inspiration.ROUTES,
    *congress.ROUTES,
    *subscribing.ROUTES,
    *about.ROUTES,
    *widget.ROUTES,
    *oembed.ROUTES,
)
MACHINE_ROUTES: tuple[Route, ...] = (*pictures.ROUTES, *indexes.ROUTES)
