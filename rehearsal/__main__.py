"""Play a season with a moved clock, then run the load and fault tests at full size.

python -m rehearsal [--activities N] [--seed S] [--database sqlite|postgres] [--season-only]
"""

import argparse
import asyncio
import os
import sys
import time
from collections import Counter
from datetime import date

from rehearsal import databases, full_size, playing, table
from rehearsal.playing import Outcome, Wish


def main() -> int:
    """Answers 0 when everything agrees and every test passes."""
    arguments = _parser().parse_args()
    for name in [name for name in os.environ if name.startswith("WEEKPLANNER_")]:
        del os.environ[name]
    wish = Wish(arguments.activities, arguments.seed, arguments.database)
    print(f"A season of {wish.activities} activities, seed {wish.seed}, on {wish.database}.", flush=True)
    began = time.perf_counter()
    outcome = asyncio.run(playing.play(wish, _show))
    print(_report(outcome, time.perf_counter() - began), flush=True)
    if outcome.wrongs:
        print("\n".join(["It does not agree:", *outcome.wrongs]), file=sys.stderr)
        return 1
    print("Everything agrees.", flush=True)
    return 0 if arguments.season_only else full_size.run()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rehearsal", description=__doc__.partition("\n")[0])
    parser.add_argument("--activities", type=int, default=Wish.activities, metavar="N")
    parser.add_argument("--seed", type=int, default=Wish.seed, metavar="S")
    parser.add_argument("--database", choices=databases.KINDS, default=Wish.database)
    parser.add_argument("--season-only", action="store_true", help="without the tests at full size")
    return parser


def _show(day: date) -> None:
    if sys.stderr.isatty():
        print(f"\r{day}", end="", file=sys.stderr, flush=True)


def _report(outcome: Outcome, took_s: float) -> str:
    season, world = outcome.season, outcome.world
    standstills = ", ".join(
        f"{each.begins_at:%Y-%m-%d %H:%M} to {each.ends_at:%Y-%m-%d %H:%M} UTC"
        for each in season.standstills()
    )
    return "\n".join(
        [
            f"From {season.first_day} to {season.last_day}: {outcome.played.passes} passes, {took_s:.0f} s.",
            f"The week: {season.week_begins_on} to {season.week_ends_on}.",
            f"Standing still: {standstills}.",
            f"At first {outcome.guests_at_first} parties had signed up. Then: {_counted(world.done)}.",
            f"Refused: {_counted(world.refused)}.",
            f"The mail server: {_counted(Counter(each.answer for each in outcome.offered))}.",
            "",
            table.text(outcome.lines),
            "",
        ]
    )


def _counted(numbers: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in numbers.most_common()) or "nothing"


if __name__ == "__main__":
    sys.exit(main())
