"""The command `purge`."""

import argparse
import json
from datetime import datetime

from weekplanner.core import clock
from weekplanner.core.arguments import a_moment
from weekplanner.privacy import operations


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package."""
    parser = subparsers.add_parser("purge", help="remove personal data that is past its term")
    parser.add_argument("--now", type=a_moment, metavar="ISO8601", help="as if it were this moment")
    parser.add_argument("--dry-run", action="store_true", help="only count")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace) -> int:
    """Purge, and print how much of what went."""
    at: datetime = arguments.now or clock.now()
    with clock.frozen(at):
        counts = await operations.purge(is_dry_run=arguments.dry_run)
    if arguments.json:
        print(json.dumps(counts))
    else:
        print("\n".join(f"{count:7}  {name}" for name, count in counts.items()))
    return 0
