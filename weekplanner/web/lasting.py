"""Answering files that never change: their name tells what is in them."""

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from weekplanner.core.errors import NotFound
from weekplanner.web import conditional
from weekplanner.web.static import FOR_EVER


async def lasting_file(request: Request, path: Path, *, media_type: str) -> Response:
    """The file at `path`, to be kept for good; its name is its entity tag. Raises NotFound."""
    if not await asyncio.to_thread(path.is_file):
        raise NotFound
    tag = f'"{path.stem}"'
    headers = {"Cache-Control": FOR_EVER, "ETag": tag}
    known = request.headers.get("If-None-Match")
    if known is not None and conditional.matching_tag(known.encode("latin-1"), (tag.encode(),)):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=media_type, headers=headers)
