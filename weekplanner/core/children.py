"""Python in a child process: what it does to untrusted input, its memory and its mistakes stay there."""

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE
from dataclasses import dataclass
from pathlib import Path


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
    command = [sys.executable, "-P", "-s", "-m", module, *arguments]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=stdin, stdout=PIPE, stderr=PIPE, env=_environment(), start_new_session=True
    )
    try:
        output, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    assert process.returncode is not None
    return Ended(process.returncode, output, errors)


def _environment() -> dict[str, str]:
    paths = [str(Path(entry).absolute()) for entry in sys.path]
    return {"PYTHONPATH": os.pathsep.join(paths), "PYTHONUTF8": "1"}
