"""The command `demo`."""

import argparse
import json
from dataclasses import asdict

from weekplanner.accounts.operations.sign_in import make_sign_in_link
from weekplanner.core import progress
from weekplanner.demo.operations import loading, people

ACTIVITIES = 1_200
MOST_ACTIVITIES = 100_000


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package."""
    parser = subparsers.add_parser(
        "demo", help="fill an empty database with invented activities, and print links to sign in with"
    )
    parser.add_argument(
        "--activities",
        type=_number,
        default=ACTIVITIES,
        metavar="N",
        help=f"how many in the week to come (default {ACTIVITIES})",
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another one varies what is made")
    parser.add_argument(
        "--open-orders",
        action="store_true",
        help="let everybody who can order kits for the week to come, and leave all of it to the desk: 5000 "
        "activities have some 4000 orders",
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace) -> int:
    """Add what is missing, and say how to sign in."""
    edition = await loading.load(
        arguments.activities,
        seed=arguments.seed,
        show=progress.on_terminal("demo"),
        leaves_orders=arguments.open_orders,
    )
    shown = await people.shown()
    links = {who: await make_sign_in_link(address) for who, address in asdict(shown).items()}
    if arguments.json:
        print(json.dumps({"edition": edition.year, "addresses": asdict(shown), "links": links}))
        return 0
    print(f"{edition.name}: everything in it is invented. To sign in, once and within 15 minutes:")
    for who, link in links.items():
        print(f"  {who:12} {link}")
    return 0


def _number(text: str) -> int:
    """How many activities."""
    number = int(text)
    if not 1 <= number <= MOST_ACTIVITIES:
        raise argparse.ArgumentTypeError(f"use a number from 1 to {MOST_ACTIVITIES}")
    return number
