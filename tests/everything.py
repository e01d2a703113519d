"""`make test`: the whole suite on SQLite and on PostgreSQL, and the browser tests, side by side."""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack

from tests.browser import chromium

BUSY = (
    "concurrency",
    "core",
    "demo",
    "formats",
    "kits",
    "mailer",
    "rehearsal",
    "test_commands.py",
    "test_one_line.py",
    "test_wheel.py",
)
"""With their processes, servers and printers these take about as long as all others together."""
ALIKE = ("architecture", "finding", "formats", "opendata", "vocabulary")
"""Some of these know no database, residents' pages and open data read one through what others test here."""

SHOWN = (
    "accounts/test_doors.py",
    "congress/test_invitations.py",
    "congress/test_paper.py",
    "congress/test_personal_page.py",
    "congress/test_public_page.py",
    "congress/test_tickets.py",
    "events/test_form.py",
    "events/test_parsing.py",
    "events/test_picture_files.py",
    "events/test_pictures.py",
    "feeds/test_calendar_app.py",
    "feeds/test_formats.py",
    "feeds/test_other_readers.py",
    "kits/paper",
    "kits/test_carrier_files.py",
    "kits/test_printing.py",
    "mailer/test_addresses.py",
    "mailer/test_render.py",
    "signups/test_own_calendar.py",
    "signups/test_personal_page.py",
    "team/test_mail_previews.py",
    "web/test_rights.py",
)
"""Pages, files and mail: what they show was read by statements that all pages send when they are asked
nonsense, and written by operations that others test here."""


def _only(*names: str) -> list[str]:
    return [f"tests/{name}" for name in names]


def _without(*names: str) -> list[str]:
    return [f"--ignore=tests/{name}" for name in names]


ONCE = ["-m", "not once"]
"""What is marked takes no notice of which database it is."""
RUNS = {
    # PostgreSQL refuses more of it: there all pages are asked nonsense.
    "sqlite": ("sqlite", _without("browser", "web/test_nonsense.py", *BUSY)),
    "sqlite, busy": ("sqlite", _only(*BUSY)),
    "postgres": ("postgres", [*ONCE, *_without("browser", *ALIKE, *SHOWN, *BUSY)]),
    "postgres, busy": (
        "postgres",
        [*ONCE, *_only(*(name for name in BUSY if name not in ALIKE)), *_without(*SHOWN)],
    ),
    # The browser sees the same pages on either.
    "browser": ("sqlite", _only("browser")),
}
"""The database of each, and what it runs; five fill two processors, as each has to wait half of the time."""


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
