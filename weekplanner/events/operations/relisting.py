"""Listing the activities of an organisation again: few at once, many a few at a time."""

from collections.abc import Sequence

from tortoise.queryset import QuerySet

from weekplanner.accounts.models import Organisation
from weekplanner.core import db
from weekplanner.editions import queries as editions
from weekplanner.events.entries import entries_of
from weekplanner.events.models import Activity, Occurrence, Relisting
from weekplanner.events.queries.activities import Whole, complete, with_belongings
from weekplanner.events.queries.pictures import pictures_of
from weekplanner.listing.operations import publish_entries

ENTRIES_AT_ONCE = 80
"""About 60 ms; an activity has at most 40 moments, so one transaction lists at most 119."""


async def relist_organisation(organisation: Organisation) -> None:
    """Let the listing say of an organisation what it says now; part of the change that makes it so.

    What is more than a transaction should write is left to `relist_some`, beside the requests.
    """
    db.require_transaction()
    own = await held_activities(organisation.id)
    published = own.filter(published_at__isnull=False)
    ids = [number for (number,) in await published.values_list("id")]
    if await Occurrence.filter(activity_id__in=ids).count() > ENTRIES_AT_ONCE:
        job = Relisting(organisation_id=organisation.id, done_until=0)
        await Relisting.bulk_create([job], on_conflict=("organisation_id",), update_fields=("done_until",))
    else:
        await list_whole(await complete(await with_belongings(published)))


async def relist_some() -> bool:
    """List some activities that wait for it again; answers whether there may be more.

    Any number of processes may do this at once. The organisation is locked, as it is by every change of
    its activities: what somebody edits meanwhile is never overwritten by what was before.
    """
    waiting = await Relisting.all().order_by("id").first()
    if waiting is None:
        return False
    async with db.transaction():
        organisation = await db.lock(Organisation, id=waiting.organisation_id)
        job = await Relisting.get_or_none(id=waiting.id)
        if job is None:
            return True
        own = await held_activities(organisation.id)
        to_do = own.filter(published_at__isnull=False, id__gt=job.done_until).order_by("id")
        part = await _part(to_do)
        await list_whole(part)
        if part:
            job.done_until = part[-1].activity.id
            await job.save(update_fields=["done_until"])
        else:
            await job.delete()
    return True


async def held_activities(organisation_id: int) -> QuerySet[Activity]:
    """Its activities of the editions that feeds and agenda hold; those of other years stay as they were."""
    held = [edition for edition in (await editions.current(), await editions.previous()) if edition]
    return Activity.filter(organisation_id=organisation_id, edition_id__in=[edition.id for edition in held])


async def _part(to_do: QuerySet[Activity]) -> list[Whole]:
    """The first of them, until they have enough moments together."""
    part: list[Whole] = []
    entries = 0
    for whole in await complete(await with_belongings(to_do.limit(ENTRIES_AT_ONCE))):
        part.append(whole)
        entries += len(whole.occurrences)
        if entries >= ENTRIES_AT_ONCE:
            break
    return part


async def list_whole(wholes: Sequence[Whole]) -> None:
    """Let the listing say what these activities say, in few statements however many there are."""
    pictures = await pictures_of([whole.activity.id for whole in wholes])
    await publish_entries(
        entry
        for whole in wholes
        for entry in entries_of(whole.activity, whole.occurrences, pictures.get(whole.activity.id))
    )
