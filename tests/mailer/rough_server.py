"""A mail server on a bad day, in a process of its own: the message and the attempt decide what it answers.

    python -m tests.mailer.rough_server

It prints its port, and then a line for each message that it takes: how it answered, for whom, and the
Message-ID.
"""

import asyncio
import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum
from random import Random

from tests.smtp_server import HANG_UP, TAKE_AND_HANG_UP, Delivery, Rule, SmtpServer, smtp_server

ROUGH_ATTEMPTS = 3
"""After so many a message is taken at last."""

_MESSAGE_ID = re.compile(rb"^Message-ID:\s+(\S+)", re.MULTILINE | re.IGNORECASE)


class Fate(Enum):
    """What becomes of a message that is offered; the first two, at RCPT and DATA, mean "later"."""

    NOT_NOW = "450 4.2.0 not now"
    BUSY = "451 4.3.0 busy"
    REFUSED = "550 5.1.1 no such user"
    CUT_BEFORE = HANG_UP
    CUT_AFTER = TAKE_AND_HANG_UP
    TAKEN = "250 OK"


SHARES = {Fate.NOT_NOW: 0.025, Fate.BUSY: 0.025, Fate.CUT_BEFORE: 0.01, Fate.CUT_AFTER: 0.01}
REFUSED_SHARE = 0.01
AT_RCPT = {Fate.NOT_NOW, Fate.REFUSED}


def is_refused(recipient: str) -> bool:
    """Whether this address does not exist, at whatever attempt."""
    return Random(f"exists {recipient}").random() < REFUSED_SHARE


def fate(recipient: str, attempt: int) -> Fate:
    """What becomes of the first, second, … attempt to bring somebody their message."""
    if is_refused(recipient):
        return Fate.REFUSED
    chance = Random(f"attempt {attempt} {recipient}").random()
    for each, share in SHARES.items():
        if chance < share and attempt <= ROUGH_ATTEMPTS:
            return each
        chance -= share
    return Fate.TAKEN


@dataclass
class RoughServer(SmtpServer):
    """Counts the attempts of each message; keeps nothing of what it takes."""

    offers: Counter[str] = field(default_factory=Counter)

    def rule_for(self, stage: str, recipient: str | None = None) -> Rule | None:
        """What the fate of this attempt is, at the stage where it strikes."""
        if recipient is None:
            return None
        if stage == "RCPT":
            self.offers[recipient] += 1
        struck = fate(recipient, self.offers[recipient])
        if struck is Fate.TAKEN or (stage == "RCPT") != (struck in AT_RCPT):
            return None
        return Rule(stage, struck.value, times=None, to=None, hold=None)

    def take(self, delivery: Delivery) -> None:
        """Tell who started this."""
        found = _MESSAGE_ID.search(delivery.content)
        assert found is not None
        struck = fate(delivery.recipient, self.offers[delivery.recipient])
        print(struck.name, delivery.recipient, found[1].decode(), flush=True)


async def main() -> None:
    """Listen until ended."""
    async with smtp_server(RoughServer()) as server:
        print(server.port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
