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
    kind: str
    """In company, one to one, or a course; `activity_kinds` of the vocabulary."""
    category: str
    audiences: tuple[str, ...]
    setting: str
    """Where it takes place; `settings` of the vocabulary."""
    evidence: str
    """How well its effect was looked into; `evidence` of the vocabulary."""
    summary: str
    """Speaks to the organiser."""
    starter_title: str
    starter_description: str
    is_informal: bool
    """Whether the starter texts say "je": they are for children or young people."""

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
        kind=row["kind"],
        category=row["category"],
        audiences=tuple(row["audiences"].split(";")),
        setting=row["setting"],
        evidence=row["evidence"],
        summary=row["summary_nl"],
        starter_title=row["starter_title"],
        starter_description=row["starter_description"],
        is_informal=row["informal"] == "yes",
    )
