"""Whether what is stored is whole: listing, calendars and outbox say what the activities say."""

from collections import Counter

from weekplanner.core import db
from weekplanner.events.entries import entries_of
from weekplanner.events.models import Activity, Occurrence, State
from weekplanner.events.queries.pictures import picture_of
from weekplanner.feeds import fragments, queries
from weekplanner.feeds.items import ItemKey
from weekplanner.feeds.models import OF_ITEMS, OF_MOMENTS, Fragment, ItemFragment
from weekplanner.listing.models import Entry
from weekplanner.mailer.models import OutboxMessage

ONCE_TOLD = {"activity_published": State.PUBLISHED, "activity_cancelled": State.CANCELLED}


async def what_is_half_done() -> list[str]:
    """Every place where one part of a change is there without the others."""
    activities = await Activity.all().select_related("edition", "organisation", "municipality__province")
    return [
        *await _in_the_file(),
        *await _in_the_listing(activities),
        *await _in_the_calendars(),
        *await _in_the_outbox(activities),
    ]


async def _in_the_file() -> list[str]:
    if db.dialect() != "sqlite":
        return []
    told = [row[0] for row in await db.rows("PRAGMA integrity_check")]
    return [] if told == ["ok"] else told


async def _in_the_listing(activities: list[Activity]) -> list[str]:
    wanted = {}
    found = []
    for activity in activities:
        occurrences = await Occurrence.filter(activity_id=activity.id).order_by("starts_at", "id")
        if activity.was_published and not occurrences:
            found.append(f"activity {activity.id} lost its moments")
        entries = entries_of(activity, occurrences, await picture_of(activity.id))
        wanted.update({each.source_id: (each.digest, each.search_text) for each in entries})
    listed = {entry.source_id: (entry.digest, entry.search_text) for entry in await Entry.all()}
    if listed != wanted:
        found.append(f"the listing differs: {set(listed.items()) ^ set(wanted.items())}")
    return found


async def _in_the_calendars() -> list[str]:
    entries = await Entry.all()
    left = await queries.ids_that_left([entry.id for entry in entries])
    rendered = {
        (entry.id, each): fragments.render(entry, each, "nl", has_left=entry.id in left).body
        for entry in entries
        for each in OF_MOMENTS
    }
    stored = {(row.entry_id, row.format): row.body for row in await Fragment.filter(language="nl")}
    items = await queries.entries_of_items({ItemKey.of(entry) for entry in entries})
    rendered_items = {
        (*key, each): fragments.render_item(of_item, each, "nl").body
        for key, of_item in items.items()
        for each in OF_ITEMS
    }
    stored_items = {
        (row.kind, row.item_id, row.format): row.body for row in await ItemFragment.filter(language="nl")
    }
    found = []
    if stored != rendered:
        found.append(f"calendars differ: {stored.keys() ^ rendered.keys() or 'bytes'}")
    if stored_items != rendered_items:
        found.append(f"news differs: {stored_items.keys() ^ rendered_items.keys() or 'bytes'}")
    return found


async def _in_the_outbox(activities: list[Activity]) -> list[str]:
    keys = await OutboxMessage.filter(kind__startswith="activity_").values_list("unique_key", flat=True)
    told = Counter(tuple(str(key).split(":")[:2]) for key in keys)
    found = []
    for activity in activities:
        for kind, state in ONCE_TOLD.items():
            is_due = activity.was_published if state is State.PUBLISHED else activity.state is state
            times = told[(kind, str(activity.id))]
            if times != int(is_due):
                found.append(
                    f"{kind} of activity {activity.id} ({activity.state.value}) is there {times} times"
                )
    return found
