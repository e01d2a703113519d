"""PostgreSQL: the stock engine, made cancel-safe.

Tortoise chooses its schema editor by the word "asyncpg" in this module's name. In the stock engine a
task that is cancelled during BEGIN never gives its connection back, until the pool is empty and the
process hangs (test in tests/core).
"""

import asyncio
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import (
    NestedTransactionContext,
    TransactionalDBClient,
    TransactionContext,
    TransactionContextPooled,
)
from tortoise.connection import get_connections

from weekplanner.core.transactions import GuardedStatements


class ServerClient(AsyncpgDBClient):
    """A pool of connections to one PostgreSQL database."""

    def _in_transaction(self) -> TransactionContext:
        return ServerTransaction(ServerWrapper(self), self._pool_init_lock)


class ServerTransaction(TransactionContextPooled):
    """Holds a connection of the pool from BEGIN to the end, whatever is cancelled in between."""

    __slots__ = ()

    async def __aenter__(self) -> TransactionalDBClient:
        """Begin; gives the connection back when that fails or is cancelled."""
        await self.ensure_connection()
        pool = self.client._parent._pool
        self.client._connection = connection = await pool.acquire()
        try:
            await self.client.begin()
        except BaseException:
            await asyncio.shield(pool.release(connection))  # release also rolls back
            raise
        self.client.guard()  # type: ignore[attr-defined]  # always a ServerWrapper
        self.token = get_connections().set(self.connection_name, self.client)
        return self.client

    async def __aexit__(self, exc_type: Any, exc_val: Any, exc_tb: Any) -> None:
        """Commit, or roll back after an error, and give the connection back."""
        try:
            await super().__aexit__(exc_type, exc_val, exc_tb)
        finally:
            self.client.end()  # type: ignore[attr-defined]  # always a ServerWrapper


class ServerWrapper(GuardedStatements, TransactionWrapper):
    """A connection while a transaction is open on it."""

    def _in_transaction(self) -> TransactionContext:
        nested = ServerWrapper(self)
        nested.guard()
        return NestedTransactionContext(nested)


client_class = ServerClient
