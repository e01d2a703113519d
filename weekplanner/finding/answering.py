"""What the answers to residents have in common: their language, and the way from what was typed to a page."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import wraps
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response

from weekplanner.core import links, texts
from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition
from weekplanner.finding import addresses, choices
from weekplanner.finding.addresses import Asked
from weekplanner.finding.areas import Area, area_of
from weekplanner.finding.typed_places import meant_by, path_of_province
from weekplanner.geo.place_names import typed_postcode
from weekplanner.web.pages import language_of, redirect, redirect_to, render

Page = Callable[[Request], Awaitable[Response]]

PLACE_TYPED = frozenset({"waar", "postcode"})
"""Where in an address a whole postcode can stand."""


def in_its_language(page: Page) -> Page:
    """Make the words of a page in the language of its address, where there is a translation."""

    @wraps(page)
    async def answer(request: Request) -> Response:
        asked = language_of(request)
        with texts.use_language(asked if texts.is_translated(asked) else texts.SOURCE_LANGUAGE):
            return await page(request)

    return answer


def without_letters(route: str) -> Callable[[Page], Page]:
    """Also where something else in an address is wrong, only the digits of a postcode stay in it."""

    def around(page: Page) -> Page:
        @wraps(page)
        async def answer(request: Request) -> Response:
            try:
                return await page(request)
            except UnknownValue:
                typed = request.query_params.multi_items()
                shorter = [(key, _digits(value) if key in PLACE_TYPED else value) for key, value in typed]
                if shorter == typed:
                    raise
                here = links.path(route, language=language_of(request))
                return redirect_to(f"{here}?{urlencode(shorter)}")

        return answer

    return around


def _digits(text: str) -> str:
    postcode = typed_postcode(text)
    return postcode.pc4 if postcode and postcode.letters else text


async def edition_of(asked: Asked) -> Edition | None:
    """The edition of the year that is asked for, else the current one; raises UnknownValue."""
    if asked.year is None:
        return await editions.current()
    try:
        return await editions.by_year(asked.year)
    except NotFound:
        raise UnknownValue(_("Van dit jaar hebben wij geen agenda.")) from None


@dataclass(frozen=True)
class Looked:
    """Where and in which edition a reader looks, and for what; `asked` names no year for the current one."""

    asked: Asked
    area: Area
    edition: Edition


async def looked_at(request: Request, route: str) -> Looked | Response:
    """What the address of the agenda or its map asks for; the answer itself where it has to be another page.

    Raises UnknownValue for what an address cannot mean.
    """
    asked = addresses.read(request.query_params)
    if asked.typed:
        return await go_to_what_was_typed(request, asked, route)
    edition = await edition_of(asked)
    if edition is None:
        return await render(request, "finding/agenda_empty.html")
    if edition.is_current:
        asked = replace(asked, year=None)
    area = await area_of(asked)
    return better_address(request, asked, area, route) or Looked(asked, area, edition)


async def go_to_what_was_typed(request: Request, asked: Asked, route: str) -> Response:
    """The address of the place that is meant; a page with choices when that is not clear."""
    meant = await meant_by(asked, route=route)
    if meant.asked:
        return redirect(request, route, query=meant.asked.query())
    if meant.province_slug:
        return redirect_to(path_of_province(meant.province_slug, route))
    return await render(
        request,
        "finding/choose_place.html",
        status=200 if meant.choices else 400,
        meant=meant,
        route=route,
        kept=choices.kept_when_typed_again(asked),
        is_indexed=False,
    )


def better_address(request: Request, asked: Asked, area: Area, route: str) -> Response | None:
    """Of a whole postcode only the digits stay in the address; a municipality has one slug."""
    if asked.pc4 and request.query_params.getlist("postcode") != [asked.pc4]:
        return redirect(request, route, query=asked.query())
    if area.municipality_slug != asked.municipality_slug:
        better = replace(asked, municipality_slug=area.municipality_slug)
        here = links.path(route, language=language_of(request), query=better.query())
        return redirect_to(here, status=301)
    return None


def moved(request: Request, route: str, slug: str, asked: Asked) -> Response:
    """To the page of the slug that something has now, for who asks by one that it had, or by another word."""
    here = links.path(route, language=language_of(request), query=asked.query(), slug=slug)
    return redirect_to(here, status=301)


def path(route: str, asked: Asked) -> str:
    return asked.path(route)


def url(route: str, asked: Asked) -> str:
    return links.url(route, language=texts.language(), query=asked.query())


def not_indexed_with_a_query(request: Request) -> dict[str, bool]:
    return {"is_indexed": False} if request.url.query else {}
