"""A persistent connection to an SMTP server."""

import re
import ssl
import time
from dataclasses import dataclass

import aiosmtplib
from aiosmtplib import (
    SMTPException,
    SMTPResponseException,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from weekplanner.mailer.delivery import (
    Misconfigured,
    Rejected,
    ServerBusy,
    SlowDown,
    TryLater,
    Unavailable,
    Undelivered,
)
from weekplanner.mailer.render import Letter

MESSAGES_PER_CONNECTION = 100
IDLE_S = 30.0
"""Longer unused, a connection may be dead without a word: a firewall forgot it."""
QUIT_S = 10.0

_ENHANCED = re.compile(r"([245]\.\d{1,3}\.\d{1,3})\b")
_ACCEPTED = {250, 251}
_CLOSING = 421
_NEEDS_SIGN_IN = {530, 534, 535, 538}
_TOO_LARGE = 552


@dataclass(frozen=True)
class Timeouts:
    """How long to wait for an answer, in seconds (RFC 5321 §4.5.3.2)."""

    command_s: float = 300
    data_s: float = 600


@dataclass(frozen=True)
class Server:
    """Where to connect, and as whom."""

    host: str
    port: int
    is_tls: bool = False
    is_starttls: bool = False
    username: str | None = None
    password: str | None = None


class _Lost(Exception):
    """The connection ended before the message was handed over."""


class SmtpConnection:
    """Sends many messages over one connection, one after another, and opens it again when it breaks."""

    def __init__(self, server: Server, timeouts: Timeouts | None = None) -> None:
        self._timeouts = timeouts or Timeouts()
        self._offered = 0
        self._used_at = 0.0
        self._client = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.is_tls,
            start_tls=server.is_starttls,
            username=server.username,
            password=server.password,
            timeout=self._timeouts.command_s,
        )

    async def deliver(self, letter: Letter) -> None:
        """Hand over a message (see `delivery.Connection`).

        A server may end a connection between messages: then a new one is tried at once.
        """
        try:
            await self._deliver(letter)
        except Undelivered:
            raise
        except BaseException:
            self._client.close()  # cancelled half-way: the next answer would be taken for another's
            raise

    async def _deliver(self, letter: Letter) -> None:
        is_reused = await self._is_fit()
        if not is_reused:
            await self._open()
        try:
            await self._envelope(letter)
        except _Lost as lost:
            if not is_reused:
                raise ServerBusy(str(lost)) from lost
            await self._open()
            try:
                await self._envelope(letter)
            except _Lost as again:
                raise ServerBusy(str(again)) from again
        await self._content(letter)

    async def _is_fit(self) -> bool:
        """Whether the connection can carry another message; one that has done its work is closed."""
        if self._offered >= MESSAGES_PER_CONNECTION:
            await self.close()
        elif time.monotonic() - self._used_at > IDLE_S:
            self._client.close()
        return self._client.is_connected

    async def probe(self) -> None:
        """Connect, greet, sign in and leave; raises Unavailable."""
        await self._open()
        await self.close()

    async def close(self) -> None:
        """QUIT, and hang up whatever the answer."""
        try:
            if self._client.is_connected:
                await self._client.quit(timeout=QUIT_S)
        except (SMTPException, OSError):
            pass  # it only was a courtesy
        finally:
            self._client.close()

    async def _open(self) -> None:
        self._offered = 0
        try:
            await self._client.connect()
            if self._client.is_ehlo_or_helo_needed:
                await self._client.ehlo()
        except SMTPResponseException as error:
            self._client.close()
            raise _refused_us("connect", error) from error
        except (SMTPException, OSError) as error:
            self._client.close()
            raise _unreachable(error) from error

    async def _envelope(self, letter: Letter) -> None:
        size = f"SIZE={len(letter.content)}".encode()
        options = [size] if self._client.supports_extension("size") else []
        self._offered += 1
        self._used_at = time.monotonic()
        try:
            await self._command(b"MAIL", b"FROM:<%b>" % letter.sender.encode("ascii"), *options)
        except SMTPResponseException as error:
            if error.code == _CLOSING and self._offered > 1:
                raise _Lost("MAIL 421") from error
            raise _refused_sender(error) from error
        try:
            await self._command(b"RCPT", b"TO:<%b>" % letter.recipient.encode("ascii"))
        except SMTPResponseException as error:
            raise _refused_message("RCPT", error) from error

    async def _command(self, *words: bytes) -> None:
        """Say something that is accepted with 250 or 251; raises SMTPResponseException and _Lost.

        aiosmtplib's own commands first take each address apart, which takes a tenth of all time that a
        message needs; ours are canonical.
        """
        try:
            answer = await self._client.execute_command(*words)
            if answer.code not in _ACCEPTED:
                raise SMTPResponseException(answer.code, answer.message)
        except SMTPResponseException as error:
            await self._reset(error)
            raise
        except (SMTPServerDisconnected, SMTPTimeoutError) as error:
            self._client.close()
            raise _Lost("connection lost before DATA") from error

    async def _content(self, letter: Letter) -> None:
        try:
            await self._client.data(letter.content, timeout=self._timeouts.data_s)
        except SMTPResponseException as error:
            await self._reset(error)
            raise _refused_message("DATA", error) from error
        except (SMTPServerDisconnected, SMTPTimeoutError) as error:
            self._client.close()  # the server may have the message: only the Message-ID tells
            raise TryLater("connection lost during DATA") from error

    async def _reset(self, error: SMTPResponseException) -> None:
        """Forget the half-finished message; when that fails, hang up."""
        if error.code == _CLOSING:
            self._client.close()
            return
        try:
            await self._client.rset()
        except (SMTPException, OSError):
            self._client.close()


def _reason(stage: str, error: SMTPResponseException) -> str:
    enhanced = _enhanced(error)
    return f"{stage} {error.code} {enhanced}".rstrip()


def _enhanced(error: SMTPResponseException) -> str:
    found = _ENHANCED.match(error.message)
    return found[1] if found else ""


def _refused_us(stage: str, error: SMTPResponseException) -> Undelivered:
    if error.code >= 500:
        return Misconfigured(_reason(stage, error))
    return Unavailable(_reason(stage, error))


def _refused_sender(error: SMTPResponseException) -> Undelivered:
    if error.code == _TOO_LARGE:
        return Rejected(_reason("MAIL", error))
    if error.code >= 500:
        return Misconfigured(_reason("MAIL", error))
    return ServerBusy(_reason("MAIL", error))


def _refused_message(stage: str, error: SMTPResponseException) -> Undelivered:
    if error.code in _NEEDS_SIGN_IN:
        return Misconfigured(_reason(stage, error))
    if error.code >= 500:
        return Rejected(_reason(stage, error))
    if error.code == _CLOSING or _enhanced(error).startswith("4.7."):
        return SlowDown(_reason(stage, error))
    return TryLater(_reason(stage, error))


def _unreachable(error: Exception) -> Unavailable:
    """Which of both: a server that is not there, or one that cannot be used as the setting says."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            words = getattr(cause, "verify_message", None) or cause.reason or type(cause).__name__
            return Misconfigured(f"TLS: {words}")
        cause = cause.__cause__
    if isinstance(error, OSError):
        return Unavailable(f"no connection: {type(error.__cause__ or error).__name__}")
    return Misconfigured(f"connect: {error}")
