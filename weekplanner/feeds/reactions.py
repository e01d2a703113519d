"""What feeds do when the listing changes."""

from weekplanner.feeds.operations import STORED_AT_ONCE, forget_fragments, store_fragments
from weekplanner.listing.facts import EntriesChanged


async def render_changed(fact: EntriesChanged) -> None:
    """Make the fragments of what changed, so that every process has only to join them.

    Of a change of very many they would hold up who else wants to write: they are forgotten, made when they
    are read, and written down again beside the requests.
    """
    if len(fact.entry_ids) <= STORED_AT_ONCE:
        await store_fragments(fact.entry_ids)
    else:
        await forget_fragments(fact.entry_ids)
