"""Where the files beside the code are: in the wheel inside the package, in a checkout next to it."""

from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent


@cache
def directory(name: str) -> Path:
    """The directory `name` (templates, static) of this installation."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name
