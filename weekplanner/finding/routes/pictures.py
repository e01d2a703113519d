"""The drawn pictures that stand beside an address where somebody shares it."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core.errors import NotFound
from weekplanner.editions import queries as editions
from weekplanner.events.models import State
from weekplanner.events.queries import activities as events
from weekplanner.finding import activity_page, shared_pictures
from weekplanner.finding.shared_pictures import SharedPicture
from weekplanner.formats.title_cards import NotDrawn
from weekplanner.geo import queries as geo
from weekplanner.web import static
from weekplanner.web.lasting import lasting_file
from weekplanner.web.pages import redirect_to


async def activity_picture(request: Request) -> Response:
    """Of one activity: what, when and where, as it is now."""
    whole = await events.public_activity(request.path_params["id"])
    if whole.activity.state is State.WITHDRAWN:
        raise NotFound
    return await _answer(request, activity_page.page_of(whole, {}).shared_picture)


async def municipality_picture(request: Request) -> Response:
    """Of the page of a municipality."""
    municipality = await geo.municipality(request.path_params["slug"])
    return await _answer(request, shared_pictures.of_municipality(municipality, await editions.current()))


async def _answer(request: Request, picture: SharedPicture) -> Response:
    """The picture; its present address when this is an older one; that of every page when drawing fails."""
    if request.url.path != picture.path:
        return redirect_to(picture.path, status=302)
    try:
        path = await shared_pictures.file_of(picture)
    except NotDrawn:
        return redirect_to(static.address(shared_pictures.DEFAULT_FILE), status=302)
    return await lasting_file(request, path, media_type="image/png")


ROUTES = (
    Route("/beeld/activiteit/{id:row}-{digest}.png", activity_picture, name="shared_activity_picture"),
    Route("/beeld/gemeente/{slug}-{digest}.png", municipality_picture, name="shared_municipality_picture"),
)
