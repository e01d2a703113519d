"""weekplanner edition: add an edition, make one current, list them."""

import argparse
import json
from dataclasses import fields, replace
from datetime import date

from weekplanner.core.arguments import a_date
from weekplanner.editions import operations, queries
from weekplanner.editions.models import Edition
from weekplanner.editions.operations import EditionValues, usual_values


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package."""
    edition = subparsers.add_parser("edition", help="the years: their dates, and which one is current")
    actions = edition.add_subparsers(metavar="ACTION", required=True)
    _register_add(actions.add_parser("add", help="add the edition of a year"))
    current = actions.add_parser("current", help="make the edition of a year the current one")
    current.add_argument("year", type=int)
    current.set_defaults(run=make_current)
    listing = actions.add_parser("list", help="list the editions")
    listing.set_defaults(run=list_editions)
    for parser in actions.choices.values():
        parser.add_argument("--json", action="store_true")


def _register_add(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("year", type=int)
    parser.add_argument("--starts", dest="starts_on", type=a_date, required=True, metavar="DATE")
    parser.add_argument("--ends", dest="ends_on", type=a_date, required=True, metavar="DATE")
    parser.add_argument("--name", help="default: Week tegen Eenzaamheid YEAR")
    for option, default in (
        ("registration-opens", "150 days before the start"),
        ("registration-closes", "the last day"),
        ("kit-order-until", "14 days before the start"),
        ("kit-last-sent", "7 days before the start"),
    ):
        name = f"{option.replace('-', '_')}_on"
        parser.add_argument(f"--{option}", dest=name, type=a_date, metavar="DATE", help=f"default: {default}")
    parser.set_defaults(run=add)


async def add(arguments: argparse.Namespace) -> int:
    """Add an edition, with the usual dates for what is not given."""
    usual = usual_values(arguments.year, starts_on=arguments.starts_on, ends_on=arguments.ends_on)
    given = {field.name: getattr(arguments, field.name) for field in fields(EditionValues)}
    values = replace(usual, **{name: value for name, value in given.items() if value is not None})
    _print([await operations.add_edition(arguments.year, values)], as_json=arguments.json)
    return 0


async def make_current(arguments: argparse.Namespace) -> int:
    """Make another edition the current one."""
    _print([await operations.make_current(arguments.year)], as_json=arguments.json)
    return 0


async def list_editions(arguments: argparse.Namespace) -> int:
    """List every edition, the latest first."""
    _print(await queries.all_editions(), as_json=arguments.json)
    return 0


def _print(editions: list[Edition], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps([_as_json(edition) for edition in editions], ensure_ascii=False))
        return
    for edition in editions:
        mark = " (current)" if edition.is_current else ""
        print(f"{edition.year}  {edition.starts_on} to {edition.ends_on}  {edition.name}{mark}")


def _as_json(edition: Edition) -> dict[str, object]:
    values = {field.name: getattr(edition, field.name) for field in fields(EditionValues)}
    dates = {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
    return {"year": edition.year, **dates, "is_current": edition.is_current}
