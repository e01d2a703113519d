"""What happened to editions."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EditionMadeCurrent:
    """Another edition is the current one from now on."""

    year: int


@dataclass(frozen=True, slots=True)
class EditionChanged:
    """The name or the dates of an edition are others than before, or it was added beside the current one."""

    year: int
