"""The command line: parses, calls one operation or query, prints.

Every command ends 0 on success, 1 on a failure told in one line on standard error, 2 on wrong usage.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from weekplanner import operating, wiring
from weekplanner.core import db, logs, migrations, settings, site_clock
from weekplanner.core.errors import Problem


class PendingMigrations(Problem):
    """The database is older than the program."""

    message = "The database is not up to date. Run: weekplanner migrate"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; answers its exit status."""
    parser = _parser()
    chosen = parser.parse_args(arguments)
    logs.set_up()
    try:
        wiring.wire()
        if getattr(chosen, "needs_database", True):
            return asyncio.run(_with_database(chosen))
        return int(chosen.run(chosen))
    except Problem as problem:
        print(problem.message, file=sys.stderr)
        return 1
    except db.FAILURES as error:
        words = str(error).partition("\n")[0] or type(error).__name__
        print(f"The database (WEEKPLANNER_DATABASE_URL) cannot be used: {words}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{type(error).__name__}: {error}".splitlines()[0], file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


async def _with_database(chosen: argparse.Namespace) -> int:
    current = settings.current()
    if current.is_embedded and not current.database_path.exists():
        raise PendingMigrations("There is no database yet. Run: weekplanner migrate")
    if await migrations.pending(current, wiring.MODEL_MODULES):
        raise PendingMigrations
    async with db.opened(current, wiring.MODEL_MODULES):
        await site_clock.agree(current)
        return int(await chosen.run(chosen))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="weekplanner", description="The site where the Week tegen Eenzaamheid is planned and run."
    )
    subparsers = parser.add_subparsers(metavar="COMMAND", required=True)
    operating.register(subparsers)
    for register in wiring.COMMANDS:
        register(subparsers)
    return parser
