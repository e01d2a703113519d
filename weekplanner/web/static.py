"""Static files: their addresses change with their content, so browsers may keep them for ever."""

import hashlib
import os
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from weekplanner.core.resources import directory

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=86400"
"""Fonts, whose addresses stand in the style sheet without a digest."""
PACKAGES = [("js_lib_leaflet", "static/js_lib_leaflet")]
"""Leaflet; served from the Python package it comes in, of which nothing is run."""


class KeptStaticFiles(StaticFiles):
    """Starlette's static files with Cache-Control."""

    def file_response(
        self,
        full_path: str | os.PathLike[str],
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Answer the file; one asked for with its digest may be kept for ever."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        has_digest = scope["query_string"].startswith(b"v=")
        response.headers["Cache-Control"] = FOR_EVER if has_digest else FOR_A_WHILE
        return response


def app() -> KeptStaticFiles:
    """The application that serves `static/`, and what comes from other packages beside it."""
    return KeptStaticFiles(directory=directory("static"), packages=list(PACKAGES))


@cache
def address(name: str) -> str:
    """The address of a file, with a digest of its content; raises FileNotFoundError."""
    path, found = app().lookup_path(name)
    if found is None:
        raise FileNotFoundError(name)
    return f"/static/{name}?v={hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12]}"
