"""Other processes in tests: started, waited for, and ended whatever happens."""

import asyncio
import os
from collections.abc import Sequence


async def run_together(commands: Sequence[Sequence[str]], *, env: dict[str, str] | None = None) -> list[str]:
    """Run all at once; every one must end well. Answers what each printed."""
    running = [
        await asyncio.create_subprocess_exec(
            *command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **(env or {})},
        )
        for command in commands
    ]
    try:
        async with asyncio.timeout(120):
            outputs = await asyncio.gather(*(process.communicate() for process in running))
    finally:
        for process in running:
            if process.returncode is None:
                process.kill()
                await process.wait()
    for process, (_, errors) in zip(running, outputs, strict=True):
        assert process.returncode == 0, errors.decode()
    return [output.decode() for output, _ in outputs]
