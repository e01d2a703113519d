"""Keeping the listing in step with what the packages above say is on."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from weekplanner.core import clock, db
from weekplanner.core.facts import announce
from weekplanner.listing.facts import EntriesChanged
from weekplanner.listing.models import Change, Entry, FormerKeys
from weekplanner.listing.values import EntryValues, Keys

CHANGES_KEPT = timedelta(days=2)
"""How long a line of the change log stays; every process that runs has read it within seconds."""


async def publish_entries(values: Iterable[EntryValues]) -> None:
    """List these occurrences as they are now.

    Only what a reader sees moves the revision. Keys that an entry had before are kept, so that the
    selections it leaves can show it as cancelled. Everything is written in the caller's transaction.
    """
    db.require_transaction()
    wanted = list(values)
    known = await _known(wanted)
    changed: list[int] = []
    for each in wanted:
        entry = known.get(each.source_id)
        if entry is None:
            changed.append(await _list(each))
        elif entry.digest != each.digest:
            changed.append(await _revise(entry, each))
        elif entry.places_free != each.places_free:
            await Entry.filter(id=entry.id).update(places_free=each.places_free)
    if changed:
        await announce(EntriesChanged(tuple(changed)))


async def tell_all_changed() -> None:
    """Let every process look at everything again, as when another edition becomes current."""
    db.require_transaction()
    await Change.create(at=clock.now())


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
    await _log(entry.id, None, values.keys)
    return entry.id


async def _revise(entry: Entry, values: EntryValues) -> int:
    before = Keys.of(entry)
    if before != values.keys:
        await _keep_former(entry, before)
    await Entry.filter(id=entry.id).update(
        **values.columns(), revision=entry.revision + 1, revised_at=clock.now()
    )
    await _log(entry.id, before, values.keys)
    return entry.id


async def _keep_former(entry: Entry, keys: Keys) -> None:
    former = FormerKeys(entry_id=entry.id, digest=keys.digest, **keys.columns())
    await FormerKeys.bulk_create([former], ignore_conflicts=True)


async def _log(entry_id: int, before: Keys | None, after: Keys) -> None:
    await Change.create(
        entry_id=entry_id,
        keys_before=before.to_json() if before else None,
        keys_after=after.to_json(),
        at=clock.now(),
    )
