"""Writing fragments: of what changed, and of everything when the renderer or the base URL is another."""

from collections.abc import Collection, Sequence

from weekplanner.core import db
from weekplanner.feeds import fragments, queries
from weekplanner.feeds.models import Format, Fragment
from weekplanner.listing.models import Entry

REFRESHED_AT_ONCE = 50
"""Fragments rewritten in one transaction, about 30 ms."""


async def store_fragments(entry_ids: Collection[int]) -> None:
    """Make the fragments of these entries, in the caller's transaction."""
    db.require_transaction()
    await _store(await Entry.filter(id__in=list(entry_ids)))


async def refresh_fragments() -> int:
    """Rewrite some of the fragments that are out of date; answers how many, 0 when there are none left.

    Any number of processes may do this at once. An entry that somebody is changing is skipped: the
    change makes its fragment.
    """
    refreshed = 0
    for language in fragments.languages():
        ids = await queries.ids_out_of_date(language, limit=REFRESHED_AT_ONCE)
        if not ids:
            continue
        async with db.transaction():
            # PostgreSQL: what an edit is about to commit must not be overwritten by what was before.
            entries = await Entry.filter(id__in=ids).select_for_update(skip_locked=True)
            await _store(entries)
        refreshed += len(entries)
    return refreshed


async def _store(entries: Sequence[Entry]) -> None:
    left = await queries.ids_that_left([entry.id for entry in entries])
    made = [
        _fragment(entry, language, has_left=entry.id in left)
        for entry in entries
        for language in fragments.languages()
    ]
    await Fragment.bulk_create(
        made,
        on_conflict=("entry_id", "format", "language"),
        update_fields=("stamp", "mark", "body", "left_body"),
    )


def _fragment(entry: Entry, language: str, *, has_left: bool) -> Fragment:
    rendered = fragments.render(entry, language, has_left=has_left)
    return Fragment(
        entry_id=entry.id,
        format=Format.ICS,
        language=language,
        stamp=fragments.stamp(),
        mark=rendered.mark,
        body=rendered.body,
        left_body=rendered.left_body,
    )
