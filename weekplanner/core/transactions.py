"""What a transaction refuses, for both engines: strangers' statements, and statements after its end.

On SQLite a task that was started inside a transaction and runs on after it would write in somebody
else's transaction; here it gets an error on both databases.
"""

import asyncio
from typing import Any


class TransactionMisused(RuntimeError):
    """A programming error in the use of transactions."""


class GuardedStatements:
    """Mixed into a Tortoise transaction wrapper; `acquire_connection` is what every statement passes."""

    _owner: "asyncio.Task[Any] | None"
    _is_over: bool

    def guard(self) -> None:
        """Remember the task that opened the transaction."""
        self._owner = asyncio.current_task()
        self._is_over = False

    def end(self) -> None:
        """Refuse every further statement."""
        self._is_over = True

    def acquire_connection(self) -> Any:
        """Give the connection to the owner of an open transaction only."""
        if self._is_over:
            raise TransactionMisused("this transaction is over")
        if asyncio.current_task() is not self._owner:
            raise TransactionMisused("a transaction belongs to the task that opened it")
        return super().acquire_connection()  # type: ignore[misc]  # the wrapper it is mixed into has it
