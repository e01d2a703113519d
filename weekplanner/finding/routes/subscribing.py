"""How to have what is near in one's own calendar."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.finding import addresses, choices
from weekplanner.finding.addresses import for_the_whole_week
from weekplanner.finding.answering import (
    better_address,
    go_to_what_was_typed,
    in_its_language,
    not_indexed_with_a_query,
    path,
    url,
)
from weekplanner.finding.areas import area_of
from weekplanner.finding.following import feed_of_area
from weekplanner.formats import qr
from weekplanner.web.pages import render

KEPT_DAY = "public, max-age=86400"


@in_its_language
async def subscribe(request: Request) -> Response:
    """How to have what is near in one's own calendar."""
    asked = for_the_whole_week(addresses.read(request.query_params))
    if asked.typed:
        return await go_to_what_was_typed(request, asked, "subscribe")
    area = await area_of(asked)
    if elsewhere := better_address(request, asked, area, "subscribe"):
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
        agenda_url=path("agenda", asked),
        qr_url=path("subscribe_code", asked),
        canonical=url("subscribe", asked.just_the_place()),
        **not_indexed_with_a_query(request),
    )


@in_its_language
async def subscribe_code(request: Request) -> Response:
    """The QR code that opens the page for subscribing on a phone."""
    asked = for_the_whole_week(addresses.read(request.query_params))
    await area_of(asked)
    code = qr.svg(url("subscribe", asked))
    return Response(code, media_type="image/svg+xml", headers={"Cache-Control": KEPT_DAY})


ROUTES = (
    Route("/abonneren", subscribe, name="subscribe"),
    Route("/abonneren/qr.svg", subscribe_code, name="subscribe_code"),
)
