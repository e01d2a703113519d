"""How another site shows an address of ours, for the program that asks (oEmbed 1.0).

A municipality comes as the frame with its list, an activity as a link with its picture.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from starlette.datastructures import QueryParams
from starlette.routing import BaseRoute, Match, Route

from weekplanner.core import links, settings
from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.events.models import State
from weekplanner.events.pictures import PictureValues
from weekplanner.events.queries import activities as events
from weekplanner.finding import widget
from weekplanner.formats import images
from weekplanner.geo import queries as geo
from weekplanner.web.pages import environment

VERSION = "1.0"
PROVIDER = "Kom erbij"
JSON = "json"
KEPT_S = 3600
"""How long who asks may keep the answer; the list in the frame is always of now."""

USUAL_WIDTH, USUAL_HEIGHT = 600, 700
MOST_PIXELS = 10_000

_PIXELS = re.compile(r"[1-9][0-9]{0,8}")
_LANGUAGE = re.compile(r"/en(?=/)")


@dataclass(frozen=True)
class Room:
    """How much room there is, in pixels."""

    width: int = MOST_PIXELS
    height: int = MOST_PIXELS

    def holds(self, width: int, height: int) -> bool:
        """Whether something of this size fits."""
        return width <= self.width and height <= self.height


def read_room(parameters: Mapping[str, str]) -> Room:
    """How much room an address says there is; raises UnknownValue."""
    return Room(_pixels(parameters, "maxwidth"), _pixels(parameters, "maxheight"))


async def embedding(address: str, room: Room, routes: Iterable[BaseRoute]) -> dict[str, Any]:
    """What oEmbed says of an address of a site with these routes; raises NotFound and UnknownValue."""
    path, query = _ours(address)
    page, values = _page_at(path, routes)
    match page:
        case "activity":
            return await _activity(values["id"], room)
        case "municipality":
            return await _municipality(values["slug"], widget.Wanted(), room)
        case "widget_municipality":
            return await _municipality(values["slug"], widget.read(query), room)
        case _:
            raise NotFound


def _page_at(path: str, routes: Iterable[BaseRoute]) -> tuple[str, dict[str, Any]]:
    """The name of the page at a path, and the values in it; raises NotFound."""
    scope = {"type": "http", "method": "GET", "path": path, "headers": []}
    for route in routes:
        match, found = route.matches(scope)
        if match is Match.FULL and isinstance(route, Route):
            return route.name, found["path_params"]
    raise NotFound


def _ours(address: str) -> tuple[str, QueryParams]:
    """The path and query of an address of this site, in whichever language; raises NotFound."""
    try:
        parts = urlsplit(address)
        query = QueryParams(parse_qsl(parts.query, max_num_fields=100))
    except ValueError:
        raise NotFound from None
    if f"{parts.scheme}://{parts.netloc}" not in settings.current().origins:
        raise NotFound
    return _LANGUAGE.sub("", unquote(parts.path), count=1), query


async def _municipality(slug: str, wanted: widget.Wanted, room: Room) -> dict[str, Any]:
    municipality = await geo.municipality(slug)
    url, title = widget.url_of(municipality.slug, wanted), widget.title_of(municipality)
    width, height = min(USUAL_WIDTH, room.width), min(USUAL_HEIGHT, room.height)
    # The template says what a frame looks like, and escapes what is in it.
    macros: Any = environment().get_template("macros/embed.html").module
    html = str(macros.frame(url, title, width, height, fills=False))
    return {**_said("rich", title), "html": html, "width": width, "height": height}


async def _activity(activity_id: int, room: Room) -> dict[str, Any]:
    whole = await events.public_activity(activity_id)
    if whole.activity.state is State.WITHDRAWN:
        raise NotFound
    thumbnail = _thumbnail(whole.picture, room) if whole.picture else {}
    author = {"author_name": whole.activity.organisation.name}
    return {**_said("link", whole.values.title), **author, **thumbnail}


def _thumbnail(picture: PictureValues, room: Room) -> dict[str, Any]:
    """The widest file for which there is room, if any."""
    for width in sorted(images.widths(picture.width), reverse=True):
        height = round(picture.height * width / picture.width)
        if room.holds(width, height):
            url = links.url("picture", stem=picture.stem, width=width)
            return {"thumbnail_url": url, "thumbnail_width": width, "thumbnail_height": height}
    return {}


def _said(kind: str, title: str) -> dict[str, Any]:
    """What every answer says (oEmbed 1.0 §2.3.4)."""
    return {
        "version": VERSION,
        "type": kind,
        "title": title,
        "provider_name": PROVIDER,
        "provider_url": links.url("home"),
        "cache_age": KEPT_S,
    }


def _pixels(parameters: Mapping[str, str], key: str) -> int:
    text = parameters.get(key, "")
    if not text:
        return MOST_PIXELS
    if not _PIXELS.fullmatch(text):
        raise UnknownValue(_("‘%(key)s’ is een getal groter dan 0, in pixels.") % {"key": key})
    return min(int(text), MOST_PIXELS)
