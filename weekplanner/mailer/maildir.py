"""A mail directory in place of a server, for development and for a relay that reads one."""

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

from weekplanner.core.tokens import digest
from weekplanner.mailer.delivery import Unavailable
from weekplanner.mailer.render import Letter


class MaildirConnection:
    """Writes each message to a Maildir (cr.yp.to/proto/maildir.html).

    A file is named by its Message-ID: one that is written again after a crash replaces itself.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    async def deliver(self, letter: Letter) -> None:
        """Write a message (see `delivery.Connection`)."""
        await self._in_thread(self._write, letter)

    async def probe(self) -> None:
        """Make the directory if need be; raises Unavailable when nothing can be written there."""
        await self._in_thread(self._prepare)
        if not os.access(self._path / "tmp", os.W_OK | os.X_OK):
            raise Unavailable("mail directory: not writable")

    async def close(self) -> None:
        """Nothing stays open."""

    async def _in_thread(self, work: Callable[..., None], *arguments: Letter) -> None:
        try:
            await asyncio.to_thread(work, *arguments)
        except OSError as error:
            raise Unavailable(f"mail directory: {error.strerror}") from error

    def _prepare(self) -> None:
        for name in ("tmp", "new", "cur"):
            (self._path / name).mkdir(parents=True, exist_ok=True, mode=0o700)

    def _write(self, letter: Letter) -> None:
        self._prepare()
        seconds = int(letter.dated_at.timestamp())
        name = f"{seconds}.{digest(letter.message_id)[:32]}.weekplanner"
        unfinished = self._path / "tmp" / f"{name}.{os.getpid()}"
        with unfinished.open("wb") as file:
            file.write(letter.content.replace(b"\r\n", b"\n"))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self._path / "new" / name)
        directory = os.open(self._path / "new", os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)
