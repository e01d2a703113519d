"""Taking turns, where there is no row to lock yet."""

from collections.abc import Sequence

from weekplanner.core import db


async def take_turn(name: str) -> None:
    """Wait until no other transaction has the turn called `name`; this one keeps it until it ends.

    A transaction on SQLite is alone already. PostgreSQL keeps a lock by number (its manual §13.3.5).
    """
    await take_turns([name])


async def take_turns(names: Sequence[str]) -> None:
    """The same for several, one after the other."""
    db.require_transaction()
    if db.dialect() == "postgres":
        turns = ", ".join(["pg_advisory_xact_lock(hashtextextended(?, 0))"] * len(names))
        await db.execute(f"SELECT {turns}", names)
