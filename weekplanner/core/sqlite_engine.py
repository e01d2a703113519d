"""The embedded database: cancel-safe, with transactions that lock when they begin.

Tortoise chooses its schema editor by the word "sqlite" in this module's name. What differs from the
stock engine, each with a test in tests/core:

- BEGIN IMMEDIATE: a transaction that reads and then writes cannot fail with "database is locked".
- A task cancelled while it begins a transaction gives the lock back; the stock engine keeps it for ever.
- Many rows are written in a transaction of this kind too, so that a cancelled one is rolled back.
- A statement inside a transaction runs where it is asked, not in the thread of the driver: handing it over
  and back takes longer than most of them, and nobody else can write meanwhile. What may have to wait, BEGIN
  for the lock and COMMIT for the disk, is handed over.
"""

import asyncio
import sqlite3
from collections.abc import Sequence
from typing import Any

import aiosqlite
from tortoise.backends.base.client import NestedTransactionContext, TransactionalDBClient, TransactionContext
from tortoise.backends.sqlite.client import (
    SqliteClient,
    SqliteTransactionContext,
    SqliteTransactionWrapper,
    translate_exceptions,
)
from tortoise.connection import get_connections
from tortoise.exceptions import OperationalError

from weekplanner.core.transactions import GuardedStatements

BUSY_TIMEOUT_MS = 30_000
"""With 5 s, five busy processes starve one another now and then; with 30 s none of 3,000 did."""


class EmbeddedClient(SqliteClient):
    """One connection to the file, shared by the tasks of this process."""

    def __init__(self, file_path: str, **pragmas: Any) -> None:
        pragmas.setdefault("busy_timeout", BUSY_TIMEOUT_MS)
        pragmas.setdefault("synchronous", "FULL")
        pragmas.setdefault("journal_size_limit", 64 * 1024 * 1024)
        super().__init__(file_path, **pragmas)

    async def create_connection(self, with_db: bool) -> None:  # noqa: ARG002 - Tortoise's interface
        """Open the file, for two threads that take turns: the driver's and ours."""
        if self._connection:
            return
        self._connection = await aiosqlite.connect(
            self.filename, isolation_level=None, check_same_thread=False
        )
        self._connection._conn.row_factory = sqlite3.Row
        for pragma, value in self.pragmas.items():
            await self._connection.execute(f"PRAGMA {pragma}={value}")
        await self._post_connect()

    def _in_transaction(self) -> TransactionContext:
        return EmbeddedTransaction(EmbeddedWrapper(self), self._lock)

    async def execute_many(self, query: str, values: list[list[Any]]) -> None:
        """Write many rows, all or none."""
        async with self._in_transaction() as transaction:
            await transaction.execute_many(query, values)


class EmbeddedTransaction(SqliteTransactionContext):
    """Holds the connection's lock from BEGIN to the end, whatever is cancelled in between."""

    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        """Begin; gives the lock back when that fails or is cancelled."""
        await self._trxlock.acquire()
        try:
            await self.ensure_connection()
            await self.connection.begin()
        except BaseException:
            try:
                # The driver runs jobs in order: this ends a BEGIN that is queued already.
                if self.connection._connection is not None:
                    await asyncio.shield(self.connection._connection.rollback())
            finally:
                self._trxlock.release()
            raise
        self.connection.guard()
        self.token = get_connections().set(self.connection_name, self.connection)
        return self.connection  # type: ignore[no-any-return]  # Tortoise types it as Any

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        """Commit, or roll back after an error; either is queued before the lock is given back."""
        try:
            await super().__aexit__(exc_type, exc_val, exc_tb)
        finally:
            self.connection.end()


class EmbeddedWrapper(GuardedStatements, SqliteTransactionWrapper):
    """The connection while a transaction is open on it."""

    async def begin(self) -> None:
        """Take the write lock now, so that what is read stays true until the commit."""
        try:
            await self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise OperationalError(error) from error

    @translate_exceptions
    async def execute_query(self, query: str, values: list[Any] | None = None) -> tuple[int, Sequence[Any]]:
        """How many rows were written, or found; and those that were found."""
        async with self.acquire_connection() as connection:
            before = connection.total_changes
            rows = _run(connection, query, values)
            return (connection.total_changes - before) or len(rows), rows

    @translate_exceptions
    async def execute_query_dict(self, query: str, values: list[Any] | None = None) -> list[dict[str, Any]]:
        """The rows that were found, or that RETURNING gave."""
        async with self.acquire_connection() as connection:
            return [dict(row) for row in _run(connection, query, values)]

    @translate_exceptions
    async def execute_insert(self, query: str, values: list[Any]) -> int:
        """The number that the new row got."""
        async with self.acquire_connection() as connection:
            return connection._conn.execute(query, values).lastrowid or 0

    def _in_transaction(self) -> TransactionContext:
        nested = EmbeddedWrapper(self)
        nested.guard()
        return NestedTransactionContext(nested)


def _run(connection: aiosqlite.Connection, query: str, values: list[Any] | None) -> list[Any]:
    return connection._conn.execute(query.replace("\x00", "'||CHAR(0)||'"), values or ()).fetchall()


client_class = EmbeddedClient
