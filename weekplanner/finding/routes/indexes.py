"""What programs look for first: which pages there are, where they may look, and whom to tell of a leak."""

from datetime import time, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from weekplanner.accounts.middleware import PREFIXES
from weekplanner.core import clock, links, settings
from weekplanner.finding import keeping, site_map
from weekplanner.listing.selection import Scope
from weekplanner.web import kept
from weekplanner.web.pages import PUBLIC

NOT_FOR_ROBOTS = (*PREFIXES, "/p/", "/en/p/")
"""Personal pages. Never feeds: calendar services keep to this file too, and fetch for people."""

CONTACT_KEPT = timedelta(days=180)
"""Less than a year, so that nobody relies on a site that is no longer looked after (RFC 9116 §2.5.5)."""

SITEMAP_KEPT = timedelta(days=1)
"""In memory, as long as nothing changes."""

KEPT_DAY = "public, max-age=86400"
XML = "application/xml"


async def sitemap(request: Request) -> Response:
    """The sitemap index."""
    return _sitemap(request, await site_map.index())


async def sitemap_part(request: Request) -> Response:
    """One part of the sitemap."""
    return _sitemap(request, await site_map.part(request.path_params["part"]))


async def robots(request: Request) -> Response:  # noqa: ARG001 - a view
    """Where programs that follow every link may go (RFC 9309)."""
    lines = (
        "User-agent: *",
        *(f"Disallow: {prefix}" for prefix in NOT_FOR_ROBOTS),
        "Allow: /",
        "",
        f"Sitemap: {links.url('sitemap')}",
    )
    return _text(lines)


async def security_txt(request: Request) -> Response:  # noqa: ARG001 - a view
    """Whom to tell of a leak (RFC 9116)."""
    expires = clock.moment(clock.today() + CONTACT_KEPT, time())
    lines = (
        f"Contact: {settings.current().security_contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: nl, en",
        f"Canonical: {links.url('security_txt')}",
    )
    return _text(lines)


def _sitemap(request: Request, body: str) -> Response:
    """Kept until any page may read differently."""
    anchors = (*keeping.EVERYTHING, Scope.ACTIVITY, Scope.ORGANISATION, Scope.MUNICIPALITY, Scope.CONGRESS)
    kept.keep(request, anchors, until=clock.now() + SITEMAP_KEPT)
    return Response(body, media_type=XML, headers={"Cache-Control": PUBLIC})


def _text(lines: tuple[str, ...]) -> Response:
    return PlainTextResponse("".join(f"{line}\n" for line in lines), headers={"Cache-Control": KEPT_DAY})


ROUTES = (
    Route("/sitemap.xml", sitemap, name="sitemap"),
    Route("/sitemap-{part}.xml", sitemap_part, name="sitemap_part"),
    Route("/robots.txt", robots, name="robots"),
    Route("/.well-known/security.txt", security_txt, name="security_txt"),
)
