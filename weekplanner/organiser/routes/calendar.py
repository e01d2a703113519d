"""The private calendar of an organiser, and the page where it is opened, renewed and ended."""

import gzip

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.accounts import access
from weekplanner.accounts.people import Person
from weekplanner.core import links
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.events.queries import agendas
from weekplanner.feeds.answers import Asked
from weekplanner.feeds.assembly import GZIP_LEVEL
from weekplanner.finding.following import Feed
from weekplanner.organiser import calendar, operations, queries
from weekplanner.organiser.models import PrivateFeed
from weekplanner.signups.queries import places
from weekplanner.web import conditional
from weekplanner.web.pages import redirect, render

_HEADERS = {
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Encoding",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Disposition": 'inline; filename="kom-erbij-mijn.ics"',
}
"""What standards §1.5 asks of a feed that is for one person."""


@access.signed_in
async def my_calendar(request: Request) -> Response:
    """The secret address, with buttons to get one, another one, or none."""
    person: Person = request.state.person
    if request.method == "POST":
        await _change(person, frozenset(await request.form()))
        return redirect(request, "my_calendar")
    feed = await queries.open_feed_of(person)
    return await render(request, "organiser/my_calendar.html", feed=Feed(_url(feed)) if feed else None)


async def _change(person: Person, pressed: frozenset[str]) -> None:
    if "renew" in pressed:
        await operations.renew_feed(actor=person)
    elif "close" in pressed:
        await operations.close_feed(actor=person)
    else:
        await operations.open_feed(actor=person)


async def private_feed(request: Request) -> Response:
    """The calendar behind the secret address; what has not changed since costs a few reads."""
    person = await queries.reader(request.path_params["token"])
    held = await _editions()
    asked = Asked.of(request.scope["headers"])
    marks = [*await agendas.marks(person, held), *await places.marks(person, held)]
    tag = calendar.entity_tag(marks, held, person)
    tags = (tag + b'-gz"', tag + b'"') if asked.is_for_gzip else (tag + b'"', tag + b'-gz"')
    known = conditional.matching_tag(asked.if_none_match, tags) if asked.if_none_match is not None else None
    headers = {**_HEADERS, "ETag": (known or tags[0]).decode()}
    if known is not None:
        return Response(status_code=304, headers=headers)
    wholes = await agendas.own_agenda(person, held)
    body = calendar.render(wholes, await places.places_of_activities(each.activity.id for each in wholes))
    if asked.is_for_gzip:
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, headers=headers, media_type="text/calendar; charset=utf-8")


async def _editions() -> list[Edition]:
    """Those that feeds hold: the current and the previous one (product §2a)."""
    return [each for each in (await editions.current(), await editions.previous()) if each]


def _url(feed: PrivateFeed) -> str:
    return links.url("private_feed", token=queries.token_of(feed))


ROUTES = (Route("/mijn/agenda", my_calendar, methods=["GET", "POST"], name="my_calendar"),)
FEED_ROUTES = (Route("/feeds/mijn/{token}.ics", private_feed, name="private_feed"),)
