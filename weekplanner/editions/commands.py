"""weekplanner edition: add an edition, make one current, list them."""

import argparse
import json

from weekplanner.core.arguments import a_date, a_year
from weekplanner.editions import operations, queries
from weekplanner.editions.models import Edition

DATES = {
    "registration_opens_on": "150 days before the start",
    "registration_closes_on": "the last day",
    "kit_order_until_on": "14 days before the start",
    "kit_last_sent_on": "7 days before the start",
}
"""The dates that have a default, and which."""


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package."""
    edition = subparsers.add_parser("edition", help="the years: their dates, and which one is current")
    actions = edition.add_subparsers(metavar="ACTION", required=True)
    _register_add(actions.add_parser("add", help="add the edition of a year"))
    current = actions.add_parser("current", help="make the edition of a year the current one")
    current.add_argument("year", type=a_year)
    current.set_defaults(run=make_current)
    listing = actions.add_parser("list", help="list the editions, the latest first")
    listing.set_defaults(run=list_editions)
    for parser in actions.choices.values():
        parser.add_argument("--json", action="store_true")


def _register_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=a_year)
    parser.add_argument("--starts", dest="starts_on", type=a_date, required=True, metavar="DATE")
    parser.add_argument("--ends", dest="ends_on", type=a_date, required=True, metavar="DATE")
    parser.add_argument("--name", help="default: Week tegen Eenzaamheid YEAR")
    for name, default in DATES.items():
        option = f"--{name.removesuffix('_on').replace('_', '-')}"
        parser.add_argument(option, dest=name, type=a_date, metavar="DATE", help=f"default: {default}")
    parser.set_defaults(run=add)


async def add(arguments: argparse.Namespace) -> int:
    """Add an edition, with the usual name and dates for what is not given."""
    given = {name: getattr(arguments, name) for name in ("name", *DATES)}
    decided = operations.Decided(**{name: value for name, value in given.items() if value is not None})  # type: ignore[typeddict-item]  # the options are named after its keys
    edition = await operations.add_edition(
        arguments.year, starts_on=arguments.starts_on, ends_on=arguments.ends_on, **decided
    )
    return _shown([edition], as_json=arguments.json)


async def make_current(arguments: argparse.Namespace) -> int:
    """Make another edition the current one."""
    return _shown([await operations.make_current(arguments.year)], as_json=arguments.json)


async def list_editions(arguments: argparse.Namespace) -> int:
    """List every edition."""
    return _shown(await queries.all_editions(), as_json=arguments.json)


def _shown(editions: list[Edition], *, as_json: bool) -> int:
    if as_json:
        print(json.dumps([_as_json(edition) for edition in editions], ensure_ascii=False))
        return 0
    for edition in editions:
        mark = " (current)" if edition.is_current else ""
        print(f"{edition.year}  {edition.starts_on} to {edition.ends_on}  {edition.name}{mark}")
    return 0


def _as_json(edition: Edition) -> dict[str, object]:
    dates = {name: getattr(edition, name).isoformat() for name in ("starts_on", "ends_on", *DATES)}
    return {"year": edition.year, "name": edition.name, **dates, "is_current": edition.is_current}
