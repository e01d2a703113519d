"""Handing over one message: what a way out is, and what can go wrong on it."""

from typing import Protocol

from weekplanner.mailer.render import Letter


class Undelivered(Exception):
    """A message was not taken, or nobody knows; `reason` holds stage and codes, no personal data."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TryLater(Undelivered):
    """Not now: 4xx for this recipient or message, or the connection was lost before the answer."""


class SlowDown(TryLater):
    """Not now, and others at this domain had better wait too: 421, or 4.7.x (RFC 3463 §3.8)."""


class ServerBusy(TryLater):
    """Not now, nor anything else: 4xx, or hung up, before the message was offered."""


class Rejected(Undelivered):
    """Never: 5xx for this recipient or message (RFC 5321 §4.2.1)."""


class Unavailable(Undelivered):
    """The way out is closed for every message: no connection, a full disk."""


class Misconfigured(Unavailable):
    """The server does not want us: 5xx, or a failing certificate, before a recipient was named."""


class Connection(Protocol):
    """A way out, for one message at a time."""

    async def deliver(self, letter: Letter) -> None:
        """Hand over a message; returns once the other side has it for good, else raises Undelivered."""

    async def probe(self) -> None:
        """Try the way out without a message; raises Unavailable."""

    async def close(self) -> None:
        """Say goodbye; a later `deliver` opens the connection again."""
