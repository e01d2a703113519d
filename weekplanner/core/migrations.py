"""Bringing the database up to date: Tortoise's operations, run by a runner that loses nothing.

Tortoise leaves CHECKs out of a new table. Its rebuild of a SQLite table deletes the children of the
table it rebuilds, forgets indexes, triggers and unique constraints of several columns, and splits SQL at
every semicolon. Each of these has a test in tests/core.
"""

import asyncio
import fcntl
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from itertools import takewhile
from typing import Any

import asyncpg
from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.connection import get_connections
from tortoise.context import TortoiseContext
from tortoise.migrations.autodetector import MigrationAutodetector
from tortoise.migrations.constraints import CheckConstraint
from tortoise.migrations.executor import MigrationExecutor
from tortoise.migrations.graph import MigrationKey
from tortoise.migrations.schema_editor import AsyncpgSchemaEditor, BaseSchemaEditor, SqliteSchemaEditor
from tortoise.models import Model

from weekplanner.core.db import opened, tortoise_config
from weekplanner.core.model_states import BetweenOperations
from weekplanner.core.settings import Settings

_LOCK_NUMBER = 8_102_027
"""Any number, the same in every process of this program (PostgreSQL advisory lock)."""


class WithChecks:
    """Mixed into a schema editor: Tortoise leaves the CHECKs of a model out of CREATE TABLE."""

    _checks: Sequence[str] = ()

    def _get_model_sql_data(self, model: type[Model]) -> Any:
        self._checks = [
            f'CONSTRAINT "{constraint.name}" CHECK ({constraint.check})'
            for constraint in model._meta.constraints
            if isinstance(constraint, CheckConstraint)
        ]
        return super()._get_model_sql_data(model)  # type: ignore[misc]  # the editor it is mixed into has it

    def _get_inner_statements(self) -> list[str]:
        return [*super()._get_inner_statements(), *self._checks]  # type: ignore[misc]  # as above


class SafePostgresEditor(WithChecks, AsyncpgSchemaEditor):
    """Creates tables with their CHECKs."""


class SafeSqliteEditor(WithChecks, SqliteSchemaEditor):
    """Creates tables with their CHECKs, and rebuilds one without losing what hangs on it."""

    async def _run_sql(self, sql: str) -> None:
        if self.collect_sql or not self.atomic_migration:
            await super()._run_sql(sql)
            return
        buffer = ""
        for part in sql.split(";"):
            buffer += part + ";"
            if sqlite3.complete_statement(buffer):
                if buffer.strip(" \n\t;"):
                    await self.client.execute_query(buffer)
                buffer = ""
        if buffer.strip(" \n\t;"):
            await self.client.execute_query(buffer)

    async def _remake_table(
        self, model: type[Model], create_field: Any = None, delete_field: Any = None, alter_fields: Any = None
    ) -> None:
        table = model._meta.db_table
        gone = {delete_field.source_field or delete_field.model_field_name} if delete_field else set()
        kept = await self._indexes_and_triggers(table)
        unique_sets = await self._unique_sets(table, gone)
        highest = await self.client.execute_query_dict(
            "SELECT seq FROM sqlite_sequence WHERE name=?", [table]
        )
        await self.client.execute_query("PRAGMA legacy_alter_table=ON")
        try:
            await super()._remake_table(model, create_field, delete_field, alter_fields)
        finally:
            await self.client.execute_query("PRAGMA legacy_alter_table=OFF")
        for sql in kept:
            if not any(f'"{column}"' in sql for column in gone):
                await self.client.execute_query(sql)
        for columns in unique_sets:
            name = self._generate_index_name("uid", model, columns)
            quoted = ", ".join(map(self.quote, columns))
            await self.client.execute_query(f'CREATE UNIQUE INDEX "{name}" ON "{table}" ({quoted})')
        if highest:  # numbers of deleted rows are not given out again
            await self.client.execute_query(
                "UPDATE sqlite_sequence SET seq=? WHERE name=?", [highest[0]["seq"], table]
            )

    async def _indexes_and_triggers(self, table: str) -> list[str]:
        found = await self.client.execute_query_dict(
            "SELECT sql FROM sqlite_master WHERE tbl_name=? AND sql IS NOT NULL"
            " AND type IN ('index', 'trigger')",
            [table],
        )
        return [row["sql"] for row in found]

    async def _unique_sets(self, table: str, gone: set[str]) -> list[list[str]]:
        sets = []
        for index in await self.client.execute_query_dict(f'PRAGMA index_list("{table}")'):
            if index["origin"] == "u":
                info = await self.client.execute_query_dict(f'PRAGMA index_info("{index["name"]}")')
                columns = [column["name"] for column in info]
                if len(columns) > 1 and not gone & set(columns):
                    sets.append(columns)
        return sets


