"""Processes that are measured: the site and the bare application, each on a port of its own."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

import psutil

START_S = 60.0
LOAD_S, LOAD_CONNECTIONS = 2.0, 8
MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """A running server, and what it cost until its first answer."""

    process: psutil.Popen
    port: int
    start_s: float
    start_cpu_s: float

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers=dict(headers or {}))
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, names, response.read())
        finally:
            connection.close()

    @property
    def memory_mib(self) -> float:
        """What it has in memory (RSS)."""
        return float(self.process.memory_info().rss) / MEBIBYTE

    def loaded(self, path: str, *, status: int, headers: Mapping[str, str] | None = None) -> "Load":
        """What it does when another process asks the same as fast as it can."""
        command = [str(self.port), str(LOAD_S), str(LOAD_CONNECTIONS), str(status)]
        asked = {"Host": "127.0.0.1", "User-Agent": "bench", "Accept": "*/*", **(headers or {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in asked.items())
        request = f"GET {path} HTTP/1.1\r\n{lines}\r\n".encode()
        before = self._cpu_s()
        done = subprocess.run(
            [sys.executable, "-m", "bench.load", *command], input=request, stdout=subprocess.PIPE, check=True
        )
        per_second, total = map(float, done.stdout.split())
        return Load(per_second, 1_000_000 * (self._cpu_s() - before) / total)

    def _cpu_s(self) -> float:
        spent = self.process.cpu_times()
        return float(spent.user + spent.system)


@dataclass(frozen=True)
class Load:
    """How many answers a second, and what the server spent on each."""

    per_second: float
    cpu_us: float


@contextmanager
def site(log: Path, *options: str) -> Iterator[Server]:
    """The site as an operator starts it, with the mailer inside unless an option says otherwise."""
    port = _free_port()
    command = [sys.executable, "-m", "weekplanner", "serve", "--port", str(port), *options]
    with _started(command, port, log) as server:
        yield server


@contextmanager
def bare(log: Path, body: Path | None = None) -> Iterator[Server]:
    """The bare application, which answers with the bytes of a file."""
    port = _free_port()
    files = [str(body)] if body else []
    with _started([sys.executable, "-m", "bench.bare", str(port), *files], port, log) as server:
        yield server


@contextmanager
def _started(command: list[str], port: int, log: Path) -> Iterator[Server]:
    began = time.perf_counter()
    with log.open("ab") as output:
        process = psutil.Popen(command, stdout=output, stderr=output)
    try:
        _wait_until_it_answers(process, port, log)
        spent = process.cpu_times()
        yield Server(process, port, time.perf_counter() - began, spent.user + spent.system)
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_it_answers(process: psutil.Popen, port: int, log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.005)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("it did not start: " + re.sub(r"\s+", " ", log.read_text()[-2_000:]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
