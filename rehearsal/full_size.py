"""The load and fault tests at full size: those that take their numbers from `tests/sizes.py`."""

import os
import subprocess
import sys
from pathlib import Path

from rehearsal import databases

ROOT = Path(__file__).resolve().parent.parent
SIZES = "tests.sizes"
"""Who imports this has a size for the suite and another one for a rehearsal."""


def files() -> list[str]:
    """The files with such tests; a new one is found by itself."""
    return sorted(
        str(path.relative_to(ROOT))
        for path in (ROOT / "tests").rglob("test_*.py")
        if f"from {SIZES} import" in path.read_text(encoding="utf-8")
    )


def run() -> int:
    """Run them on each database, one after another; answers the first status that is not 0."""
    statuses = []
    for kind in databases.KINDS:
        print(f"At full size on {kind}: {', '.join(files())}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *files()],
            env={**os.environ, "TEST_DB": kind, "REHEARSAL": "1"},
            cwd=ROOT,
            check=False,
        )
        statuses.append(done.returncode)
    return next(filter(None, statuses), 0)
