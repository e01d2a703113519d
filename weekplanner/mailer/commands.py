"""The command `mailer`."""

import argparse
import asyncio
import signal
import sys
from contextlib import ExitStack

from weekplanner.core import clock, progress
from weekplanner.core.arguments import a_moment
from weekplanner.mailer import queries, sender
from weekplanner.mailer.sender import Counts

LOOK_S = 0.5


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of this package."""
    parser = subparsers.add_parser("mailer", help="send what waits in the outbox, until stopped")
    parser.add_argument("--once", action="store_true", help="stop when nothing is due now")
    parser.add_argument("--now", type=a_moment, metavar="ISO8601", help="as if it were this moment")
    parser.set_defaults(run=run)


async def run(arguments: argparse.Namespace) -> int:
    """Send until SIGTERM or Ctrl-C, or once; 1 when the server takes nothing."""
    stop = asyncio.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(each, stop.set)
    with ExitStack() as stack:
        if arguments.now:
            stack.enter_context(clock.frozen(arguments.now))
        if not arguments.once:
            await sender.run(stop)
            return 0
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
