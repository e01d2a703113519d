"""How to have what is near in one's own calendar."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import links, texts
from weekplanner.finding import choices, keeping
from weekplanner.finding.answering import (
    better_address,
    go_to_what_was_typed,
    in_its_language,
    not_indexed_with_a_query,
    without_letters,
)
from weekplanner.finding.followed import Followed, followed
from weekplanner.formats import qr
from weekplanner.web.pages import language_of, redirect_to, render

KEPT_DAY = "public, max-age=86400"


@in_its_language
@without_letters("subscribe")
async def subscribe(request: Request) -> Response:
    """How to have what is near, or what an organisation does, in one's own calendar."""
    found = await followed(request.query_params)
    if found.asked.typed:
        return await go_to_what_was_typed(request, found.asked, "subscribe")
    if elsewhere := better_address(request, found.asked, found.area, "subscribe") or _moved(request, found):
        return elsewhere
    await keeping.keep(request, *found.about)
    return await render(
        request,
        "finding/subscribe.html",
        followed=found,
        feed=found.feed,
        kept_with_place=choices.kept_with_place(found.asked),
        radii=choices.radii(),
        qr_url=found.path("subscribe_code"),
        canonical=links.url("subscribe", language=texts.language(), query=found.just_whose_or_where()),
        **not_indexed_with_a_query(request),
    )


@in_its_language
async def subscribe_code(request: Request) -> Response:
    """The QR code that opens the page for subscribing on a phone."""
    found = await followed(request.query_params)
    code = qr.svg(links.url("subscribe", language=texts.language(), query=found.query()))
    return Response(code, media_type="image/svg+xml", headers={"Cache-Control": KEPT_DAY})


def _moved(request: Request, found: Followed) -> Response | None:
    """A province and an organisation have one slug; the ones they had lead to it."""
    if all(request.query_params.get(key) == slug for key, slug in found.whose):
        return None
    here = links.path("subscribe", language=language_of(request), query=found.query())
    return redirect_to(here, status=301)


ROUTES = (
    Route("/abonneren", subscribe, name="subscribe"),
    Route("/abonneren/qr.svg", subscribe_code, name="subscribe_code"),
)
