"""What a measurement is: a number, the limit it is held against in the same run, and what was promised."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum


class Better(Enum):
    """Whether a larger or a smaller number is good."""

    HIGHER = "≥"
    LOWER = "≤"


@dataclass(frozen=True)
class Result:
    """One line of the table.

    `floor` must be reached and `aim` is what we want. `limit` says what ours is held against, measured in
    the same run; without one the result is a plain number with a unit.
    """

    what: str
    limit: str
    floor: float
    result: float
    aim: float | None = None
    unit: str = "×"
    better: Better = Better.LOWER
    measured: str = ""
    """The numbers behind a ratio."""
    why: str = ""
    """What keeps it from the aim, for the reader of the table."""

    def reaches(self, wanted: float) -> bool:
        """Whether the result is as good as `wanted`."""
        return self.result >= wanted if self.better is Better.HIGHER else self.result <= wanted

    def promised(self, number: float | None) -> str:
        """A floor or an aim, as it is written in the table."""
        return "" if number is None else f"{self.better.value} {number:g} {self.unit}"

    @property
    def written(self) -> str:
        """The result, as it is written in the table."""
        return f"{self.result:.2f} {self.unit}" if self.unit == "×" else f"{self.result:.3g} {self.unit}"


def median_ratio(pairs: Sequence[tuple[float, float]]) -> float:
    """The median of ours ÷ limit; each pair was measured one right after the other."""
    return statistics.median(ours / limit for ours, limit in pairs)


def medians(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The median of ours, and that of the limit."""
    ours, limits = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(limits)


def cpu_seconds(work: Callable[[], object]) -> float:
    """The CPU time of one call."""
    began = time.process_time()
    work()
    return time.process_time() - began


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of them stay under."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]
