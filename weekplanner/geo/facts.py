"""What geo announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PostcodesImported:
    """Postcode areas lie or are called otherwise than before, or are new."""

    changed: int
