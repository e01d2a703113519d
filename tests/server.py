"""Real processes of the program: a web server, a mailer, a command; with their own settings."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

START_S = 90.0
STOP_S = 60
"""What a machine that is busy with other tests may take; nothing waits longer than it has to."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """How to start the program: its settings as environment."""

    environment: Mapping[str, str]
    directory: Path

    @classmethod
    def on(cls, database_url: str, directory: Path, **settings: str) -> "Program":
        """The program on a database, with its files in `directory`."""
        mine = {name: value for name, value in os.environ.items() if not name.startswith("WEEKPLANNER_")}
        wanted = {
            "DATABASE_URL": database_url,
            "SECRET_KEY": "the secret of the tests",
            "MAIL_URL": f"maildir:{directory}/mail",
            **{name.upper(): value for name, value in settings.items()},
        }
        return cls({**mine, **{f"WEEKPLANNER_{name}": value for name, value in wanted.items()}}, directory)

    async def start(self, *arguments: str) -> asyncio.subprocess.Process:
        """Start `weekplanner …`; its log goes to a file in the directory."""
        with (self.directory / f"{arguments[0]}.log").open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "weekplanner",
                *arguments,
                env=dict(self.environment),
                cwd=self.directory,
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )

    async def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command to its end: status, output, errors."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "weekplanner",
            *arguments,
            env=dict(self.environment),
            cwd=self.directory,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        output, errors = await asyncio.wait_for(process.communicate(), 300)
        assert process.returncode is not None
        return process.returncode, output.decode(), errors.decode()

    def log(self, command: str) -> str:
        """What `command` has logged."""
        return (self.directory / f"{command}.log").read_text()


@dataclass
class Server:
    """A running web server."""

    program: Program
    process: asyncio.subprocess.Process
    url: str

    @property
    def client(self) -> httpx2.AsyncClient:
        """A client that posts as a page of the site does."""
        return httpx2.AsyncClient(base_url=self.url, headers={"Sec-Fetch-Site": "same-origin"})

    async def stop(self) -> int:
        """Ask it to stop, and wait; answers its status."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), STOP_S)

    async def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self.process.returncode is None:
            self.process.kill()
        await asyncio.wait_for(self.process.wait(), STOP_S)  # a worker that outlives it would hold its output


@asynccontextmanager
async def serving(program: Program, *arguments: str) -> AsyncIterator[Server]:
    """A web server that answers, until the block ends."""
    server = await started(program, *arguments)
    try:
        yield server
    finally:
        await server.kill()


@asynccontextmanager
async def running(program: Program, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command that runs on, such as `mailer`, ended with the block if not before."""
    process = await program.start(*arguments)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def started(program: Program, *arguments: str, port: int | None = None) -> Server:
    """A web server that answers; who asks for it ends it."""
    port = port or free_port()
    process = await program.start("serve", "--port", str(port), *arguments)
    server = Server(program, process, f"http://127.0.0.1:{port}")
    try:
        await _until_it_answers(server)
    except BaseException:
        await server.kill()
        raise
    return server


async def _until_it_answers(server: Server) -> None:
    until = time.monotonic() + START_S
    async with server.client as client:
        while time.monotonic() < until:
            assert server.process.returncode is None, server.program.log("serve")
            try:
                if (await client.get("/healthz")).status_code == 200:
                    return
            except httpx2.TransportError:
                await asyncio.sleep(0.05)
    raise AssertionError(f"it did not start: {server.program.log('serve')}")
