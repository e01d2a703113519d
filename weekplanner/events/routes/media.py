"""The files of pictures: never changed, the same for everyone, and nothing else of their directory."""

import asyncio
import re

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from weekplanner.core import settings
from weekplanner.core.errors import NotFound
from weekplanner.formats import images
from weekplanner.web.static import FOR_EVER


async def picture(request: Request) -> Response:
    """One width of a picture; its name is its entity tag, since there is never another under that name."""
    stem, width = request.path_params["stem"], request.path_params["width"]
    if not re.fullmatch(images.STEM_PATTERN, stem):
        raise NotFound
    path = images.path(settings.current().media_dir, stem, width)
    if not await asyncio.to_thread(path.is_file):
        raise NotFound
    tag = f'"{stem}-{width}"'
    headers = {"Cache-Control": FOR_EVER, "ETag": tag}
    known = request.headers.get("If-None-Match", "")
    if tag in known or known == "*":
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type="image/jpeg", headers=headers)


ROUTES = (Route("/media/{stem}-{width:row}.jpg", picture, name="picture"),)
