"""`make test`: the whole suite on SQLite and on PostgreSQL, and the browser tests, side by side."""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack

from tests.browser import chromium

RUNS = {
    # PostgreSQL refuses more of it: there all pages are asked nonsense.
    "sqlite": ("sqlite", ["--ignore=tests/browser", "--ignore=tests/web/test_nonsense.py"]),
    # Some packages know no database, residents' pages and open data read one through what others test here,
    # and what is marked takes no notice of which one it is.
    "postgres": (
        "postgres",
        [
            "-m",
            "not once",
            *(
                f"--ignore=tests/{name}"
                for name in ("architecture", "browser", "finding", "formats", "opendata", "vocabulary")
            ),
        ],
    ),
    # The browser sees the same pages on either.
    "browser": ("sqlite", ["tests/browser"]),
}
"""The database of each, and what it runs; three fill two processors, as each has to wait now and then."""


def main() -> int:
    """Run them all at once, with the options given for pytest; ends with the first status that is not 0."""
    found = chromium.find_or_install()
    if found is None:
        print(
            "No Chromium was found and none could be installed. "
            "Install it (Debian: apt install chromium) and run `make test` again.",
            file=sys.stderr,
        )
        return 1
    statuses = []
    with ExitStack() as stack:
        running = []
        for name, (database, what) in RUNS.items():
            written = stack.enter_context(tempfile.TemporaryFile("w+"))
            process = subprocess.Popen(
                [sys.executable, "-m", "pytest", "-q", *sys.argv[1:], *what],
                env={**os.environ, chromium.VARIABLE: found, "TEST_DB": database},
                stdout=written if running else None,  # the first tells how far it is
                stderr=subprocess.STDOUT,
            )
            stack.callback(_end, process)
            running.append((name, process, written))
        for name, process, written in running:
            statuses.append(process.wait())
            written.seek(0)
            print(f"== {name}", written.read(), sep="\n", flush=True)
    return next(filter(None, statuses), 0)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End what was interrupted."""
    if process.poll() is None:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
