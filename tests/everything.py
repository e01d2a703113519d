"""`make test`: the whole suite on SQLite and on PostgreSQL, side by side, browser tests included."""

import os
import subprocess
import sys
import tempfile

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
    command = [sys.executable, "-m", "pytest", "-q", *sys.argv[1:]]
    environment = {**os.environ, chromium.VARIABLE: found}
    with tempfile.TemporaryFile("w+") as written:
        # The browser sees the same pages on either, and these packages know no database: once is enough.
        once = ("browser", "formats", "vocabulary", "architecture")
        other = subprocess.Popen(
            [*command, *(f"--ignore=tests/{name}" for name in once)],
            env={**environment, "TEST_DB": "postgres"},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
        try:
            print("== sqlite", flush=True)
            # PostgreSQL refuses more of it: there all pages are asked nonsense.
            command.append("--ignore=tests/web/test_nonsense.py")
            status = subprocess.run(command, env={**environment, "TEST_DB": "sqlite"}, check=False).returncode
            other_status = other.wait()
        finally:
            if other.poll() is None:  # interrupted
                other.terminate()
                other.wait()
        written.seek(0)
        print("== postgres", written.read(), sep="\n", flush=True)
    return status or other_status


if __name__ == "__main__":
    sys.exit(main())
