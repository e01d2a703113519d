"""What this site is and who runs it, what it keeps of people, and how well everyone can use it."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import links, settings, texts
from weekplanner.finding import keeping
from weekplanner.finding.answering import in_its_language
from weekplanner.web.pages import render

STATED_ON = date(2026, 11, 22)
"""When what the accessibility statement says was last looked at; it is looked at each year."""


@in_its_language
async def about(request: Request) -> Response:
    """What Kom erbij is, for whom, whose work is in it, and under which licences."""
    return await _page(request, "about", "finding/about.html")


@in_its_language
async def privacy(request: Request) -> Response:
    """What is kept of people, why and how long, and what they can do about it."""
    tile_url = settings.current().tile_url
    tile_host = urlsplit(tile_url).hostname if tile_url else None
    return await _page(request, "privacy", "finding/privacy.html", tile_host=tile_host)


@in_its_language
async def accessibility_statement(request: Request) -> Response:
    """How far everyone can use the site, after the model of the Dutch government."""
    name = "accessibility_statement"
    return await _page(request, name, "finding/accessibility.html", stated_on=STATED_ON)


async def _page(request: Request, name: str, template: str, **context: Any) -> Response:
    await keeping.keep(request)
    here = links.url(name, language=texts.language())
    return await render(request, template, canonical=here, **context)


ROUTES = (
    Route("/over", about, name="about"),
    Route("/privacy", privacy, name="privacy"),
    Route("/toegankelijkheid", accessibility_statement, name="accessibility_statement"),
)
