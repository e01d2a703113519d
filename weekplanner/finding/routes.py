"""Residents' pages: home, agenda, activity, subscribing, inspiration. They are the same for everyone."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import wraps

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import links, texts
from weekplanner.core.errors import NotFound, UnknownValue
from weekplanner.core.texts import gettext as _
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Edition, Phase
from weekplanner.events.models import State
from weekplanner.events.queries import activities as events
from weekplanner.finding import activity_page, addresses, choices
from weekplanner.finding import inspiration as ideas
from weekplanner.finding.addresses import Asked
from weekplanner.finding.agenda import agenda as read_agenda
from weekplanner.finding.areas import Area, area_of
from weekplanner.finding.following import Feed, feed_of_area
from weekplanner.finding.home import home as read_home
from weekplanner.finding.typed_places import meant_by
from weekplanner.formats import qr
from weekplanner.web.pages import language_of, redirect, redirect_to, render

Page = Callable[[Request], Awaitable[Response]]

KEPT_DAY = "public, max-age=86400"


def in_its_language(page: Page) -> Page:
    """Make the words of a page in the language of its address, where there is a translation."""

    @wraps(page)
    async def answer(request: Request) -> Response:
        asked = language_of(request)
        with texts.use_language(asked if texts.is_translated(asked) else texts.SOURCE_LANGUAGE):
            return await page(request)

    return answer


@in_its_language
async def home(request: Request) -> Response:
    """Where one types a postcode; before, during and after the week, and as long as there is none."""
    edition = await editions.current()
    shown = await read_home(edition) if edition else None
    return await render(request, "finding/home.html", home=shown, canonical=links.url("home"))


@in_its_language
async def agenda(request: Request) -> Response:
    """What there is to do near a place, by day."""
    asked = addresses.read(request.query_params)
    if asked.typed:
        return await _go_to_what_was_typed(request, asked, "agenda")
    edition = await _edition_of(asked)
    if edition is None:
        return await render(request, "finding/agenda_empty.html")
    if edition.is_current:
        asked = replace(asked, year=None)
    area = await area_of(asked)
    if elsewhere := _better_address(request, asked, area, "agenda"):
        return elsewhere
    shown = await read_agenda(asked, area, edition)
    return await render(
        request,
        "finding/agenda.html",
        agenda=shown,
        groups=choices.groups(asked),
        chosen=choices.chosen(asked),
        kept_with_place=choices.kept_with_place(asked),
        kept_with_filters=choices.kept_with_filters(asked),
        radii=choices.radii() if area.circle else None,
        feed=None if shown.phase is Phase.AFTER else _feed_beside(asked, area),
        subscribe_url=_path("subscribe", _for_the_whole_week(asked)),
        canonical=_url("agenda", asked.just_the_place()),
        **_not_indexed_with_a_query(request),
    )


@in_its_language
async def activity(request: Request) -> Response:
    """Everything about one activity; when it is gone, that it is."""
    whole = await events.public_activity(request.path_params["id"])
    if whole.activity.state is State.WITHDRAWN:
        return await render(request, "finding/activity_gone.html", status=410)
    if request.path_params["slug"] != whole.activity.slug:
        slug, number = whole.activity.slug, whole.activity.id
        here = links.path("activity", language=language_of(request), slug=slug, id=number)
        return redirect_to(here, status=301)
    page = activity_page.page_of(whole)
    return await render(request, "finding/activity.html", page=page, canonical=page.url)


@in_its_language
async def subscribe(request: Request) -> Response:
    """How to have what is near in one's own calendar."""
    asked = _for_the_whole_week(addresses.read(request.query_params))
    if asked.typed:
        return await _go_to_what_was_typed(request, asked, "subscribe")
    area = await area_of(asked)
    if elsewhere := _better_address(request, asked, area, "subscribe"):
        return elsewhere
    return await render(
        request,
        "finding/subscribe.html",
        asked=asked,
        area=area,
        feed=None if area.is_country and not asked.has_choices else feed_of_area(area, asked.filters),
        chosen=[words for words, _address in choices.chosen(asked)],
        kept_with_place=choices.kept_with_place(asked),
        radii=choices.radii(),
        agenda_url=_path("agenda", asked),
        qr_url=_path("subscribe_code", asked),
        canonical=_url("subscribe", asked.just_the_place()),
        **_not_indexed_with_a_query(request),
    )


