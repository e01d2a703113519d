"""One decision about many activities: each is a change of its own, and nothing depends on the others."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from weekplanner.accounts.people import Person
from weekplanner.core.errors import NotAllowed, NotFound, Problem, Refused, Stale
from weekplanner.core.texts import gettext as _
from weekplanner.events import rights
from weekplanner.events.models import Activity
from weekplanner.events.operations.editing import accept_edit
from weekplanner.events.operations.review import publish_activity, return_activity

MOST_AT_ONCE = 100


class NothingChosen(Refused):
    """A button for what is chosen, and nothing is."""

    message = "Kies eerst één of meer activiteiten."


class TooManyChosen(Refused):
    """More than can be done while somebody waits."""

    def __init__(self) -> None:
        super().__init__(_("Kies er hooguit %(most)s tegelijk.") % {"most": MOST_AT_ONCE})


class Step(Enum):
    """What can be decided about many at once."""

    PUBLISH = "publish"
    ACCEPT = "accept"
    RETURN = "return"


@dataclass(frozen=True)
class Chosen:
    """An activity, in the version that was looked at."""

    id: int
    version: int


@dataclass(frozen=True)
class Decision:
    """What is to happen to each of them."""

    step: Step
    reason: str = ""
    """What is asked, for RETURN."""
    trust: bool = False
    """Whether PUBLISH makes their organisations trusted."""


@dataclass(frozen=True)
class Outcome:
    """What happened to one of them, in words."""

    activity_id: int
    title: str
    """Empty for what the reviewer cannot see."""
    is_done: bool
    words: str


async def decide_many(chosen: Sequence[Chosen], decision: Decision, *, actor: Person) -> list[Outcome]:
    """Take one step for each, in transactions of their own, and say for each what happened.

    Doing it again changes nothing: what was done is done. Raises NothingChosen and TooManyChosen.
    """
    if not chosen:
        raise NothingChosen
    if len(chosen) > MOST_AT_ONCE:
        raise TooManyChosen
    said = {each.id: await _decide(each, decision, actor=actor) for each in dict.fromkeys(chosen)}
    titles = await _titles(said, actor=actor)
    return [
        Outcome(number, titles.get(number, ""), problem is None, _words(decision.step, problem))
        for number, problem in said.items()
    ]


async def _decide(each: Chosen, decision: Decision, *, actor: Person) -> Problem | None:
    """Do it to one; answers why not."""
    try:
        if decision.step is Step.PUBLISH:
            await publish_activity(each.id, version=each.version, actor=actor, trust=decision.trust)
        elif decision.step is Step.ACCEPT:
            await accept_edit(each.id, version=each.version, actor=actor)
        else:
            await return_activity(each.id, decision.reason, version=each.version, actor=actor)
    except (NotFound, NotAllowed, Refused) as problem:
        return problem
    return None


async def _titles(ids: Iterable[int], *, actor: Person) -> dict[int, str]:
    found = await Activity.filter(id__in=list(ids))
    return {each.id: each.title for each in found if rights.may_see_activity(actor, each)}


def _words(step: Step, problem: Problem | None) -> str:
    if isinstance(problem, Stale):
        return _("Intussen gewijzigd. Kijk deze opnieuw na.")
    if problem is not None:
        return problem.message
    return {
        Step.PUBLISH: _("Staat op de site."),
        Step.ACCEPT: _("De wijziging is gezien."),
        Step.RETURN: _("Teruggestuurd met uw vraag."),
    }[step]
