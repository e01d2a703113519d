"""Every page of the kits, for `wiring`."""

from starlette.routing import Route

from weekplanner.kits.routes import catalogue, illustrating, ordering, orders, printing, recalling, stock

ROUTES: tuple[Route, ...] = (
    *ordering.ROUTES,
    *orders.ROUTES,
    *catalogue.ROUTES,
    *illustrating.ROUTES,
    *stock.ROUTES,
    *recalling.ROUTES,
    *printing.ROUTES,
)
PUBLIC_ROUTES: tuple[Route, ...] = illustrating.PUBLIC_ROUTES
