"""Home and the agenda, the same for everyone."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import links
from weekplanner.editions import queries as editions
from weekplanner.editions.models import Phase
from weekplanner.finding import addresses, choices, keeping
from weekplanner.finding.addresses import Asked
from weekplanner.finding.agenda import agenda as read_agenda
from weekplanner.finding.answering import (
    in_its_language,
    looked_at,
    not_indexed_with_a_query,
    path,
    url,
    without_letters,
)
from weekplanner.finding.areas import Area
from weekplanner.finding.following import Feed, feed_of_area
from weekplanner.finding.home import home as read_home
from weekplanner.web.pages import render


@in_its_language
async def home(request: Request) -> Response:
    """Where one types a postcode; before, during and after the week, and as long as there is none."""
    edition = await editions.current()
    shown = await read_home(edition) if edition else None
    await keeping.keep(request, *keeping.EVERYTHING)
    return await render(request, "finding/home.html", home=shown, canonical=links.url("home"))


@in_its_language
@without_letters("agenda")
async def agenda(request: Request) -> Response:
    """What there is to do near a place, by day."""
    looked = await looked_at(request, "agenda")
    if isinstance(looked, Response):
        return looked
    asked, area, edition = looked.asked, looked.area, looked.edition
    shown = await read_agenda(asked, area, edition)
    await keeping.keep(request, *keeping.of_selection(area.selection(edition.year, asked.filters)))
    return await render(
        request,
        "finding/agenda.html",
        agenda=shown,
        panel=choices.panel(asked, shown.choices),
        kept_with_place=choices.kept_with_place(asked),
        radii=choices.radii() if area.circle else None,
        feed=_feed_beside(asked, area) if edition.is_current and shown.phase is not Phase.AFTER else None,
        subscribe_url=path("subscribe", asked.at_page(1)),
        canonical=url("agenda", asked.just_the_place()),
        **not_indexed_with_a_query(request),
    )


def _feed_beside(asked: Asked, area: Area) -> Feed | None:
    """The feed of what is asked for; everything everywhere is more than a calendar can hold."""
    is_everything = area.is_country and asked.filters == addresses.NO_FILTERS
    return None if is_everything else feed_of_area(area, asked.filters)


ROUTES = (
    Route("/", home, name="home"),
    Route("/agenda", agenda, name="agenda"),
)
