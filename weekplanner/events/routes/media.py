"""The files of pictures: never changed, the same for everyone, and nothing else of their directory."""

import re

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from weekplanner.core import settings
from weekplanner.core.errors import NotFound
from weekplanner.formats import images
from weekplanner.web.lasting import lasting_file


async def picture(request: Request) -> Response:
    """One width of a picture; there is never another under that name."""
    stem, width = request.path_params["stem"], request.path_params["width"]
    if not re.fullmatch(images.STEM_PATTERN, stem):
        raise NotFound
    path = images.path(settings.current().media_dir, stem, width)
    return await lasting_file(request, path, media_type="image/jpeg")


ROUTES = (Route("/media/{stem}-{width:row}.jpg", picture, name="picture"),)
