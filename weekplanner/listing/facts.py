"""What the listing announces."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EntriesChanged:
    """These entries look different to readers than before, or are new."""

    entry_ids: tuple[int, ...]
