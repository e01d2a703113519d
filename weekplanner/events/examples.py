"""Activities others have had before, to start from."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "data" / "inspiration.csv"


@dataclass(frozen=True, slots=True)
class Example:
    """One example: what to know about it, and texts to begin with."""

    slug: str
    name: str
    category: str
    audiences: tuple[str, ...]
    summary: str
    """Speaks to the organiser."""
    starter_title: str
    starter_description: str

    @property
    def in_short(self) -> str:
        """The first sentence of the summary."""
        return f"{self.summary.partition('. ')[0].rstrip('.')}."


@cache
def examples() -> dict[str, Example]:
    """All examples by slug, in the order of their names."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["name"].casefold())
    return {row["slug"]: _example(row) for row in rows}


def _example(row: dict[str, str]) -> Example:
    return Example(
        slug=row["slug"],
        name=row["name"],
        category=row["category"],
        audiences=tuple(row["audiences"].split(";")),
        summary=row["summary_nl"],
        starter_title=row["starter_title"],
        starter_description=row["starter_description"],
    )
