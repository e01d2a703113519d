"""`make test`: the whole suite on SQLite, then on PostgreSQL, browser tests included."""

import os
import subprocess
import sys

from tests.browser import chromium


def main() -> int:
    """Run the suite once per database; ends with the first status that is not 0."""
    found = chromium.find_or_install()
    if found is None:
        print(
            "No Chromium was found and none could be installed. "
            "Install it (Debian: apt install chromium) and run `make test` again.",
            file=sys.stderr,
        )
        return 1
    for kind in ("sqlite", "postgres"):
        print(f"== {kind}", flush=True)
        command = [sys.executable, "-m", "pytest", "-q", *sys.argv[1:]]
        if kind == "postgres":  # the browser sees the same pages; once is enough
            command += ["--ignore=tests/browser"]
        status = subprocess.run(
            command, env={**os.environ, "TEST_DB": kind, chromium.VARIABLE: found}, check=False
        )
        if status.returncode:
            return status.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
