"""Keeping the listing in step with what the packages above say is on."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime

from weekplanner.core import clock, db
from weekplanner.core.facts import announce
from weekplanner.listing import anchors
from weekplanner.listing.facts import EntriesChanged
from weekplanner.listing.models import Change, Entry, FormerKeys
from weekplanner.listing.selection import Scope
from weekplanner.listing.values import EntryValues, Keys

_TELL_UNREVISED = """
INSERT INTO listing_change (entry_id, keys_before, keys_after, is_revised, at) VALUES (?, ?, ?, FALSE, ?)
"""

ROWS_AT_ONCE = 100
"""Entries written by one statement."""


async def publish_entries(values: Iterable[EntryValues]) -> None:
    """List these occurrences as they are now.

    Only what a reader sees moves the revision. Keys that an entry had before are kept, so that the
    selections it leaves can show it as cancelled. Everything is written in the caller's transaction.
    """
    db.require_transaction()
    wanted = list(values)
    known = await _known(wanted)
    changed: list[int] = []
    revised: list[tuple[Entry, EntryValues]] = []
    for each in wanted:
        entry = known.get(each.source_id)
        if entry is None:
            changed.append(await _list(each))
        elif entry.digest != each.digest:
            revised.append((entry, each))
        else:
            await _keep_unseen(entry, each)
    changed += await _revise(revised)
    if changed:
        await announce(EntriesChanged(tuple(changed)))


async def tell_all_changed() -> None:
    """Let every process look at everything again, as when another edition becomes current."""
    db.require_transaction()
    await Change.create(at=clock.now())


async def tell_of(scope: Scope, key: str | int) -> None:
    """Let pages about this municipality, organisation or activity be made anew; no entry changed."""
    db.require_transaction()
    await Change.create(about=anchors.to_json(scope, key), at=clock.now())


async def _known(wanted: Sequence[EntryValues]) -> dict[int, Entry]:
    if not wanted:
        return {}
    kinds = {each.keys.kind for each in wanted}
    assert len(kinds) == 1, "one kind of entry at a time"
    rows = await Entry.filter(kind=kinds.pop(), source_id__in=[each.source_id for each in wanted])
    return {row.source_id: row for row in rows}


async def _list(values: EntryValues) -> int:
    now = clock.now()
    entry = await Entry.create(**values.columns(), revision=0, revised_at=now, listed_at=now)
    await _change(entry.id, None, values.keys, now).save()
    return entry.id


async def tell_places_free(entry: Entry, places_free: int | None) -> None:
    """List how many places are left at an entry; None where they are not counted.

    Calendars do not say it, so it moves no revision. What is `entry` was read in this transaction.
    """
    db.require_transaction()
    if entry.places_free == places_free:
        return
    entry.places_free = places_free
    await db.execute("UPDATE listing_entry SET places_free = ? WHERE id = ?", (places_free, entry.id))
    await _tell_unrevised(entry)


async def _keep_unseen(entry: Entry, values: EntryValues) -> None:
    """Write what is different and no reader sees."""
    if entry.search_text != values.search_text:
        await Entry.filter(id=entry.id).update(search_text=values.search_text)
        await _tell_unrevised(entry)


async def _tell_unrevised(entry: Entry) -> None:
    keys = json.dumps(Keys.of(entry).to_json())
    await db.execute(_TELL_UNREVISED, (entry.id, keys, keys, clock.now()))


async def _revise(revised: Sequence[tuple[Entry, EntryValues]]) -> list[int]:
    """Write what is different, in a few statements however many entries there are."""
    now = clock.now()
    former: list[FormerKeys] = []
    log: list[Change] = []
    written: set[str] = set()
    for entry, values in revised:
        before = Keys.of(entry)
        if before != values.keys:
            former.append(FormerKeys(entry_id=entry.id, digest=before.digest, **before.columns()))
        log.append(_change(entry.id, before, values.keys, now))
        columns = {**values.columns(), "revision": entry.revision + 1, "revised_at": now}
        for name, value in columns.items():
            if getattr(entry, name) != value:
                setattr(entry, name, value)
                written.add(name)
    if revised:
        await FormerKeys.bulk_create(former, ignore_conflicts=True)
        entries = [entry for entry, _values in revised]
        await Entry.bulk_update(entries, sorted(written), batch_size=ROWS_AT_ONCE)
        await Change.bulk_create(log)
    return [entry.id for entry, _values in revised]


def _change(entry_id: int, before: Keys | None, after: Keys, now: datetime) -> Change:
    return Change(
        entry_id=entry_id,
        keys_before=before.to_json() if before else None,
        keys_after=after.to_json(),
        at=now,
    )
