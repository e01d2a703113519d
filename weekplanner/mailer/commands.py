"""The commands `mailer` and `schedule`."""

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from weekplanner.core import clock, progress
from weekplanner.core.arguments import a_moment
from weekplanner.mailer import queries, schedule, sender
from weekplanner.mailer.sender import Counts

LOOK_S = 0.5


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package."""
    parser = subparsers.add_parser("mailer", help="schedule and send what is due, until stopped")
    parser.add_argument("--once", action="store_true", help="stop when nothing is due now")
    parser.add_argument("--now", type=a_moment, metavar="ISO8601", help="as if it were this moment")
    parser.set_defaults(run=run)
    schedule_parser = subparsers.add_parser(
        "schedule", help="put in the outbox what is due, and send nothing"
    )
    schedule_parser.add_argument("--now", type=a_moment, metavar="ISO8601", help="as if it were this moment")
    schedule_parser.add_argument("--json", action="store_true", help="print JSON")
    schedule_parser.set_defaults(run=run_schedule)


async def run_schedule(arguments: argparse.Namespace) -> int:
    """Work off what is due, and print how many messages that made of each kind."""
    with _at(arguments.now):
        counts = schedule.totals(await schedule.run_due())
    if arguments.json:
        print(json.dumps(counts))
    else:
        for kind, numbers in counts.items():
            too_late = f", {numbers['too_late']} too late" if numbers["too_late"] else ""
            print(f"{numbers['queued']:7}  {kind}{too_late}")
    failed = [kind for kind, numbers in counts.items() if numbers["failed"]]
    if failed:
        print(f"Not everything could be scheduled, look in the log: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


async def run(arguments: argparse.Namespace) -> int:
    """Send until SIGTERM or Ctrl-C, or once; 1 when the server takes nothing."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    with _at(arguments.now):
        if not arguments.once:
            await asyncio.gather(schedule.run(stop), sender.run(stop))
            return 0
        await schedule.run_due(stop)
        counts = await _send_due(stop)
    print(
        f"{counts.sent} sent, {counts.postponed} postponed, {counts.failed} failed, {counts.dropped} dropped"
    )
    if counts.halted:
        print(f"Mail cannot be sent now: {counts.halted}", file=sys.stderr)
        return 1
    return 0


async def _send_due(stop: asyncio.Event) -> Counts:
    """Send what is due; on a terminal, show how far it is."""
    counts, total = Counts(), await queries.waiting_messages()
    show = progress.on_terminal("mail")
    sending = asyncio.create_task(sender.send_due(stop, counts))
    while not sending.done():
        await asyncio.wait({sending}, timeout=LOOK_S)
        show(min(counts.ended.total(), total), total)
    return await sending


@contextmanager
def _at(moment: datetime | None) -> Iterator[None]:
    """As if it were this moment, if one is given."""
    if moment is None:
        yield
        return
    with clock.frozen(moment):
        yield
