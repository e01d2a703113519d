"""Reading the own activities a page at a time: an organisation may have hundreds."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from tortoise.functions import Count

from weekplanner.accounts.people import Person
from weekplanner.core import db
from weekplanner.core.errors import NotFound
from weekplanner.core.text_cleaning import normalised
from weekplanner.editions.models import Edition
from weekplanner.events.models import Activity, State
from weekplanner.events.queries.activities import Whole, wholes, with_belongings

DESK_PAGE = 25
MOST_QUESTIONS = 5
DESK_ORDER = (
    State.RETURNED,
    State.DRAFT,
    State.SUBMITTED,
    State.PUBLISHED,
    State.CANCELLED,
    State.WITHDRAWN,
)
"""What asks for something comes first."""


class DeskSort(Enum):
    """In which order the own activities stand."""

    STATUS = "status"
    """What asks for something first, then by first moment."""
    WHEN = "wanneer"
    TITLE = "titel"
    CHANGED = "gewijzigd"
    """The latest change first."""


@dataclass(frozen=True)
class Asked:
    """Which of the own activities one looks at, and in which order."""

    state: State | None = None
    text: str = ""
    sort: DeskSort = DeskSort.STATUS


@dataclass(frozen=True)
class Desk:
    """What stands on the desk of an organiser."""

    counts: Mapping[State, int] = field(default_factory=dict)
    """Of all own activities, whatever is asked for."""
    found: list[Whole] = field(default_factory=list)
    total: int = 0
    """How many are found, on all pages together."""
    questions: list[Activity] = field(default_factory=list)
    """What reviewers ask, the longest waiting first; at most five."""
    first_on_site: Activity | None = None
    """The one that stands on the site longest."""


_FIRST_MOMENT = "(SELECT MIN(o.starts_at) FROM occurrence o WHERE o.activity_id = a.id)"
_SOONEST_FIRST = f"{_FIRST_MOMENT} IS NULL, {_FIRST_MOMENT}"
_STATUS = " ".join(f"WHEN '{state.value}' THEN {place}" for place, state in enumerate(DESK_ORDER))
_ORDERS = {
    DeskSort.STATUS: f"CASE a.state {_STATUS} END, {_SOONEST_FIRST}",
    DeskSort.WHEN: _SOONEST_FIRST,
    DeskSort.TITLE: "a.searched",  # begins with the title, without capitals and accents
    DeskSort.CHANGED: "a.changed_at DESC",
}


async def own_desk(
    organisation_id: int, asked: Asked, *, edition: Edition, actor: Person, offset: int = 0
) -> Desk:
    """A page of the activities of an organisation in an edition; raises NotFound for others.

    The number of statements does not grow with that of activities.
    """
    if organisation_id not in actor.organisation_ids:
        raise NotFound
    theirs = Activity.filter(organisation_id=organisation_id, edition_id=edition.id)
    counted = await theirs.annotate(number=Count("id")).group_by("state").values_list("state", "number")
    counts = {State(state): number for state, number in counted}
    if not counts:
        return Desk()
    found, total = await _found(organisation_id, edition, asked, offset=offset)
    questions: list[Activity] = []
    if State.RETURNED in counts:
        returned = theirs.filter(state=State.RETURNED).order_by("changed_at", "id")
        questions = await returned.limit(MOST_QUESTIONS)
    first_on_site = None
    if State.PUBLISHED in counts:
        first_on_site = await theirs.filter(state=State.PUBLISHED).order_by("published_at", "id").first()
    return Desk(counts, found, total, questions, first_on_site)


async def _found(
    organisation_id: int, edition: Edition, asked: Asked, *, offset: int
) -> tuple[list[Whole], int]:
    """A page of what is asked for, and how many there are."""
    conditions = ["a.organisation_id = ?", "a.edition_id = ?"]
    parameters: list[object] = [organisation_id, edition.id]
    if asked.state is not None:
        conditions.append("a.state = ?")
        parameters.append(asked.state.value)
    for word in normalised(asked.text).split():
        conditions.append("a.searched LIKE ?")
        parameters.append(f"%{word}%")
    rows = await db.rows(
        f"SELECT a.id, COUNT(*) OVER () AS total FROM activity a WHERE {' AND '.join(conditions)} "  # noqa: S608 - fixed
        f"ORDER BY {_ORDERS[asked.sort]}, a.id LIMIT ? OFFSET ?",
        [*parameters, DESK_PAGE, offset],
    )
    places = {row["id"]: place for place, row in enumerate(rows)}
    if not places:
        return [], 0
    page = await wholes(with_belongings(Activity.filter(id__in=list(places))))
    return sorted(page, key=lambda whole: places[whole.activity.id]), rows[0]["total"]
