"""Writing fragments: of what changed, and of everything when the renderer or the base URL is another."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from weekplanner.core import db
from weekplanner.feeds import addresses, fragments, queries
from weekplanner.feeds.items import ItemKey
from weekplanner.feeds.models import OF_ITEMS, OF_MOMENTS, Format, Fragment, ItemFragment
from weekplanner.listing.models import Entry

REFRESHED_AT_ONCE = 50
"""Entries or items rewritten in one transaction, about 30 ms."""


async def store_fragments(entry_ids: Collection[int]) -> None:
    """Make the fragments of these entries, and of the items they are in, in the caller's transaction."""
    db.require_transaction()
    entries = await Entry.filter(id__in=list(entry_ids))
    await _store(entries)
    of_items = await queries.entries_of_items({ItemKey.of(entry) for entry in entries})
    made = [_item_fragment(*each) for entries in of_items.values() for each in _to_write(entries)]
    await ItemFragment.bulk_create(
        _in_order(made),
        on_conflict=("kind", "item_id", "format", "language"),
        update_fields=("stamp", "mark", "updated_at", "body"),
    )


async def refresh_fragments() -> int:
    """Rewrite some of what is out of date or missing; answers how many, 0 when there are none left.

    Any number of processes may do this at once. What somebody is changing is skipped: the change makes
    its fragments.
    """
    refreshed = await _rewrite_items()
    for language in addresses.languages():
        refreshed += await _rewrite_entries(language)
        refreshed += await _add_items(language)
    return refreshed


async def _rewrite_entries(language: str) -> int:
    ids = await queries.ids_out_of_date(language, limit=REFRESHED_AT_ONCE)
    if not ids:
        return 0
    async with db.transaction():
        # PostgreSQL: what an edit is about to commit must not be overwritten by what was before.
        entries = await Entry.filter(id__in=ids).select_for_update(skip_locked=True)
        await _store(entries)
    return len(entries)


async def _rewrite_items() -> int:
    ids = (
        await ItemFragment.exclude(stamp=fragments.stamp())
        .limit(REFRESHED_AT_ONCE)
        .values_list("id", flat=True)
    )
    if not ids:
        return 0
    async with db.transaction():
        # An edit that is not committed yet holds the row, or waits for this one and then has the last word.
        rows = await ItemFragment.filter(id__in=list(ids)).select_for_update(skip_locked=True)
        of_items = await queries.entries_of_items({ItemKey(row.kind, row.item_id) for row in rows})
        for row in rows:
            entries = of_items[ItemKey(row.kind, row.item_id)]
            made = _item_fragment(entries, row.format, row.language)
            row.stamp, row.mark, row.updated_at, row.body = made.stamp, made.mark, made.updated_at, made.body
            await row.save(update_fields=["stamp", "mark", "updated_at", "body"])
    return len(rows)


async def _add_items(language: str) -> int:
    keys = await queries.missing_items(language, limit=REFRESHED_AT_ONCE)
    if not keys:
        return 0
    async with db.transaction():
        of_items = await queries.entries_of_items(keys)
        made = [_item_fragment(*each) for entries in of_items.values() for each in _to_write(entries)]
        # What an edit has made meanwhile is newer.
        await ItemFragment.bulk_create(_in_order(made), ignore_conflicts=True)
    return len(keys)


async def _store(entries: Sequence[Entry]) -> None:
    left = await queries.ids_that_left([entry.id for entry in entries])
    made = [
        _fragment(entry, written_in, language, has_left=entry.id in left)
        for entry in entries
        for language in addresses.languages()
        for written_in in OF_MOMENTS
    ]
    await Fragment.bulk_create(
        made,
        on_conflict=("entry_id", "format", "language"),
        update_fields=("stamp", "mark", "body", "left_body"),
    )


def _to_write(entries: Sequence[Entry]) -> Iterator[tuple[Sequence[Entry], Format, str]]:
    for language in addresses.languages():
        for written_in in OF_ITEMS:
            yield entries, written_in, language


def _in_order(made: Iterable[ItemFragment]) -> list[ItemFragment]:
    """Always the same, so that two who write some of the same rows do not wait for each other."""
    return sorted(made, key=lambda each: (each.kind.value, each.item_id, each.format.value, each.language))


def _fragment(entry: Entry, written_in: Format, language: str, *, has_left: bool) -> Fragment:
    rendered = fragments.render(entry, written_in, language, has_left=has_left)
    return Fragment(
        entry_id=entry.id,
        format=written_in,
        language=language,
        stamp=fragments.stamp(),
        mark=rendered.mark,
        body=rendered.body,
        left_body=rendered.left_body,
    )


def _item_fragment(entries: Sequence[Entry], written_in: Format, language: str) -> ItemFragment:
    rendered = fragments.render_item(entries, written_in, language)
    key = ItemKey.of(entries[0])
    return ItemFragment(
        kind=key.kind,
        item_id=key.item_id,
        format=written_in,
        language=language,
        stamp=fragments.stamp(),
        mark=rendered.mark,
        updated_at=rendered.updated_at,
        body=rendered.body,
    )
