"""What feeds do when the listing changes."""

from weekplanner.feeds.operations import store_fragments
from weekplanner.listing.facts import EntriesChanged


async def render_changed(fact: EntriesChanged) -> None:
    """Make the fragments of what changed, so that every process has only to join them."""
    await store_fragments(fact.entry_ids)
