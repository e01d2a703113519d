"""What happens to orders when an edition, an account or an organisation changes, in that transaction."""

from weekplanner.core import clock
from weekplanner.editions.facts import EditionChanged, EditionMadeCurrent
from weekplanner.kits.operations import reminding


async def follow_edition(fact: EditionChanged | EditionMadeCurrent) -> None:  # noqa: ARG001 - a reaction
    """Let organisers be told of the last order day of the current edition, wherever that is now."""
    await reminding.plan_deadline(now=clock.now())
