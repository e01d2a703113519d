"""What the listing does when something below it changes."""

from weekplanner.editions.facts import EditionChanged, EditionMadeCurrent
from weekplanner.geo.facts import PostcodesImported
from weekplanner.listing.operations import tell_all_changed


async def look_at_all_again(
    fact: EditionMadeCurrent | EditionChanged | PostcodesImported,  # noqa: ARG001 - which one does not matter
) -> None:
    """Let every process look again which editions feeds hold, until when, and where the postcodes lie."""
    await tell_all_changed()
