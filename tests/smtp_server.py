"""A real SMTP server on a free port of this machine, which answers as a test says.

async with smtp_server() as server:
    server.answer("RCPT", "450 4.2.0 greylisted", times=1)
    ... send to server.url ...
    assert server.recipients() == ["jan@example.org"]
"""

# ruff: noqa: N802, ARG002 - aiosmtpd decides the names and arguments of its hooks

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

HANG_UP = "hang up"
"""End the connection in place of an answer."""
TAKE_AND_HANG_UP = "take and hang up"
"""At DATA: keep the message, but end the connection before saying so."""


@dataclass(frozen=True)
class Delivery:
    """A message that the server has taken."""

    sender: str
    recipient: str
    content: bytes
    connection: int

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return message_from_bytes(self.content, policy=policy.default)  # type: ignore[return-value]


@dataclass
class Rule:
    """An answer that a test wants at a stage."""

    stage: str
    answer: str
    times: int | None
    to: str | None
    hold: asyncio.Event | None

    async def when_allowed(self) -> str:
        """The answer, once it may be given."""
        if self.hold is not None:
            await self.hold.wait()
        return self.answer


@dataclass
class SmtpServer:
    """What was taken, and what to answer; stages are CONNECT, EHLO, MAIL, RCPT and DATA."""

    port: int = 0
    deliveries: list[Delivery] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    connections: int = 0
    on_delivery: Callable[[Delivery], None] | None = None
    _rules: list[Rule] = field(default_factory=list)

    @property
    def url(self) -> str:
        """For WEEKPLANNER_MAIL_URL."""
        return f"smtp://127.0.0.1:{self.port}"

    def answer(
        self,
        stage: str,
        answer: str = "250 OK",
        *,
        times: int | None = None,
        to: str | None = None,
        hold: asyncio.Event | None = None,
    ) -> None:
        """Answer like this at a stage, so many times, for one recipient or all.

        With `hold` the answer comes only after that; at DATA the message was taken before.
        """
        self._rules.append(Rule(stage, answer, times, to, hold))

    def forget_answers(self) -> None:
        """Take everything again."""
        self._rules.clear()

    def take(self, delivery: Delivery) -> None:
        """Keep a message."""
        self.deliveries.append(delivery)
        if self.on_delivery:
            self.on_delivery(delivery)

    def recipients(self) -> list[str]:
        """To whom messages were taken, in order."""
        return [delivery.recipient for delivery in self.deliveries]

    def rule_for(self, stage: str, recipient: str | None = None) -> Rule | None:
        """What a test wants here, if it wants something."""
        for rule in self._rules:
            if rule.stage == stage and rule.times != 0 and rule.to in (None, recipient):
                if rule.times is not None:
                    rule.times -= 1
                return rule
        return None

    async def decide(self, stage: str, recipient: str | None = None) -> str | None:
        """The answer a test wants here, if it wants one."""
        rule = self.rule_for(stage, recipient)
        return await rule.when_allowed() if rule else None


class _Protocol(SMTP):
    """aiosmtpd's server, with a greeting that can be scripted."""

    def __init__(self, server: SmtpServer, **options: Any) -> None:
        super().__init__(_Handler(server), hostname="mail.test", enable_SMTPUTF8=True, **options)
        self.scripted = server
        self.number = 0

    async def _handle_client(self) -> None:
        if not self.number:
            self.scripted.connections += 1
            self.number = self.scripted.connections
            answer = await self.scripted.decide("CONNECT")
            if answer is not None:
                if answer != HANG_UP:
                    await self.push(answer)
                self.transport.close()
                return
        await super()._handle_client()

    async def smtp_EHLO(self, hostname: str) -> None:
        answer = await self.scripted.decide("EHLO")
        await (super().smtp_EHLO(hostname) if answer is None else self.push(answer))

    def hang_up(self) -> None:
        self.transport.abort()


class _Handler:
    def __init__(self, server: SmtpServer) -> None:
        self.server = server

    async def _scripted(self, protocol: _Protocol, stage: str, recipient: str | None) -> str | None:
        answer = await self.server.decide(stage, recipient)
        if answer in (HANG_UP, TAKE_AND_HANG_UP):
            protocol.hang_up()
            return "421 gone"
        if answer is not None and answer.startswith("421"):
            asyncio.get_running_loop().call_later(0.01, protocol.transport.close)
        return None if answer == "250 OK" else answer

    async def handle_MAIL(
        self, protocol: _Protocol, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if answer := await self._scripted(protocol, "MAIL", None):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, protocol: _Protocol, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.server.attempts.append(address)
        if answer := await self._scripted(protocol, "RCPT", address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, protocol: _Protocol, session: Session, envelope: Envelope) -> str:
        recipient = envelope.rcpt_tos[0]
        rule = self.server.rule_for("DATA", recipient)
        if rule is None or rule.answer in ("250 OK", TAKE_AND_HANG_UP):
            content = bytes(envelope.content or b"")
            self.server.take(Delivery(str(envelope.mail_from), recipient, content, protocol.number))
        answer = await rule.when_allowed() if rule else "250 OK"
        if answer in (HANG_UP, TAKE_AND_HANG_UP):
            protocol.hang_up()
        return answer if answer[0].isdigit() else "421 gone"


@asynccontextmanager
async def smtp_server(
    server: SmtpServer | None = None,
    *,
    login: tuple[str, str] | None = None,
    tls: ssl.SSLContext | None = None,
    is_implicit_tls: bool = False,
) -> AsyncIterator[SmtpServer]:
    """Run a server; with `login` it wants this name and password, with `tls` it speaks (START)TLS."""
    server = server or SmtpServer()

    def authenticate(_protocol: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> AuthResult:
        is_right = login == (data.login.decode(), data.password.decode())
        return AuthResult(success=is_right, handled=False)

    def protocol() -> _Protocol:
        options: dict[str, Any] = {}
        if login:
            # aiosmtpd sees only the TLS that it started itself
            is_seen = tls is not None and not is_implicit_tls
            options = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": is_seen}
        if tls and not is_implicit_tls:
            options |= {"tls_context": tls, "require_starttls": True}
        with warnings.catch_warnings(action="ignore"):  # that a password without TLS is unwise
            return _Protocol(server, loop=asyncio.get_running_loop(), **options)

    listening = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=tls if is_implicit_tls else None
    )
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