@in_its_language
async def subscribe_code(request: Request) -> Response:
    """The QR code that opens the page for subscribing on a phone."""
    asked = _for_the_whole_week(addresses.read(request.query_params))
    await area_of(asked)
    code = qr.svg(_url("subscribe", asked))
    return Response(code, media_type="image/svg+xml", headers={"Cache-Control": KEPT_DAY})


@in_its_language
async def inspiration(request: Request) -> Response:
    """What others did before, to choose from."""
    shown = ideas.inspiration(ideas.read(request.query_params))
    return await render(
        request,
        "finding/inspiration.html",
        inspiration=shown,
        canonical=links.url("inspiration", language=texts.language()),
        **_not_indexed_with_a_query(request),
    )


@in_its_language
async def example(request: Request) -> Response:
    """One example, with a way to begin with it."""
    page = await ideas.example_page(request.path_params["slug"])
    here = links.url("example", language=texts.language(), slug=page.example.slug)
    return await render(request, "finding/example.html", page=page, canonical=here)


async def _edition_of(asked: Asked) -> Edition | None:
    """The edition of the year that is asked for, else the current one; raises UnknownValue."""
    if asked.year is None:
        return await editions.current()
    try:
        return await editions.by_year(asked.year)
    except NotFound:
        raise UnknownValue(_("Van dit jaar hebben wij geen agenda.")) from None


async def _go_to_what_was_typed(request: Request, asked: Asked, route: str) -> Response:
    """The address of the place that is meant; a page with choices when that is not clear."""
    meant = await meant_by(asked, route=route)
    if meant.asked:
        return redirect(request, route, query=meant.asked.query())
    return await render(
        request,
        "finding/choose_place.html",
        status=200 if meant.choices else 400,
        meant=meant,
        route=route,
        kept=choices.kept_when_typed_again(asked),
        is_indexed=False,
    )


def _better_address(request: Request, asked: Asked, area: Area, route: str) -> Response | None:
    """Of a whole postcode only the digits stay in the address; a municipality has one slug."""
    if asked.pc4 and request.query_params.getlist("postcode") != [asked.pc4]:
        return redirect(request, route, query=asked.query())
    if area.municipality_slug != asked.municipality_slug:
        better = replace(asked, municipality_slug=area.municipality_slug)
        here = links.path(route, language=language_of(request), query=better.query())
        return redirect_to(here, status=301)
    return None


def _for_the_whole_week(asked: Asked) -> Asked:
    """A calendar follows a selection, not a day of it."""
    return replace(asked, search=addresses.ALWAYS, year=None, page=1)


def _feed_beside(asked: Asked, area: Area) -> Feed | None:
    """The feed of what is asked for; everything everywhere is more than a calendar can hold."""
    is_everything = area.is_country and asked.filters == addresses.NO_FILTERS
    return None if is_everything else feed_of_area(area, asked.filters)


def _path(route: str, asked: Asked) -> str:
    return links.path(route, language=texts.language(), query=asked.query())


def _url(route: str, asked: Asked) -> str:
    return links.url(route, language=texts.language(), query=asked.query())


def _not_indexed_with_a_query(request: Request) -> dict[str, bool]:
    return {"is_indexed": False} if request.url.query else {}


ROUTES = (
    Route("/", home, name="home"),
    Route("/agenda", agenda, name="agenda"),
    Route("/activiteiten/{slug}-{id:row}", activity, name="activity"),
    Route("/inspiratie", inspiration, name="inspiration"),
    Route("/inspiratie/{slug}", example, name="example"),
    Route("/abonneren", subscribe, name="subscribe"),
    Route("/abonneren/qr.svg", subscribe_code, name="subscribe_code"),
)
