"""Every page of the team about people, mail and what was done, for `wiring`."""

from starlette.routing import Route

from weekplanner.team.routes import audit_log, mail_log, mail_previews, organisations, roles

ROUTES: tuple[Route, ...] = (
    *mail_log.ROUTES,
    *mail_previews.ROUTES,
    *organisations.ROUTES,
    *roles.ROUTES,
    *audit_log.ROUTES,
)
