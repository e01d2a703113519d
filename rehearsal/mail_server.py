"""The mail server of the season: a process of its own, which refuses some messages, and writes down each.

    python -m rehearsal.mail_server LOG

It prints its port. What it does with a message follows from whom it is for and what it says, so that two
seasons of one seed meet the same. LOG gets a line of JSON for every message that was offered.
"""

# ruff: noqa: N802, ARG002 - aiosmtpd decides the names and arguments of its hooks

import asyncio
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import IO, Any

from aiosmtpd.smtp import SMTP, Envelope, Session

LATER, NEVER, UNHEARD = 17, 83, 61
"""One message in so many is not taken at first, never taken, or taken without the sender hearing so."""

_TOKEN = re.compile(r"/p/([a-z]+\.[0-9A-Za-z_.-]+)")


@dataclass(frozen=True)
class Offered:
    """A message that somebody offered, and what came of it."""

    message_id: str
    recipient: str
    is_taken: bool
    is_refused: bool
    """For good."""
    is_unheard: bool
    """Taken, but the connection ended before the sender was told: it has to be offered again."""
    digest: str
    """Equal for messages that say the same to the same person."""
    tokens: tuple[str, ...]
    """Of the personal links in it."""

    @property
    def answer(self) -> str:
        """What was answered, in words."""
        if self.is_unheard:
            return "taken unheard"
        if self.is_refused:
            return "refused"
        return "taken" if self.is_taken else "not now"


@dataclass
class MailServer:
    """A running server, and what it wrote down."""

    url: str
    log: Path
    _read: int = 0

    def offered(self) -> Sequence[Offered]:
        """Every message that was offered, in turn."""
        return _parsed(self.log.read_bytes())

    def news(self) -> Sequence[Offered]:
        """Those since this was last asked."""
        with self.log.open("rb") as file:
            file.seek(self._read)
            new = file.read()
        self._read += len(new)
        return _parsed(new)


def _parsed(lines: bytes) -> Sequence[Offered]:
    found = map(json.loads, lines.splitlines())
    return [Offered(**{**each, "tokens": tuple(each["tokens"])}) for each in found]


@contextmanager
def running(directory: Path) -> Iterator[MailServer]:
    """A server for as long as the block lasts."""
    log = directory / "mail.jsonl"
    log.touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "rehearsal.mail_server", str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield MailServer(f"smtp://127.0.0.1:{int(process.stdout.readline())}", log)
    finally:
        process.communicate(timeout=30)  # which closes its input


class _Handler:
    def __init__(self, log: IO[str]) -> None:
        self.log = log
        self.seen: set[str] = set()

    async def handle_DATA(self, protocol: SMTP, session: Session, envelope: Envelope) -> str:
        message: Any = message_from_bytes(_bytes(envelope), policy=policy.default)
        recipient, message_id = envelope.rcpt_tos[0], str(message["Message-ID"])
        text = _text(message)
        digest = hashlib.sha256(f"{recipient}\n{message['Subject']}\n{text}".encode()).hexdigest()
        fate, is_first = int(digest[:8], 16), message_id not in self.seen
        self.seen.add(message_id)
        is_refused = fate % NEVER == 0
        is_unheard = not is_refused and is_first and fate % UNHEARD == 0
        is_taken = not is_refused and not (is_first and fate % LATER == 0 and not is_unheard)
        tokens = tuple(dict.fromkeys(_TOKEN.findall(text)))
        self._write(Offered(message_id, recipient, is_taken, is_refused, is_unheard, digest, tokens))
        if is_refused:
            return "550 5.1.1 no such person here"
        if is_unheard:
            assert isinstance(protocol.transport, asyncio.WriteTransport)
            protocol.transport.abort()
        return "250 OK" if is_taken else "451 4.3.0 not now"

    def _write(self, offered: Offered) -> None:
        self.log.write(json.dumps(asdict(offered)) + "\n")
        self.log.flush()


def _bytes(envelope: Envelope) -> bytes:
    assert isinstance(envelope.content, bytes)  # since it is not asked to decode
    return envelope.content


def _text(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain",))
    return str(body.get_content()) if body else ""


async def main(log: Path) -> None:
    """Serve until standard input ends: whoever started this ended."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_reader(sys.stdin.fileno(), stop.set)
    with log.open("a", encoding="utf-8") as file:
        handler = _Handler(file)
        listening = await asyncio.get_running_loop().create_server(
            lambda: SMTP(
                handler, hostname="mail.rehearsal", enable_SMTPUTF8=True, loop=asyncio.get_running_loop()
            ),
            "127.0.0.1",
            0,
        )
        print(listening.sockets[0].getsockname()[1], flush=True)
        await stop.wait()
        listening.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
