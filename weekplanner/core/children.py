"""Python in a child process: what it does to untrusted input, its memory and its mistakes stay there."""

import asyncio
import os
import sys
from asyncio import StreamReader
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

OnLine = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Ended:
    """How a child process ended; a negative exit code is the signal that killed it."""

    exit_code: int
    output: bytes
    errors: bytes

    @property
    def error(self) -> str:
        """The kind of error a child died of, as its last words tell it; never what the error says."""
        last_words = self.errors.decode(errors="replace").strip().rpartition("\n")[2]
        return last_words.partition(":")[0][:80]


async def run_module(module: str, *arguments: str, stdin: int = DEVNULL) -> Ended:
    """Run `python -m module` to its end; a cancelled caller kills it.

    The child knows where this process finds its modules and nothing else of its environment, which may
    hold secrets. `stdin` is the descriptor of an open file. The terminal's Ctrl-C does not reach the child:
    a server that stops finishes its requests first.
    """
    async with _started(module, arguments, stdin) as process:
        output, errors = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, output, errors)


async def follow_module(module: str, *arguments: str, on_line: OnLine) -> Ended:
    """The same, and hand over each line that the child prints when it comes; they are not kept.

    An error of `on_line` kills the child.
    """
    async with _started(module, arguments, DEVNULL) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        _, errors = await asyncio.gather(_each_line(process.stdout, on_line), process.stderr.read())
        await process.wait()
    assert process.returncode is not None
    return Ended(process.returncode, b"", errors)


@asynccontextmanager
async def _started(module: str, arguments: tuple[str, ...], stdin: int) -> AsyncIterator[Process]:
    command = [sys.executable, "-P", "-s", "-m", module, *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=stdin, stdout=PIPE, stderr=PIPE, env=_environment(), start_new_session=True
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _each_line(output: StreamReader, on_line: OnLine) -> None:
    async for line in output:
        await on_line(line.decode(errors="replace").rstrip("\n"))


def _environment() -> dict[str, str]:
    paths = [str(Path(entry).absolute()) for entry in sys.path]
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
