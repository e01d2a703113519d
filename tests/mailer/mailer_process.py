"""A mailer as a process of its own, with the kinds of the tests and short leases."""

import argparse
import asyncio
from datetime import timedelta

from jinja2 import ChoiceLoader, DictLoader

from tests.mailer.conftest import KINDS, TEMPLATES
from weekplanner import wiring
from weekplanner.core import db, settings
from weekplanner.mailer import claims, commands, kinds, render, sender


async def main() -> None:
    """Send until stopped."""
    wiring.wire()
    kinds.wire(KINDS)
    for environment in (render.TEXT, render.HTML):
        environment.loader = ChoiceLoader([DictLoader(TEMPLATES), environment.loader])
    claims.LEASE, sender.RENEW_S, sender.POLL_S = timedelta(seconds=2), 0.5, 0.05
    async with db.opened(settings.current(), wiring.MODEL_MODULES):
        await commands.run(argparse.Namespace(once=False, now=None))


asyncio.run(main())
