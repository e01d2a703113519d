"""What the page at a door says of somebody, ready to be shown; by a template also to its script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from weekplanner.congress.operations.entrance import NotLetIn, Outcome
from weekplanner.congress.queries.entrance import CameIn, Changes, Listed
from weekplanner.congress.verdicts import VERDICTS, Verdict, Words
from weekplanner.core import clock
from weekplanner.core.errors import NotFound, Refused

JUST_NOW = timedelta(minutes=1)
"""So long a page says welcome; one that is opened again later does not let in somebody else."""


@dataclass(frozen=True)
class Shown:
    """What is said of whom; `since` is when they came in first."""

    verdict: Verdict
    name: str = ""
    organisation: str = ""
    since: datetime | None = None

    @property
    def words(self) -> Words:
        """How it is said."""
        return VERDICTS[self.verdict]


def patterns() -> Sequence[Shown]:
    """Everything that can be said, for the script to fill in."""
    return [Shown(verdict) for verdict in Verdict]


def refused(problem: NotLetIn) -> Shown:
    """Of somebody who stays outside."""
    return Shown(problem.verdict, problem.name)


def of_entrance(entry: CameIn) -> Shown:
    """Of somebody who came in just now, or was inside already."""
    is_just_now = clock.now() - entry.received_at < JUST_NOW
    verdict = Verdict.WELCOME if is_just_now and not entry.is_again else Verdict.AGAIN
    return Shown(verdict, entry.person.name, entry.person.organisation, entry.person.arrived_at)


def changes_as_json(changes: Changes) -> dict[str, Any]:
    """What a door does not know yet, for its script."""
    return {
        "now": clock.now().isoformat(),
        "list": changes.stand.of_list,
        "last": changes.stand.last,
        "is_whole": changes.is_whole,
        "people": [_row(each) for each in changes.people],
        "counts": {
            "inside": changes.counts.inside,
            "expected": changes.counts.expected,
            "walked_in": changes.counts.walked_in,
        },
        "reports": changes.reports,
    }


def result_as_json(key: str, result: Outcome | Refused | NotFound | None) -> dict[str, Any]:
    """What came of one entrance; None stands for one that could not be read."""
    if isinstance(result, Outcome):
        return {
            "key": key,
            "verdict": (Verdict.AGAIN if result.is_again else Verdict.WELCOME).value,
            "name": result.attendee.name,
            "at": result.first_at.isoformat(),
        }
    if isinstance(result, NotLetIn):
        return {"key": key, "verdict": result.verdict.value, "name": result.name, "at": None}
    return {"key": key, "verdict": Verdict.NOT_A_TICKET.value, "name": "", "at": None}


def _row(person: Listed) -> list[object]:
    """Without names of columns: a list of two thousand people is sent over the network of a hall."""
    at = person.arrived_at.isoformat() if person.arrived_at else None
    return [person.id, person.name, person.organisation, person.code, person.ticket_version, at]
