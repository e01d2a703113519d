"""weekplanner export: tables of an edition on standard output; `wiring` says which there are."""

import argparse
import sys
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from weekplanner.core.arguments import a_year
from weekplanner.core.errors import NotFound
from weekplanner.editions import queries
from weekplanner.editions.models import Edition
from weekplanner.formats import tables
from weekplanner.formats.tables import Cell


class UnknownEdition(NotFound):
    """There is no such edition, or none at all."""

    message = "There is no such edition. See: weekplanner edition list"


@dataclass(frozen=True)
class Export:
    """A table that a package offers; `rows` reads a few hundred at a time."""

    name: str
    help: str
    columns: Sequence[str]
    rows: Callable[[Edition], AsyncIterator[Sequence[Cell]]]


def register(
    exports: Iterable[Export], subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]"
) -> None:
    """Add the command, with a word for each table."""
    exporting = subparsers.add_parser("export", help="write a table to standard output")
    kinds = exporting.add_subparsers(metavar="WHAT", required=True)
    for export in exports:
        parser = kinds.add_parser(export.name, help=export.help)
        parser.add_argument("--edition", type=a_year, metavar="YEAR", help="default: the current one")
        parser.add_argument(
            "--format", choices=["csv", "json"], default="csv", help="csv is for a spreadsheet"
        )
        parser.set_defaults(run=partial(write, export))


async def write(export: Export, arguments: argparse.Namespace) -> int:
    """Write a table, a few hundred rows in memory at a time."""
    edition = await _edition(arguments.edition)
    lines = tables.csv_lines if arguments.format == "csv" else tables.json_lines
    async for line in lines(export.columns, export.rows(edition)):
        sys.stdout.buffer.write(line.encode())
    return 0


async def _edition(year: int | None) -> Edition:
    found = await (queries.current() if year is None else Edition.get_or_none(year=year))
    if found is None:
        raise UnknownEdition
    return found
