"""weekplanner import postcodes: refresh the table of postcodes from a GeoNames file."""

import argparse
import json
from pathlib import Path

from weekplanner.core import progress
from weekplanner.geo import operations
from weekplanner.geo.operations import ImportReport


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package."""
    importing = subparsers.add_parser("import", help="take data over from a file")
    kinds = importing.add_subparsers(metavar="WHAT", required=True)
    postcodes = kinds.add_parser("postcodes", help="refresh the postcodes from GeoNames' NL.txt")
    postcodes.add_argument("file", type=Path)
    postcodes.add_argument("--json", action="store_true")
    postcodes.set_defaults(run=import_postcodes)


async def import_postcodes(arguments: argparse.Namespace) -> int:
    """Import, and print what changed."""
    shown = progress.on_terminal("postcodes")
    report = await operations.import_postcodes(arguments.file, progress=shown)
    if arguments.json:
        print(json.dumps(_as_json(report), ensure_ascii=False))
        return 0
    print(
        f"{len(report.added)} added, {len(report.changed)} changed, {report.unchanged} unchanged, "
        f"{len(report.not_in_file)} not in the file and kept"
    )
    for remark in report.remarks:
        print(f"{remark.pc4} was not taken over: {remark.text}")
    return 0


def _as_json(report: ImportReport) -> dict[str, object]:
    return {
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "not_in_file": report.not_in_file,
        "remarks": [{"postcode": remark.pc4, "text": remark.text} for remark in report.remarks],
    }
