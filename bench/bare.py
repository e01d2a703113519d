"""The limit: a bare Starlette application with one answer, on the same server.

    python -m bench.bare PORT [FILE]

It answers every path but `/unchanged` with the bytes of FILE, and that one with 304.
"""

import sys
from pathlib import Path

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route


def create_app(body: bytes = b"ok\n") -> Starlette:
    """Nothing but two routes."""

    async def unchanged(request: Request) -> Response:  # noqa: ARG001 - a view
        return Response(status_code=304, headers={"ETag": '"a"'})

    async def whole(request: Request) -> Response:  # noqa: ARG001 - a view
        return Response(body, media_type="text/calendar", headers={"ETag": '"a"'})

    return Starlette(routes=[Route("/unchanged", unchanged), Route("/{path:path}", whole)])


if __name__ == "__main__":
    body = Path(sys.argv[2]).read_bytes() if len(sys.argv) > 2 else b"ok\n"
    uvicorn.run(
        create_app(body),
        port=int(sys.argv[1]),
        loop="uvloop",
        http="httptools",
        log_config=None,
        access_log=False,
        server_header=False,
    )
