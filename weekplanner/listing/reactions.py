"""What the listing does when something below it changes."""

from weekplanner.editions.facts import EditionMadeCurrent
from weekplanner.listing.operations import tell_all_changed


async def look_at_all_again(fact: EditionMadeCurrent) -> None:  # noqa: ARG001 - which one does not matter
    """Feeds hold the current and the previous edition: every process looks again which those are."""
    await tell_all_changed()