class SafeExecutor(MigrationExecutor):
    """Tortoise's executor with the safe editors, and without classes that nothing looks at."""

    def _schema_editor(self, atomic: bool = True, collect_sql: bool = False) -> BaseSchemaEditor:
        editor = super()._schema_editor(atomic, collect_sql)
        if type(editor) is SqliteSchemaEditor:
            return SafeSqliteEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
        if type(editor) is AsyncpgSchemaEditor:
            return SafePostgresEditor(self.connection, atomic=atomic, collect_sql=collect_sql)
        return editor

    async def _project_state(
        self, applied: set[MigrationKey], *, upto: MigrationKey | None = None
    ) -> BetweenOperations:
        state = BetweenOperations.empty(
            {label: config["default_connection"] for label, config in self.loader.apps_config.items()}
        )
        for key in takewhile(lambda key: key != upto, self._full_plan()):
            migration = self.loader.graph.nodes[key]
            if migration is not None and key in applied:
                await migration.apply(state, dry_run=True)
        return state


async def upgrade(
    settings: Settings, model_modules: Sequence[str], *, fill: Callable[[], Awaitable[None]]
) -> None:
    """Apply every migration that is not in the database yet, and let `fill` put in what must be there.

    One process at a time does this; others wait, and then find nothing to do.
    """
    async with _alone(settings), opened(settings, model_modules, with_reader=False):
        connection, executor = _executor(settings, model_modules)
        is_embedded = connection.capabilities.dialect == "sqlite"
        if is_embedded:  # it has no effect inside a transaction, so before one
            await connection.execute_script("PRAGMA foreign_keys=OFF")
        await executor.migrate()
        if is_embedded and await connection.execute_query_dict("PRAGMA foreign_key_check"):
            raise RuntimeError("a migration left broken foreign keys")
        if is_embedded:
            await connection.execute_script("PRAGMA foreign_keys=ON")
        await fill()


async def pending(settings: Settings, model_modules: Sequence[str]) -> list[str]:
    """The names of the migrations that the database does not have yet."""
    async with opened(settings, model_modules, with_reader=False):
        connection, executor = _executor(settings, model_modules)
        if not await _has_history(connection):
            await executor.loader.build_graph()
            return [key.name for key in executor.loader.graph.nodes]
        return [step.migration.name for step in await executor.plan() if not step.backward]


async def is_new(settings: Settings, model_modules: Sequence[str]) -> bool:
    """Whether the embedded database is not there, or its making was broken off before the first migration."""
    if not settings.database_path.exists():
        return True
    async with opened(settings, model_modules, with_reader=False):
        connection, executor = _executor(settings, model_modules)
        return not await _has_history(connection) or not await executor.recorder.applied_migrations()


async def changes_without_migration(
    settings: Settings, model_modules: Sequence[str]
) -> list[tuple[str, list[str]]]:
    """What the models say and no migration does yet; empty when they are in step."""
    async with TortoiseContext() as context:
        config = tortoise_config(settings, model_modules, with_reader=False)
        await context.init(config=config, init_connections=False)
        assert context.apps is not None
        writers = await MigrationAutodetector(context.apps, config["apps"]).changes()
        return [
            (writer.name, [operation.describe() for operation in writer.operations]) for writer in writers
        ]


def _executor(settings: Settings, model_modules: Sequence[str]) -> tuple[BaseDBAsyncClient, SafeExecutor]:
    connection = get_connections().get("default")
    config = tortoise_config(settings, model_modules, with_reader=False)
    return connection, SafeExecutor(connection, config["apps"])


async def _has_history(connection: BaseDBAsyncClient) -> bool:
    if connection.capabilities.dialect == "sqlite":
        sql = "SELECT 1 FROM sqlite_master WHERE name='tortoise_migrations'"
    else:
        sql = "SELECT 1 WHERE to_regclass('tortoise_migrations') IS NOT NULL"
    return bool(await connection.execute_query_dict(sql))


@asynccontextmanager
async def _alone(settings: Settings) -> AsyncIterator[None]:
    """Wait until no other process migrates this database."""
    if settings.is_embedded:
        settings.database_path.parent.mkdir(parents=True, exist_ok=True)
        with settings.database_path.with_name(f"{settings.database_path.name}.migrating").open("w") as file:
            await asyncio.to_thread(fcntl.flock, file, fcntl.LOCK_EX)
            settings.database_path.touch(mode=0o600)  # personal data: for the owner's eyes only
            yield
        return
    credentials = tortoise_config(settings, ())["connections"]["default"]["credentials"]
    names = ("user", "password", "host", "port", "database")
    connection = await asyncpg.connect(**{name: credentials[name] for name in names})
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK_NUMBER)
        yield
    finally:
        await connection.close()
