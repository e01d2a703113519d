"""Showing on a terminal how far a long command has come."""

import sys
from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called now and then with how much is done and how much there is."""


def on_terminal(label: str) -> Progress:
    """A line on standard error that counts up in per cents; nothing when that is not a terminal."""
    if not sys.stderr.isatty():
        return lambda _done, _total: None

    def show(done: int, total: int) -> None:
        percents = 100 * done // total if total else 100
        sys.stderr.write(f"\r{label}: {percents} %" + ("\n" if done >= total else ""))
        sys.stderr.flush()

    return show
