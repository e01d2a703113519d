"""The limit for what is written: one bare row in a transaction, by the driver that the site uses.

    python -m bench.bare_inserts FILE ROWS TASKS

As many tasks at once as there are clients, on one connection with the settings of the site. No network,
no form, no rules: it prints how many rows it committed in a second.
"""

import asyncio
import sys
import time
from itertools import count

import aiosqlite
import uvloop

MAKE = "CREATE TABLE IF NOT EXISTS bare (id INTEGER PRIMARY KEY, name TEXT, email TEXT)"
INSERT = "INSERT INTO bare (name, email) VALUES (?, ?)"


async def insert(file: str, rows: int, tasks: int) -> float:
    """Rows in a second."""
    async with aiosqlite.connect(file, isolation_level=None) as connection:
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=30000"):
            await connection.execute(f"PRAGMA {pragma}")
        await connection.execute(MAKE)
        one_at_a_time, numbers = asyncio.Lock(), count(1)

        async def one_after_another() -> None:
            while (number := next(numbers)) <= rows:
                async with one_at_a_time:
                    await connection.execute("BEGIN IMMEDIATE")
                    await connection.execute(INSERT, (f"Gast {number}", f"gast{number}@example.org"))
                    await connection.execute("COMMIT")

        began = time.perf_counter()
        await asyncio.gather(*(one_after_another() for _task in range(tasks)))
        passed = time.perf_counter() - began
        await connection.execute("DROP TABLE bare")
        return rows / passed


if __name__ == "__main__":
    file, rows, tasks = sys.argv[1:]
    print(uvloop.run(insert(file, int(rows), int(tasks))))
