"""A Chromium for the browser tests: the machine's own, else installed, else a clear failure."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

VARIABLE = "TEST_CHROMIUM"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium that is there."""
    given = os.environ.get(VARIABLE)
    return given or next((path for name in NAMES if (path := shutil.which(name))), _playwright_own())


def find_or_install() -> str | None:
    """The path of a Chromium; tries Debian's package as root, else Playwright's own download."""
    if found := find():
        return found
    if shutil.which("apt-get") and os.geteuid() == 0:
        _try(["apt-get", "update", "-qq"])
        _try(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium"])
        if found := find():
            return found
    _try([sys.executable, "-m", "playwright", "install", "chromium"])
    return find()


def _try(command: list[str]) -> None:
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=600)


def _playwright_own() -> str | None:
    command = (
        "from playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: print(p.chromium.executable_path)"
    )
    answer = subprocess.run(
        [sys.executable, "-c", command], check=False, capture_output=True, text=True, timeout=60
    )
    path = answer.stdout.strip()
    return path if path and Path(path).exists() else None
