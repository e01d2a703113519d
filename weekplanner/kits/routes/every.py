"""Every page of the kits, for `wiring`."""

from starlette.routing import Route

from weekplanner.kits.routes import (
    batches,
    carriers,
    catalogue,
    desk,
    for_others,
    illustrating,
    order_desk,
    ordering,
    orders,
    packing,
    parcels,
    printing,
    recalling,
    stock,
)

ROUTES: tuple[Route, ...] = (
    *ordering.ROUTES,
    *orders.ROUTES,
    *catalogue.ROUTES,
    *illustrating.ROUTES,
    *stock.ROUTES,
    *recalling.ROUTES,
    *printing.ROUTES,
    *desk.ROUTES,
    *for_others.ROUTES,
    *order_desk.ROUTES,
    *batches.ROUTES,
    *parcels.ROUTES,
    *packing.ROUTES,
    *carriers.ROUTES,
)
PUBLIC_ROUTES: tuple[Route, ...] = illustrating.PUBLIC_ROUTES
